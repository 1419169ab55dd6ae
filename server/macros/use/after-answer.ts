import * as z from 'zod'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { applyTicketActions, lockTicketRow } from '#server/tickets/index.ts'
import type { MacroUseRow } from '../tables.ts'
import { byMacro } from './take-macro.ts'

const Payload = z.object({ eventId: z.int(), ticketId: z.int().nullable() })
const Posted = z.object({
  replyId: z.int().optional(),
  noteId: z.int().optional(),
  cause: z.unknown().optional(),
})

/**
 * The job `macro.afterAnswer`: an answer has left, and what its macros do to the ticket is done. A use is decided once,
 * in the transaction that does it, so a repeated job finds nothing. A reply that is undone never comes here.
 */
export async function afterAnswer(db: Db, payload: unknown): Promise<void> {
  const { eventId } = Payload.parse(payload)
  await inTransaction(db, async (tx) => {
    const event = await tx.selectFrom('event').selectAll().where('id', '=', eventId).executeTakeFirst()
    if (!event || event.actor_kind !== 'agent' || event.actor_id === null || event.ticket_id === null) return
    const { replyId, noteId, cause } = Posted.parse(event.data)
    const postId = replyId ?? noteId
    // A note that a macro or a rule has written is nobody's unfinished answer.
    if (postId === undefined || cause !== undefined) return
    const kind = replyId === undefined ? 'note' : 'reply'
    const uses = await tx
      .selectFrom('macro_use')
      .selectAll()
      .where('ticket_id', '=', event.ticket_id)
      .where('agent_id', '=', event.actor_id)
      .where('state', '=', 'waiting')
      .where('kind', '=', kind)
      .where('at', '<=', event.at)
      .orderBy('id')
      .forUpdate()
      .execute()
    if (uses.length === 0) return
    const post = await tx.selectFrom(kind).select('text').where('id', '=', postId).executeTakeFirst()
    for (const use of uses) await settle(tx, use, { id: postId, text: post?.text ?? '' }, event.at)
  })
}

async function settle(
  tx: Tx,
  use: MacroUseRow,
  post: { id: number; text: string },
  now: Date,
): Promise<void> {
  const macro = await tx
    .selectFrom('macro')
    .select(['id', 'name'])
    .where('id', '=', use.macro_id)
    .executeTakeFirstOrThrow()
  const ticket = use.actions.length === 0 ? null : await lockTicketRow(tx, use.ticket_id)
  if (ticket) {
    const by = byMacro({ agentId: use.agent_id ?? 0 }, macro)
    await applyTicketActions(tx, ticket, use.actions, by, now)
  }
  const isEdited = !plain(post.text).includes(plain(use.words ?? ''))
  await tx
    .updateTable('macro_use')
    .set({ state: 'done', post_id: post.id, is_edited: isEdited })
    .where('id', '=', use.id)
    .execute()
}

/** Words alone: how an editor breaks lines is no change of theirs. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim()
}
