import { sql } from 'kysely'
import type { Webhook } from '#contract/webhooks.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { mustSeeAll } from './policy.ts'
import { readWebhook } from './read-webhooks.ts'
import { newSecret } from './signature.ts'

/** A new secret; for some hours deliveries are signed with the one before it, too. Answered here and never again. */
export async function rotateSecret(
  tx: Tx,
  secrets: Secrets,
  actor: Actor,
  id: number,
  overlapHours: number,
  now: Date,
): Promise<{ webhook: Webhook; secret: string }> {
  mustSeeAll(actor)
  const secret = newSecret()
  const until = overlapHours === 0 ? null : new Date(now.getTime() + overlapHours * 3_600_000)
  const row = found(
    await tx
      .updateTable('webhook')
      .set((eb) => ({
        secret: secrets.encrypt(secret),
        old_secret: until === null ? null : sql<string>`secret`,
        old_secret_until: until,
        version: eb('version', '+', 1),
        updated_at: now,
      }))
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .returning('name')
      .executeTakeFirst(),
  )
  const data = { webhookId: id, name: row.name, overlapHours }
  await recordEvent(tx, { type: 'webhook.secret_rotated', at: now, actor: agentActor(actor), data })
  return { webhook: await readWebhook(tx, id, now), secret }
}
