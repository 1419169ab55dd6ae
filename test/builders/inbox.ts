import { sealInboxSecrets } from '#server/channels/inbox-secrets.ts'
import type { ImapSettings } from '#server/channels/tables.ts'
import type { Platform } from '#server/platform/platform.ts'
import { notify } from '#server/platform/realtime/notify.ts'

let count = 0

interface InboxWishes {
  address?: string
  name?: string
  teamId?: number
  /** Port of the server on this machine that it sends through; null for none. */
  smtpPort?: number | null
  smtpUser?: string
  smtpPassword?: string
  /** Fetched from this mailbox instead of taking letters by SMTP. */
  imap?: ImapSettings
  imapPassword?: string
}

/** An inbox in use, told to every process. */
export async function buildInbox(
  { database: { db }, secrets }: Pick<Platform, 'database' | 'secrets'>,
  wishes: InboxWishes = {},
): Promise<{ id: number; address: string }> {
  const address = wishes.address ?? `inbox${++count}@desk.example`
  const { smtpPort = null } = wishes
  const inbox = await db
    .insertInto('inbox')
    .values({
      kind: 'email',
      name: wishes.name ?? 'Support',
      address,
      team_id: wishes.teamId ?? null,
      receives_by: wishes.imap ? 'imap' : 'smtp',
      imap: wishes.imap ? JSON.stringify(wishes.imap) : null,
      smtp:
        smtpPort === null
          ? null
          : JSON.stringify({
              host: '127.0.0.1',
              port: smtpPort,
              security: 'none',
              user: wishes.smtpUser ?? null,
            }),
      secrets: sealInboxSecrets(secrets, {
        imapPassword: wishes.imapPassword ?? null,
        smtpPassword: wishes.smtpPassword ?? null,
      }),
      created_at: new Date(),
      updated_at: new Date(),
    })
    .returning(['id', 'address'])
    .executeTakeFirstOrThrow()
  await notify(db, { topic: 'inbox' })
  return inbox
}
