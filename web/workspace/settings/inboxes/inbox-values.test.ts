import { expect, test } from 'vitest'
import type { Inbox } from './inbox.ts'
import { connections, type InboxValues, lacksPassword, savedValues } from './inbox-values.ts'

const saved = {
  name: 'Help',
  address: 'help@desk.example',
  receivesBy: 'imap',
  sendsBy: 'smtp',
  imap: { host: 'imap.example', port: 993, security: 'tls', user: 'help', folder: 'INBOX' },
  hasImapPassword: true,
  smtp: { host: 'smtp.example', port: 465, security: 'tls', user: null },
  hasSmtpPassword: false,
  connectionState: null,
} as Inbox

test.each<[Partial<InboxValues>, boolean]>([
  [{ imapFolder: 'Support', imapHost: 'IMAP.example' }, false],
  [{ imapHost: 'imap.other.example' }, true],
  [{ imapPort: '143' }, true],
  [{ imapSecurity: 'none' }, true],
  [{ imapUser: 'other' }, true],
])('with %j the saved password is asked for anew: %s', (change, isAskedFor) => {
  const values = { ...savedValues(saved), ...change }
  expect(lacksPassword('imap', values, saved)).toBe(isAskedFor)
  expect(connections(values, saved).imapPassword).toBe(isAskedFor ? null : undefined)
  expect(lacksPassword('imap', { ...values, imapPassword: 'typed' }, saved)).toBe(false)
  expect(lacksPassword('smtp', values, saved)).toBe(false)
})
