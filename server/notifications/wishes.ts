import { NotificationKind, type NotificationWish } from '#contract/notifications.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { defaultWishes } from './kinds.ts'

/** Every kind with what the actor wishes; what webhooks do is of interest to those only who manage them. */
export async function readWishes(db: Db, actor: Actor): Promise<{ items: NotificationWish[] }> {
  const rows = await db
    .selectFrom('notification_wish')
    .selectAll()
    .where('agent_id', '=', actor.agentId)
    .execute()
  const kinds = NotificationKind.options.filter(
    (kind) => !kind.startsWith('webhook_') || actor.permissions.has('webhook.manage'),
  )
  return {
    items: kinds.map((kind) => {
      const row = rows.find((one) => one.kind === kind)
      return { kind, ...(row ? { isShown: row.is_shown, isMailed: row.is_mailed } : defaultWishes[kind]) }
    }),
  }
}

export async function writeWishes(
  tx: Tx,
  actor: Actor,
  items: readonly NotificationWish[],
): Promise<{ items: NotificationWish[] }> {
  for (const { kind, isShown, isMailed } of items)
    await tx
      .insertInto('notification_wish')
      .values({ agent_id: actor.agentId, kind, is_shown: isShown, is_mailed: isMailed })
      .onConflict((conflict) =>
        conflict.columns(['agent_id', 'kind']).doUpdateSet({ is_shown: isShown, is_mailed: isMailed }),
      )
      .execute()
  return readWishes(tx, actor)
}
