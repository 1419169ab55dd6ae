import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'

type Which = { ids: number[]; isRead: boolean } | { ticketId: number } | { untilId: number }

/** Marks the actor's own notices as read, or these as unread again; all their tabs hear of it. */
export async function markNotifications(tx: Tx, actor: Actor, which: Which, now: Date): Promise<void> {
  const isRead = !('isRead' in which) || which.isRead
  let update = tx
    .updateTable('notification')
    .set({ read_at: isRead ? now : null })
    .where('agent_id', '=', actor.agentId)
    .where('read_at', isRead ? 'is' : 'is not', null)
  if ('ids' in which) update = update.where('id', 'in', which.ids)
  else if ('ticketId' in which) update = update.where('ticket_id', '=', which.ticketId)
  else update = update.where('id', '<=', which.untilId)
  const changed = await update.returning('id').execute()
  if (changed.length > 0) await notify(tx, { topic: 'notification', agentIds: [actor.agentId] })
}
