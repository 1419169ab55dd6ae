import SMTPConnection from 'nodemailer/lib/smtp-connection'
import XOAuth2 from 'nodemailer/lib/xoauth2'
import { type Credential, type InboxSecrets, openInboxSecrets } from '#server/channels/inbox-secrets.ts'
import type { SmtpSettings } from '#server/channels/tables.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { freshAccessToken } from './access-token.ts'

/** An inbox that letters can leave through. */
export interface OutgoingInbox {
  id: number
  name: string
  address: string
  receivesBy: 'smtp' | 'imap'
  smtp: SmtpSettings
  secrets: InboxSecrets
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
  const open = openInboxSecrets(secrets, row.secrets)
  return { ...row, receivesBy: row.receives_by, smtp: row.smtp, secrets: open }
}

const connectMs = 20_000
const silenceMs = 120_000

/** Connects as the inbox does to send: by password, or by the access token its provider gives. */
export async function connectFor(
  platform: Pick<Platform, 'database' | 'clock' | 'secrets'>,
  inbox: OutgoingInbox,
): Promise<SMTPConnection> {
  const accessToken = await freshAccessToken(platform, inbox.id, inbox.secrets)
  const credential = { password: inbox.secrets.smtpPassword, accessToken }
  const ownName = inbox.address.slice(inbox.address.lastIndexOf('@') + 1) || 'localhost'
  return connectToServer(inbox.smtp, credential, ownName)
}

/** Connects and signs in. The caller closes it. Rejects with nodemailer's error, its `code` and `responseCode`. */
export async function connectToServer(
  smtp: SmtpSettings,
  credential: Credential,
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
    if (smtp.user !== null && smtp.user !== '') await signIn(connection, smtp.user, credential)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function signIn(connection: SMTPConnection, user: string, credential: Credential): Promise<void> {
  const { accessToken } = credential
  const pass = credential.password ?? ''
  const auth =
    accessToken === null
      ? { user, pass, credentials: { user, pass } }
      : { user, method: 'XOAUTH2', oauth2: new XOAuth2({ user, accessToken }) }
  return new Promise((resolve, reject) => {
    connection.login(auth, (error) => (error ? reject(error) : resolve()))
  })
}
