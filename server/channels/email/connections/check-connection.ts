import type { MailConnection } from '#contract/mail-connections.ts'
import { freshAccessToken, type TokenParts } from '#server/channels/email/sending/access-token.ts'
import { fail } from '#server/platform/http/failure.ts'
import { AccessRefused } from './access-refused.ts'
import { connectionOf } from './connection-of.ts'
import { presentConnection } from './present-connection.ts'

/**
 * Takes a new access token now, also where access was lost: it may be back. Fails with `not_connectable` when nobody
 * has signed in yet, and with `provider_unavailable`; a refusal stands in the answer.
 */
export async function checkConnection(platform: TokenParts, inboxId: number): Promise<MailConnection> {
  const { db } = platform.database
  await connectionOf(db, inboxId)
  try {
    await freshAccessToken(platform, inboxId, { isForced: true })
  } catch (error) {
    if (!(error instanceof AccessRefused)) throw error
    if (error.reason === 'not_connected') fail('not_connectable')
    if (error.reason === 'unavailable') fail('provider_unavailable', { detail: { said: error.message } })
  }
  return presentConnection(await connectionOf(db, inboxId))
}
