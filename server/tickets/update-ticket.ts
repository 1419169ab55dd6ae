import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { changeTicket, type FieldChanges } from './change-ticket.ts'
import { lockWorkableTicket } from './queries.ts'
import { checkReferences } from './references.ts'

export interface TicketChanges extends FieldChanges {
  /** The version the changes were made on. */
  version: number
}

/** An agent changes fields of a ticket; `version_conflict` when somebody else has meanwhile. */
export async function updateTicket(
  tx: Tx,
  actor: Actor,
  id: number,
  { version, ...changes }: TicketChanges,
  now: Date,
): Promise<void> {
  const ticket = await lockWorkableTicket(tx, actor, id)
  if (ticket.version !== version) fail('version_conflict', { detail: { version: ticket.version } })
  await checkReferences(tx, changes)
  await changeTicket(tx, ticket, changes, { actor: agentActor(actor) }, now)
}
