import type { AgentAddress } from '#contract/agent-addresses.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readSettings } from '#server/platform/settings.ts'
import { queueSystemLetter } from '#server/platform/system-letters.ts'
import type { Actor } from '../actor.ts'
import { countAttempt, letterLimit, mustNotWait } from '../attempts.ts'
import { mustBeInPerson } from '../policy.ts'
import { agentByEmail, agentById } from '../queries.ts'
import { codeHours, hashCode, newCode } from './confirmation-code.ts'
import { presentAddress } from './list-own-addresses.ts'

type Ground = Pick<Platform, 'clock' | 'secrets'> & { config: { publicUrl: string } }

const mostAddresses = 10

/** Adds an address to the actor's own and sends a code there; until it comes back, the address speaks for nobody. */
export async function addOwnAddress(
  tx: Tx,
  platform: Ground,
  actor: Actor,
  address: string,
): Promise<AgentAddress> {
  mustBeInPerson(actor)
  const now = platform.clock.now()
  // Anybody's mailbox may be named here: it must not be filled with codes.
  const subject = `address-letters:${actor.agentId}`
  await mustNotWait(tx, subject, letterLimit, now)
  await countAttempt(tx, subject, now)
  await mustBeFree(tx, actor, address)
  const code = newCode()
  const row = await tx
    .insertInto('agent_address')
    .values({
      agent_id: actor.agentId,
      address,
      code_hash: hashCode(actor.agentId, address, code),
      code_expires_at: new Date(now.getTime() + codeHours * 3_600_000),
      created_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['agent_id', 'address']).doUpdateSet((eb) => ({
        code_hash: eb.ref('excluded.code_hash'),
        code_expires_at: eb.ref('excluded.code_expires_at'),
        wrong_codes: 0,
      })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  const { name: agentName } = found(await agentById(tx, actor.agentId))
  const { desk_name: deskName } = await readSettings(tx)
  const url = `${platform.config.publicUrl}/settings/profile`
  await queueSystemLetter(tx, platform, {
    to: address,
    template: 'address_confirmation',
    language: actor.language,
    facts: { agentName, deskName, url, validFor: codeHours, lines: [code] },
  })
  return presentAddress(row)
}

/** Nobody signs in with it, nobody has proved it to be theirs, and there are not too many. */
async function mustBeFree(tx: Tx, actor: Actor, address: string): Promise<void> {
  if (await agentByEmail(tx, address)) fail('already_exists')
  const rows = await tx
    .selectFrom('agent_address')
    .select(['agent_id', 'address', 'confirmed_at'])
    .where((eb) => eb.or([eb('address', '=', address), eb('agent_id', '=', actor.agentId)]))
    .execute()
  if (rows.some((row) => row.address === address && row.confirmed_at !== null)) fail('already_exists')
  const others = rows.filter((row) => row.agent_id === actor.agentId && row.address !== address)
  if (others.length >= mostAddresses) fail('too_many_addresses')
}
