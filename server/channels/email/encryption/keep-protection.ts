import type { Tx } from '#server/platform/database/open-database.ts'
import { noteProtection } from '#server/tickets/index.ts'
import { learnKey } from './learn-key.ts'
import type { Protection } from './open-protection.ts'

/** Writes down what was found out of a protected letter: on its message, and the key that vouched for it. */
export async function keepProtection(
  tx: Tx,
  customerMessageId: number,
  { facts, learn }: Protection,
  now: Date,
): Promise<void> {
  await noteProtection(tx, customerMessageId, facts)
  if (learn) await learnKey(tx, learn, now)
}
