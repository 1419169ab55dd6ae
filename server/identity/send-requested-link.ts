import type { Tx } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'
import { secondsBefore } from './attempts.ts'
import { sendPasswordLink } from './password-links.ts'
import { agentByEmail } from './queries.ts'

const lettersPerHour = 3

/** The job behind a password request. At most a few letters an hour: a stranger must not fill somebody's mailbox. */
export async function sendRequestedLink(
  tx: Tx,
  platform: Pick<Platform, 'clock' | 'secrets' | 'config'>,
  email: string,
): Promise<void> {
  const agent = await agentByEmail(tx, email)
  if (!agent?.is_active) return
  const recent = await tx
    .selectFrom('agent_token')
    .select('token_hash')
    .where('agent_id', '=', agent.id)
    .where('purpose', '=', 'password_reset')
    .where('created_at', '>', secondsBefore(platform.clock.now(), 3600))
    .execute()
  if (recent.length < lettersPerHour) await sendPasswordLink(tx, platform, agent, 'password_reset')
}
