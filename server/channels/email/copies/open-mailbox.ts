import type { ImapFlow } from 'imapflow'
import { type InboxSecrets, openInboxSecrets } from '#server/channels/inbox-secrets.ts'
import type { ImapSettings, InboxRow } from '#server/channels/tables.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { freshAccessToken } from '../sending/access-token.ts'
import { refuseForbiddenHost } from '../connections/forbidden-address.ts'
import type { EmailDesk } from '../email-desk.ts'
import { createImapClient } from '../receiving/imap-client.ts'

/** What it takes to sign in to an inbox's mailbox. */
export interface MailboxAccess {
  inboxId: number
  imap: ImapSettings
  /** Its provider gives access by OAuth2. */
  isConnected: boolean
  secrets: InboxSecrets
}

/** Read from the row; null for an inbox that has no mailbox. */
export function mailboxAccess(
  secrets: Secrets,
  row: Pick<InboxRow, 'id' | 'imap' | 'connection_state' | 'secrets'>,
): MailboxAccess | null {
  if (!row.imap) return null
  return {
    inboxId: row.id,
    imap: row.imap,
    isConnected: row.connection_state !== null,
    secrets: openInboxSecrets(secrets, row.secrets),
  }
}

/**
 * Signs in by password, or by the access token the provider gives; one that is refused is replaced once. The caller
 * closes the client.
 */
export async function openMailbox(desk: EmailDesk, access: MailboxAccess): Promise<ImapFlow> {
  const { inboxId, imap, secrets, isConnected } = access
  await refuseForbiddenHost(imap.host)
  const connect = async (accessToken: string | null): Promise<ImapFlow> => {
    const client = createImapClient(imap, { password: secrets.imapPassword, accessToken })
    try {
      await client.connect()
      return client
    } catch (error) {
      client.close()
      throw error
    }
  }
  if (!isConnected) return connect(null)
  const accessToken = await freshAccessToken(desk, inboxId)
  try {
    return await connect(accessToken)
  } catch (error) {
    if (!(error as { authenticationFailed?: boolean }).authenticationFailed) throw error
    return connect(await freshAccessToken(desk, inboxId, { rejected: accessToken }))
  }
}
