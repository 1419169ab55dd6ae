import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { openInboxSecrets } from '#server/channels/inbox-secrets.ts'
import type { SmtpSettings } from '#server/channels/tables.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Secrets } from '#server/platform/secrets.ts'

/** An inbox that letters can leave through. */
export interface OutgoingInbox {
  id: number
  name: string
  address: string
  receivesBy: 'smtp' | 'imap'
  smtp: SmtpSettings
  password: string | null
}

/**
 * The inbox a letter leaves through: the one asked for if it can send, else, when none was asked for, the oldest
 * that can. Null when there is none.
 */
export async function outgoingInbox(
  db: Db,
  secrets: Secrets,
  inboxId: number | null,
): Promise<OutgoingInbox | null> {
  const row = await db
    .selectFrom('inbox')
    .select(['id', 'name', 'address', 'receives_by', 'smtp', 'secrets'])
    .where('smtp', 'is not', null)
    .where('is_active', '=', true)
    .where('archived_at', 'is', null)
    .$if(inboxId !== null, (query) => query.where('id', '=', inboxId))
    .orderBy('id')
    .executeTakeFirst()
  if (!row?.smtp) return null
  const { smtpPassword } = openInboxSecrets(secrets, row.secrets)
  return { ...row, receivesBy: row.receives_by, smtp: row.smtp, password: smtpPassword }
}

const connectMs = 20_000
const silenceMs = 120_000

/** Connects and signs in. The caller closes it. Rejects with nodemailer's error, its `code` and `responseCode`. */
export async function connectToServer(
  smtp: SmtpSettings,
  password: string | null,
  ownName: string,
): Promise<SMTPConnection> {
  const connection = new SMTPConnection({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.security === 'tls',
    requireTLS: smtp.security === 'starttls',
    ignoreTLS: smtp.security === 'none',
    name: ownName,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: silenceMs,
    logger: false,
  })
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject)
      connection.connect((error) => (error ? reject(error) : resolve()))
    })
    // Whatever breaks later is told to the command that waits for its answer.
    connection.on('error', () => undefined)
    if (smtp.user !== null && smtp.user !== '') await signIn(connection, smtp.user, password ?? '')
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function signIn(connection: SMTPConnection, user: string, pass: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.login({ user, pass, credentials: { user, pass } }, (error) =>
      error ? reject(error) : resolve(),
    )
  })
}
