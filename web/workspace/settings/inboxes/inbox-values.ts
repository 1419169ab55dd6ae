import * as contract from '#contract/inboxes.ts'
import type { Inbox } from './inbox.ts'
import { call } from '../../../api/call.ts'
import type { GeneralValues } from './general-fields.tsx'
import { type MailService, mailService } from './mail-servers.ts'

type Security = 'tls' | 'starttls' | 'none'

/** The form of an inbox, flat; ports as they are typed. */
export interface InboxValues extends GeneralValues {
  isActive: boolean
  receivesBy: 'smtp' | 'imap' | 'graph'
  imapHost: string
  imapPort: string
  imapSecurity: Security
  imapUser: string
  imapPassword: string
  imapFolder: string
  canSend: boolean
  smtpHost: string
  smtpPort: string
  smtpSecurity: Security
  /** Sends with the user and password it receives with. */
  isSmtpSame: boolean
  smtpUser: string
  smtpPassword: string
}

export function newValues(deskName: string): InboxValues {
  return {
    address: '',
    name: deskName,
    teamId: 0,
    isActive: true,
    receivesBy: 'imap',
    imapHost: '',
    imapPort: '993',
    imapSecurity: 'tls',
    imapUser: '',
    imapPassword: '',
    imapFolder: 'INBOX',
    canSend: true,
    smtpHost: '',
    smtpPort: '465',
    smtpSecurity: 'tls',
    isSmtpSame: true,
    smtpUser: '',
    smtpPassword: '',
  }
}

export function savedValues(inbox: Inbox): InboxValues {
  const values = newValues(inbox.name)
  const { imap, smtp } = inbox
  return {
    ...values,
    address: inbox.address,
    teamId: inbox.teamId ?? 0,
    isActive: inbox.isActive,
    receivesBy: inbox.receivesBy,
    canSend: smtp !== null || inbox.sendsBy === 'graph',
    // What was saved may be two different passwords; they are not shown, so they are never taken for one.
    isSmtpSame: false,
    ...(imap && {
      imapHost: imap.host,
      imapPort: String(imap.port),
      imapSecurity: imap.security,
      imapUser: imap.user,
      imapFolder: imap.folder,
    }),
    ...(smtp && {
      smtpHost: smtp.host,
      smtpPort: String(smtp.port),
      smtpSecurity: smtp.security,
      smtpUser: smtp.user ?? '',
    }),
  }
}

/** What an address suggests for the fields that nobody has filled in by hand. */
export function suggested(address: string): Partial<InboxValues> & { service: MailService | null } {
  const service = mailService(address)
  if (!service) return { service }
  return {
    service,
    imapHost: service.imap.host,
    imapPort: String(service.imap.port),
    imapSecurity: service.imap.security,
    imapUser: address.trim(),
    smtpHost: service.smtp.host,
    smtpPort: String(service.smtp.port),
    smtpSecurity: service.smtp.security,
    smtpUser: address.trim(),
  }
}

/** Whether an empty password stays what it was: it goes to the server and with the user it was saved for, no other. */
export function keepsPassword(side: 'imap' | 'smtp', values: InboxValues, saved: Inbox | null): boolean {
  const before = saved?.[side]
  if (!saved || !before) return false
  return (
    (side === 'imap' ? saved.hasImapPassword : saved.hasSmtpPassword) &&
    before.host.toLowerCase() === values[`${side}Host`].trim().toLowerCase() &&
    String(before.port) === values[`${side}Port`].trim() &&
    before.security === values[`${side}Security`] &&
    (before.user ?? '') === values[`${side}User`].trim()
  )
}

/** Whether a password was saved that a change has lost, and none is typed. */
export function lacksPassword(side: 'imap' | 'smtp', values: InboxValues, saved: Inbox | null): boolean {
  const hadOne = side === 'imap' ? saved?.hasImapPassword : saved?.hasSmtpPassword
  if (!hadOne || saved?.connectionState !== null || !values[`${side}User`].trim()) return false
  return !values[`${side}Password`] && !keepsPassword(side, values, saved)
}

/** A password left empty is "as it was"; where there was none, it is none. */
function password(typed: string, hadOne: boolean): string | null | undefined {
  return typed || (hadOne ? undefined : null)
}

/** The two connections as the contract has them; what is switched off is null. */
export function connections(values: InboxValues, saved: Inbox | null) {
  const isImap = values.receivesBy === 'imap'
  const isGraph = values.receivesBy === 'graph'
  const sendsBySmtp = values.canSend && !isGraph
  const isSame = isImap && values.isSmtpSame
  const smtpUser = (isSame ? values.imapUser : values.smtpUser).trim()
  return {
    address: values.address.trim(),
    receivesBy: values.receivesBy,
    imap: isImap
      ? {
          host: values.imapHost.trim(),
          port: Number(values.imapPort),
          security: values.imapSecurity,
          user: values.imapUser.trim(),
          folder: values.imapFolder.trim() || 'INBOX',
        }
      : null,
    imapPassword: isImap ? password(values.imapPassword, keepsPassword('imap', values, saved)) : null,
    sendsBy: isGraph ? ('graph' as const) : ('smtp' as const),
    smtp: sendsBySmtp
      ? {
          host: values.smtpHost.trim(),
          port: Number(values.smtpPort),
          security: values.smtpSecurity,
          user: smtpUser || null,
        }
      : null,
    smtpPassword: sendsBySmtp
      ? password(isSame ? values.imapPassword : values.smtpPassword, keepsPassword('smtp', values, saved))
      : null,
  }
}

/** Saves a new inbox, or what changed of one; fails with `version_conflict` when somebody else was quicker. */
export function saveInbox(values: InboxValues, saved: Inbox | null): Promise<Inbox> {
  const body = {
    ...connections(values, saved),
    name: values.name,
    teamId: values.teamId || null,
    isActive: values.isActive,
  }
  return saved
    ? call(contract.updateInbox, { params: { id: saved.id }, body: { ...body, version: saved.version } })
    : call(contract.createInbox, { body })
}
