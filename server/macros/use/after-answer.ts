import * as z from 'zod'
import type { TicketAction } from '#contract/ticket-actions.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { applyTicketActions, lockTicketRow } from '#server/tickets/index.ts'
import type { MacroUseRow } from '../tables.ts'
import { byMacro } from './take-macro.ts'
import { isPromised } from './waiting-uses.ts'

const Payload = z.object({ eventId: z.int(), ticketId: z.int().nullable() })
const Posted = z.object({
  replyId: z.int().optional(),
  noteId: z.int().optional(),
  cause: z.unknown().optional(),
})

/**
 * The job `macro.afterAnswer`: an answer has left, and what its macros do to the ticket is done. A use is decided once,
 * in the transaction that does it, so a repeated job finds nothing. A reply that is undone never comes here. Whatever
 * was put into another answer, one that still waits or one that is still being written, stays for that.
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
    const post = await (kind === 'note' ? readNote(tx, postId) : readReply(tx, postId))
    if (!post || (await isBeingWritten(tx, event.ticket_id, event.actor_id, kind, post.created_at))) return
    const uses = await tx
      .selectFrom('macro_use')
      .selectAll()
      .where('ticket_id', '=', event.ticket_id)
      .where('agent_id', '=', event.actor_id)
      .where('state', '=', 'waiting')
      .where('kind', '=', kind)
      .where('at', '<=', post.created_at)
      .where((eb) => eb.not(isPromised(postId)(eb)))
      .orderBy('id')
      .forUpdate()
      .execute()
    for (const use of uses) await settle(tx, use, post, event.at)
  })
}

interface Post {
  id: number
  text: string
  created_at: Date
  /** The status chosen with the answer. */
  after_status_id: number | null
}

async function readNote(tx: Tx, id: number): Promise<Post | undefined> {
  const columns = ['id', 'text', 'created_at'] as const
  const note = await tx.selectFrom('note').select(columns).where('id', '=', id).executeTakeFirst()
  return note && { ...note, after_status_id: null }
}

function readReply(tx: Tx, id: number): Promise<Post | undefined> {
  const columns = ['id', 'text', 'created_at', 'after_status_id'] as const
  return tx.selectFrom('reply').select(columns).where('id', '=', id).executeTakeFirst()
}

/** An answer that left ends its draft. A draft that is older was not it: this one came by letter, say. */
async function isBeingWritten(
  tx: Tx,
  ticketId: number,
  agentId: number,
  kind: 'reply' | 'note',
  since: Date,
): Promise<boolean> {
  const draft = await tx
    .selectFrom('draft')
    .select('version')
    .where('ticket_id', '=', ticketId)
    .where('agent_id', '=', agentId)
    .where('kind', '=', kind)
    .where('updated_at', '<=', since)
    .executeTakeFirst()
  return draft !== undefined
}

/** Whoever chose a status at the button has decided it, and the ticket changes it once. */
function actionsLeft(use: MacroUseRow, post: Post): TicketAction[] {
  return post.after_status_id === null
    ? use.actions
    : use.actions.filter((action) => action.type !== 'set_status')
}

async function settle(tx: Tx, use: MacroUseRow, post: Post, now: Date): Promise<void> {
  const macro = await tx
    .selectFrom('macro')
    .select(['id', 'name'])
    .where('id', '=', use.macro_id)
    .executeTakeFirstOrThrow()
  const actions = actionsLeft(use, post)
  const ticket = actions.length === 0 ? null : await lockTicketRow(tx, use.ticket_id)
  if (ticket) {
    const by = byMacro({ agentId: use.agent_id ?? 0 }, macro)
    await applyTicketActions(tx, ticket, actions, by, now)
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
