import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { setDemand } from '#server/platform/events/set-demand.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { eventTypesOf } from '../evaluate/hear-event.ts'
import { answerTask } from '../run/answer-event.ts'

/**
 * Writes down who changed rules, makes every process read them anew, and says which events are worth a job from now
 * on. The book's one row also lets one change of rules follow the other.
 */
export async function rulesChanged(
  tx: Tx,
  actor: Actor,
  type: string,
  data: Record<string, unknown>,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('rule_book')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .execute()
  const active = await tx
    .selectFrom('rule')
    .select('content')
    .where('is_active', '=', true)
    .where('deleted_at', 'is', null)
    .execute()
  const triggers = active.flatMap(({ content }) => content.triggers)
  await setDemand(tx, answerTask, [...new Set(triggers.flatMap((trigger) => eventTypesOf(trigger)))])
  await recordEvent(tx, { type, at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'rules' })
}

/** Locks the book, so that order and places are read and written by one at a time. */
export async function lockBook(tx: Tx): Promise<void> {
  await tx.selectFrom('rule_book').select('version').forUpdate().execute()
}
