import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { mustSeeAll } from './policy.ts'
import { workPiece } from './work-pieces.ts'

/** Removes a webhook with everything that waits for it and its log: for everybody at once, in the tables in pieces. */
export async function deleteWebhook(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  mustSeeAll(actor)
  const row = found(
    await tx
      .updateTable('webhook')
      .set({
        removed_at: now,
        state: 'disabled',
        disabled_because: 'hand',
        secret: '',
        old_secret: null,
        old_secret_until: null,
        headers: null,
        header_names: [],
      })
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .returning('name')
      .executeTakeFirst(),
  )
  await workPiece(tx, id, now)
  const data = { webhookId: id, name: row.name }
  await recordEvent(tx, { type: 'webhook.deleted', at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'webhook', webhookId: id })
}
