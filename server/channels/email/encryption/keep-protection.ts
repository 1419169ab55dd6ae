import type { Tx } from '#server/platform/database/open-database.ts'
import { noteProtection } from '#server/tickets/index.ts'
import { learnKey } from './learn-key.ts'
import type { Protection } from './open-protection.ts'

/**
 * Writes down what was found out of a protected letter: on its message, and the key that vouched for it. The key must
 * name whom the message is shown as: with a list's or a form's letter that is not whoever stands in From.
 */
export async function keepProtection(
  tx: Tx,
  customerMessageId: number,
  { facts, learn }: Protection,
  now: Date,
): Promise<void> {
  const { from_address: writer } = await tx
    .selectFrom('customer_message')
    .select('from_address')
    .where('id', '=', customerMessageId)
    .executeTakeFirstOrThrow()
  const { signature } = facts
  const isNamed = writer === null || (signature?.by?.addresses.includes(writer.toLowerCase()) ?? false)
  const judged = signature && { ...signature, isSender: signature.isSender && isNamed }
  await noteProtection(tx, customerMessageId, { ...facts, signature: judged })
  if (learn) await learnKey(tx, learn, now)
}
