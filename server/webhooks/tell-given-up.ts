import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'

const dayMs = 86_400_000

/**
 * Tells those who manage webhooks that something was given up: once a day for each webhook, however much it is. The log
 * has each.
 */
export async function tellGivenUp(tx: Tx, id: number, now: Date): Promise<void> {
  const row = await tx
    .updateTable('webhook')
    .set({ gave_up_told_at: now })
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('gave_up_told_at', 'is', null),
        eb('gave_up_told_at', '<=', new Date(now.getTime() - dayMs)),
      ]),
    )
    .returning('name')
    .executeTakeFirst()
  if (!row) return
  const actor = { kind: 'system', id: null } as const
  await recordEvent(tx, { type: 'webhook.gave_up', at: now, actor, data: { webhookId: id, name: row.name } })
}
