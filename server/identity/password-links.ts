import type { Tx } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readSettings } from '#server/platform/settings.ts'
import { queueSystemLetter } from '#server/platform/system-letters.ts'
import type { AgentRow, AgentTokenTable } from './tables.ts'
import { hashToken, newToken } from './tokens.ts'

const hourMs = 3_600_000
export const invitationDays = 7
const passwordLinkHours = 1

type Ground = Pick<Platform, 'clock' | 'secrets'> & { config: { publicUrl: string } }

/** What has to be known of the agent the link is for. */
type Recipient = Pick<AgentRow, 'id' | 'email' | 'name' | 'language'>

/** Makes a link that chooses a password and signs in, once; sends it by letter; answers it. */
export async function sendPasswordLink(
  tx: Tx,
  platform: Ground,
  agent: Recipient,
  purpose: AgentTokenTable['purpose'],
  inviterName?: string,
): Promise<string> {
  const now = platform.clock.now()
  const token = newToken()
  const hours = purpose === 'invitation' ? invitationDays * 24 : passwordLinkHours
  await tx
    .insertInto('agent_token')
    .values({
      token_hash: hashToken(token),
      agent_id: agent.id,
      purpose,
      created_at: now,
      expires_at: new Date(now.getTime() + hours * hourMs),
    })
    .execute()
  const url = `${platform.config.publicUrl}/invitations/${token}`
  const { desk_name: deskName } = await readSettings(tx)
  const validFor = purpose === 'invitation' ? invitationDays : passwordLinkHours
  await queueSystemLetter(tx, platform, {
    to: agent.email,
    template: purpose,
    language: agent.language,
    facts: { agentName: agent.name, deskName, url, validFor, inviterName },
  })
  return url
}

/** Links made earlier stop working. */
export async function cancelPasswordLinks(tx: Tx, agentId: number): Promise<void> {
  await tx.deleteFrom('agent_token').where('agent_id', '=', agentId).execute()
}
