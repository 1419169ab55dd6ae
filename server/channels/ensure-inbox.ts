import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { sealInboxSecrets } from './inbox-secrets.ts'
import type { SmtpSettings } from './tables.ts'

/**
 * The inbox of OTKLIK_INBOX: made on the first start, left alone afterwards, however it was changed since. With
 * OTKLIK_SMTP_URL it sends through that server.
 */
export async function ensureInboxFromEnvironment(platform: Platform, address: string): Promise<void> {
  const now = platform.clock.now()
  const outgoing = readSmtpUrl(platform.config.setup.smtpUrl)
  await inTransaction(platform.database.db, async (tx) => {
    const made = await tx
      .insertInto('inbox')
      .values({
        kind: 'email',
        name: address.replace(/@.*$/, ''),
        address: address.toLowerCase(),
        receives_by: 'smtp',
        smtp: outgoing ? JSON.stringify(outgoing.settings) : null,
        secrets: sealInboxSecrets(platform.secrets, {
          imapPassword: null,
          smtpPassword: outgoing?.password ?? null,
        }),
        created_at: now,
        updated_at: now,
      })
      .onConflict((conflict) => conflict.column('address').where('archived_at', 'is', null).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (made) await notify(tx, { topic: 'inbox' })
  })
}

/** `smtps://user:password@host:465` speaks TLS at once; `smtp://host` takes STARTTLS where it is offered. */
function readSmtpUrl(text: string | undefined): { settings: SmtpSettings; password: string | null } | null {
  if (text === undefined) return null
  const url = new URL(text)
  const isTls = url.protocol === 'smtps:'
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  return {
    settings: {
      host: url.hostname,
      port: Number(url.port || (isTls ? 465 : 587)),
      security: isTls ? 'tls' : isLocal ? 'none' : 'starttls',
      user: url.username === '' ? null : decodeURIComponent(url.username),
    },
    password: url.password === '' ? null : decodeURIComponent(url.password),
  }
}
