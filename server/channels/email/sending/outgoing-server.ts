import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import XOAuth2 from 'nodemailer/lib/xoauth2'
import type { InboxSections } from '#contract/inbox-sections.ts'
import { readSection } from '#server/channels/inboxes/inbox-sections.ts'
import { refuseForbiddenHost } from '#server/channels/email/connections/forbidden-address.ts'
import { type Credential, type InboxSecrets, openInboxSecrets } from '#server/channels/inbox-secrets.ts'
import type { SmtpSettings } from '#server/channels/tables.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { freshAccessToken, type TokenParts } from './access-token.ts'
import { cutSecretsOfError } from './cut-secrets.ts'
import type { ConnectionState } from '../connections/tables.ts'

/** An inbox that letters can leave through. */
export interface OutgoingInbox {
  id: number
  name: string
  address: string
  receivesBy: 'smtp' | 'imap' | 'graph'
  /** Null for one that sends by Microsoft Graph. */
  smtp: SmtpSettings | null
  sendsBy: 'smtp' | 'graph'
  /** Null: it signs in by password. */
  connectionState: ConnectionState | null
  secrets: InboxSecrets
  sections: Pick<InboxSections, 'addressing' | 'signature' | 'protection'>
}

/**
 * The inbox a letter leaves through: the one asked for if it can send, else, when none was asked for, the oldest
 * that can, one that has lost its access or cannot send just now last of all. Null when there is none.
 */
export async function outgoingInbox(
  db: Db,
  secrets: Secrets,
  inboxId: number | null,
): Promise<OutgoingInbox | null> {
  const row = await db
    .selectFrom('inbox')
    .select(['id', 'name', 'address', 'receives_by', 'sends_by', 'smtp', 'connection_state', 'secrets'])
    .select(['addressing', 'signature', 'protection'])
    .where((eb) => eb.or([eb('smtp', 'is not', null), eb('sends_by', '=', 'graph')]))
    .where('is_active', '=', true)
    .where('archived_at', 'is', null)
    .$if(inboxId !== null, (query) => query.where('id', '=', inboxId))
    .orderBy(sql`coalesce(connection_state = 'lost', false) or send_error is not null`)
    .orderBy('id')
    .executeTakeFirst()
  if (!row) return null
  return {
    ...row,
    receivesBy: row.receives_by,
    sendsBy: row.sends_by,
    connectionState: row.connection_state,
    secrets: openInboxSecrets(secrets, row.secrets),
    sections: {
      addressing: readSection('addressing', row.addressing),
      signature: readSection('signature', row.signature),
      protection: readSection('protection', row.protection),
    },
  }
}

const connectMs = 20_000
const silenceMs = 120_000

/** The same for two letters exactly if the same server would take them from the same sender. */
export function serverName({ id, address, smtp, connectionState, secrets }: OutgoingInbox): string {
  const parts = JSON.stringify([id, address, smtp, connectionState, secrets.smtpPassword])
  return createHash('sha256').update(parts).digest('base64')
}

/** Connects as the inbox does to send: by password, or by the access token its provider gives. */
export async function connectFor(platform: TokenParts, inbox: OutgoingInbox): Promise<SMTPConnection> {
  const { smtp, secrets } = inbox
  if (smtp === null) throw new Error('this inbox sends by no mail server')
  const ownName = inbox.address.slice(inbox.address.lastIndexOf('@') + 1) || 'localhost'
  // A token for Graph is none for a mail server: beside Graph the server has a password.
  if (inbox.connectionState === null || inbox.receivesBy === 'graph') {
    return connectToServer(smtp, { password: secrets.smtpPassword, accessToken: null }, ownName)
  }
  const accessToken = await freshAccessToken(platform, inbox.id)
  try {
    return await connectToServer(smtp, { password: null, accessToken }, ownName)
  } catch (error) {
    // The provider may have withdrawn it before its time: a new one tells.
    if ((error as { code?: string }).code !== 'EAUTH') throw error
    const renewed = await freshAccessToken(platform, inbox.id, { rejected: accessToken })
    return connectToServer(smtp, { password: null, accessToken: renewed }, ownName)
  }
}

/** Connects and signs in. The caller closes it. Rejects with nodemailer's error, its `code` and `responseCode`. */
export async function connectToServer(
  smtp: SmtpSettings,
  credential: Credential,
  ownName: string,
): Promise<SMTPConnection> {
  await refuseForbiddenHost(smtp.host)
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
    throw cutSecretsOfError(error, [credential.password, credential.accessToken])
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
