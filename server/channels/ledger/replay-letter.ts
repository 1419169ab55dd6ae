import type { InboundLetter } from '#contract/letters.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { findLetter, presentLetter } from './present-letter.ts'

/** Processes a letter again that was put aside or ignored. A person asked for it, so it is not ignored again. */
export async function replayLetter(tx: Tx, actor: Actor, id: number, now: Date): Promise<InboundLetter> {
  await findLetter(tx, actor, id)
  const letter = found(
    await tx.selectFrom('inbound_letter').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(),
  )
  if (letter.state !== 'ignored' && letter.state !== 'quarantined') fail('not_replayable')
  await tx
    .updateTable('inbound_letter')
    .set({
      state: 'received',
      reason: null,
      detail: JSON.stringify({ isReplayed: true, was: { state: letter.state, reason: letter.reason } }),
      attempts: 0,
      decided_at: null,
    })
    .where('id', '=', id)
    .execute()
  await enqueue(tx, 'email.receive', { letterIds: [id] }, { key: `email.receive ${id}` })
  const data = { letterId: id, state: letter.state, reason: letter.reason }
  await recordEvent(tx, { type: 'letter.replayed', at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'mail' })
  return presentLetter(await findLetter(tx, actor, id))
}
