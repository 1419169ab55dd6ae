import type { Webhook, WebhookBody } from '#contract/webhooks.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { checkWebhook } from './check-webhook.ts'
import { sealHeaders } from './headers.ts'
import { mustMayHear, mustSeeAll } from './policy.ts'
import { readWebhook } from './read-webhooks.ts'
import { newSecret } from './signature.ts'

const mostWebhooks = 50

/** Adds a webhook. Its secret is answered here and never again. */
export async function createWebhook(
  tx: Tx,
  { secrets, config }: Pick<Platform, 'secrets' | 'config'>,
  actor: Actor,
  input: WebhookBody,
  now: Date,
): Promise<{ webhook: Webhook; secret: string }> {
  mustSeeAll(actor)
  mustMayHear(actor, input.types)
  await checkWebhook(tx, config.privateNetworks, input)
  const { count } = await tx
    .selectFrom('webhook')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (count >= mostWebhooks) fail('too_many_webhooks')
  const secret = newSecret()
  const { id } = await tx
    .insertInto('webhook')
    .values({
      name: input.name,
      url: input.url,
      types: [...new Set(input.types)],
      team_ids: input.teamIds,
      inbox_ids: input.inboxIds,
      ...sealHeaders(secrets, input.headers, null),
      secret: secrets.encrypt(secret),
      created_by_id: actor.agentId,
      created_at: now,
      updated_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const data = { webhookId: id, name: input.name, host: new URL(input.url).host }
  await recordEvent(tx, { type: 'webhook.created', at: now, actor: agentActor(actor), data })
  return { webhook: await readWebhook(tx, id, now), secret }
}
