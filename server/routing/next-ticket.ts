import type { TakenTicket } from '#contract/routing.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { readSettings } from '#server/platform/settings.ts'
import { takeNext } from './take-next.ts'

/** Takes the next ticket and shows which one it is, to whoever may read tickets; or says why there is none. */
export async function nextTicket(tx: Tx, actor: Actor, now: Date): Promise<TakenTicket> {
  if (!actor.permissions.has('ticket.read')) fail('not_allowed')
  const taken = await takeNext(tx, actor, now)
  if (taken.ticketId === null) return { ticket: null, reason: taken.reason }
  const { id, subject } = await tx
    .selectFrom('ticket')
    .select(['id', 'subject'])
    .where('id', '=', taken.ticketId)
    .executeTakeFirstOrThrow()
  const { ticket_prefix: prefix } = await readSettings(tx)
  return { ticket: { id, number: `${prefix}-${id}`, subject }, reason: null }
}
