import { isDeepStrictEqual } from 'node:util'
import type { Webhook, WebhookBody } from '#contract/webhooks.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { checkWebhook } from './check-webhook.ts'
import { disableWebhook } from './disable-webhook.ts'
import { sealHeaders } from './headers.ts'
import { mustMayHear, mustSeeAll } from './policy.ts'
import { readWebhook } from './read-webhooks.ts'
import type { WebhookRow } from './tables.ts'

type Changes = Partial<WebhookBody> & { version: number; state?: Webhook['state'] }

/** Changes a webhook; what is left out stays. Enabled again it begins with a clean record. */
export async function updateWebhook(
  tx: Tx,
  { secrets, config }: Pick<Platform, 'secrets' | 'config'>,
  actor: Actor,
  id: number,
  { version, state, ...changes }: Changes,
  now: Date,
): Promise<Webhook> {
  mustSeeAll(actor)
  const before = found(
    await tx
      .selectFrom('webhook')
      .selectAll()
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirst(),
  )
  if (before.version !== version) fail('version_conflict', { detail: { version: before.version } })
  mustMayHear(actor, changes.types ?? before.types)
  await checkWebhook(tx, config.privateNetworks, changes)
  const isBack = state !== undefined && state !== 'disabled' && before.state === 'disabled'
  const row = await tx
    .updateTable('webhook')
    .set({
      name: changes.name,
      url: changes.url,
      types: changes.types && [...new Set(changes.types)],
      team_ids: changes.teamIds,
      inbox_ids: changes.inboxIds,
      ...(changes.headers && sealHeaders(secrets, changes.headers, before.headers)),
      ...(state !== undefined && state !== 'disabled' && { state, disabled_because: null }),
      ...(isBack && { failing_since: null }),
      version: version + 1,
      updated_at: now,
    })
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirstOrThrow()
  // Lines from before wait for a try that was given up when it was disabled. While that goes on, it looks after them.
  if (isBack && before.give_up_to === null)
    await tx
      .updateTable('webhook_lane')
      .set({ next_at: now })
      .where('webhook_id', '=', id)
      .where('claimed_until', 'is', null)
      .execute()
  if (state === 'disabled') await disableWebhook(tx, id, 'hand', agentActor(actor), now)
  const changed = changedFields(before, changes)
  const data = {
    webhookId: id,
    name: row.name,
    ...(changed.length > 0 && { changed }),
    ...(state !== undefined && { webhookState: state }),
  }
  if (changed.length > 0 || (state !== undefined && state !== 'disabled'))
    await recordEvent(tx, { type: 'webhook.updated', at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'webhook', webhookId: id })
  await notify(tx, { topic: 'webhook.work' })
  return readWebhook(tx, id, now)
}

/** What is not as it was: a form sends everything it shows, and a header without a value keeps its own. */
function changedFields(before: WebhookRow, { headers, ...after }: Partial<WebhookBody>): string[] {
  const was = {
    name: before.name,
    url: before.url,
    types: before.types,
    teamIds: before.team_ids,
    inboxIds: before.inbox_ids,
  }
  const changed = Object.entries(after)
    .filter(
      ([key, to]) => to !== undefined && !isDeepStrictEqual(sorted(was[key as keyof typeof was]), sorted(to)),
    )
    .map(([key]) => key)
  const names = headers?.map(({ name }) => name)
  const isNewHeader =
    headers?.some(({ value }) => value !== undefined) ||
    (names && !isDeepStrictEqual(names, before.header_names))
  return isNewHeader ? [...changed, 'headers'] : changed
}

const sorted = (value: unknown): unknown => (Array.isArray(value) ? [...new Set(value)].toSorted() : value)
