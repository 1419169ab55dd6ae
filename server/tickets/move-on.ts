import type { StatusCategory } from '#contract/desk.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { mustUpdate } from './policy.ts'
import { chosenStatus, defaultStatusId } from './queries.ts'
import { mustBeSolvable } from './solve-guards.ts'
import type { TicketRow } from './tables.ts'
import { categoryAfterReply, statusTimes } from './ticket.ts'

export interface Step {
  postId: number
  snippet: string
  status: { id: number; category: StatusCategory }
  assigneeId: number | null
}

/** The ticket after the reply. */
export async function moveOn(tx: Tx, ticket: TicketRow, moved: Step, now: Date): Promise<void> {
  await tx
    .updateTable('ticket')
    .set({
      snippet: moved.snippet,
      status_id: moved.status.id,
      status_category: moved.status.category,
      ...statusTimes(ticket, moved.status.category, now),
      assignee_id: moved.assigneeId,
      waiting_since: null,
      // A reply that waited may leave after later posts.
      last_post_id: Math.max(ticket.last_post_id, moved.postId),
      post_count: ticket.post_count + 1,
      last_activity_at: now,
      updated_at: now,
      version: ticket.version + 1,
    })
    .where('id', '=', ticket.id)
    .execute()
}

/** The status the ticket has after a reply: the one its writer chose, or the one that follows by itself. */
export async function statusAfter(tx: Tx, actor: Actor, ticket: TicketRow, statusId: number | undefined) {
  if (statusId !== undefined && statusId !== ticket.status_id) {
    mustUpdate(actor)
    const status = await chosenStatus(tx, statusId)
    if (status.category === 'solved' && ticket.status_category !== 'solved') await mustBeSolvable(tx, ticket)
    return status
  }
  const category = categoryAfterReply(ticket.status_category)
  if (category === ticket.status_category) return { id: ticket.status_id, category }
  return { id: await defaultStatusId(tx, category), category }
}
