import { blockedAmong, unblockAddresses } from '#server/customers/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'

/**
 * An answer to an address that is blocked is not queued: `recipient_blocked`, with the addresses. Whoever insists
 * knows better than a report that may be weeks old, and lifts the block.
 */
export async function guardBlocked(
  tx: Tx,
  reply: { addresses: readonly string[]; sendsToBlocked: boolean },
  now: Date,
): Promise<void> {
  const rows = (await blockedAmong(tx, reply.addresses, now)).filter((row) => row.scope === 'all')
  if (rows.length === 0) return
  const addresses = rows.map((row) => row.address)
  if (!reply.sendsToBlocked) fail('recipient_blocked', { detail: { addresses } })
  await unblockAddresses(tx, addresses)
}
