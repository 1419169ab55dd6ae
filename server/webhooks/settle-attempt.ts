import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import type { Outcome } from './attempt-delivery.ts'
import { nextTry } from './backoff.ts'
import { disableWebhook } from './disable-webhook.ts'
import type { DeliveryRow } from './tables.ts'
import { tellGivenUp } from './tell-given-up.ts'

/** A webhook that has taken nothing for so long is disabled. */
const patienceMs = 3 * 86_400_000

/** Until when the line was this worker's, and for how long it may be again. */
interface Claim {
  claimedUntil: Date
  leaseMs: number
}

/**
 * Writes down what came of a try and what follows from it: taken, tried again later, given up, or the webhook disabled.
 * Answers until when the line stays this worker's, whose next delivery goes at once; null: it is left now. The webhook's
 * row is locked before anything else, so that no two of its lines wait for each other.
 *
 * Whoever was silent for so long that another has taken the line over says what it saw, and decides nothing: only that
 * the other side has a delivery is true whoever learned it.
 */
export async function settleAttempt(
  tx: Tx,
  delivery: DeliveryRow,
  outcome: Outcome,
  now: Date,
  { claimedUntil, leaseMs }: Claim,
): Promise<Date | null> {
  const webhook = await tx
    .selectFrom('webhook')
    .select('id')
    .where('id', '=', delivery.webhook_id)
    .where('removed_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!webhook) return null
  // Whoever puts something into the line waits here, or has done so.
  const { rows } = await sql<{ claimed_until: Date | null }>`select claimed_until from webhook_lane
    where webhook_id = ${delivery.webhook_id} and lane = ${delivery.lane} for update`.execute(tx)
  const isOwn = rows[0]?.claimed_until?.getTime() === claimedUntil.getTime()
  // Somebody may have sent it again meanwhile: then it has a day anew.
  const before = await tx
    .selectFrom('webhook_delivery')
    .select(['tries', 'first_tried_at'])
    .where('id', '=', delivery.id)
    .executeTakeFirstOrThrow()
  const health = await noteHealth(tx, delivery, outcome, now)
  await keepAttempt(tx, delivery, outcome)
  const tries = before.tries + 1
  const firstTriedAt = before.first_tried_at ?? outcome.at
  const isLast = outcome.isSuccess || health === 'disabled' || delivery.origin === 'test'
  const again = isLast ? null : nextTry(tries, firstTriedAt, now, outcome.notBefore)
  if (!isOwn && !outcome.isSuccess) return null
  const { numUpdatedRows } = await tx
    .updateTable('webhook_delivery')
    .set({
      state: outcome.isSuccess ? 'delivered' : again === null ? 'failed' : 'pending',
      problem: outcome.problem,
      status: outcome.status,
      tries,
      first_tried_at: firstTriedAt,
      finished_at: again === null ? now : null,
      next_try_at: again,
    })
    .where('id', '=', delivery.id)
    // What another has settled is settled; what was given up with the webhook just now is told all the same.
    .where((eb) => eb.or([eb('state', '=', 'pending'), eb.val(isOwn && health === 'disabled')]))
    .executeTakeFirst()
  await notify(tx, { topic: 'webhook', webhookId: delivery.webhook_id })
  if (!isOwn) return null
  const isGivenUp = again === null && !outcome.isSuccess && health === 'working'
  if (isGivenUp && delivery.origin !== 'test') await tellGivenUp(tx, delivery.webhook_id, now)
  // Settled by whoever came late: the line goes on behind it.
  if (again === null || numUpdatedRows === 0n) return goOn(tx, delivery, now, leaseMs)
  await setLane(tx, delivery, again, null)
  return null
}

async function keepAttempt(tx: Tx, delivery: DeliveryRow, outcome: Outcome): Promise<void> {
  await tx
    .insertInto('webhook_attempt')
    .values({
      delivery_id: delivery.id,
      webhook_id: delivery.webhook_id,
      at: outcome.at,
      duration_ms: outcome.durationMs,
      is_success: outcome.isSuccess,
      problem: outcome.problem,
      detail: outcome.detail,
      status: outcome.status,
      address: outcome.address,
      request_headers: JSON.stringify(outcome.requestHeaders),
      response_headers: outcome.responseHeaders && JSON.stringify(outcome.responseHeaders),
      response_body: outcome.responseBody,
      is_cut: outcome.isCut,
    })
    .execute()
}

/** One that was told to be gone, or has failed for too long, is disabled. Tests say nothing about that. */
async function noteHealth(
  tx: Tx,
  delivery: DeliveryRow,
  outcome: Outcome,
  now: Date,
): Promise<'working' | 'disabled'> {
  const row = await tx
    .updateTable('webhook')
    .set((eb) =>
      outcome.isSuccess
        ? { failing_since: null, last_success_at: outcome.at }
        : { failing_since: eb.fn.coalesce('failing_since', eb.val(outcome.at)) },
    )
    // What signs nothing any more is not kept.
    .set({
      old_secret: sql`case when old_secret_until > ${now} then old_secret end`,
      old_secret_until: sql`case when old_secret_until > ${now} then old_secret_until end`,
    })
    .where('id', '=', delivery.webhook_id)
    .returning(['failing_since', 'state'])
    .executeTakeFirstOrThrow()
  if (row.state === 'disabled') return 'disabled'
  const isTooLong = row.failing_since !== null && now.getTime() - row.failing_since.getTime() >= patienceMs
  const because = outcome.problem === 'gone' ? 'gone' : isTooLong ? 'failing' : null
  if (because === null || delivery.origin === 'test') return 'working'
  await disableWebhook(tx, delivery.webhook_id, because, { kind: 'system', id: null }, now)
  return 'disabled'
}

/** Keeps the line for its next delivery, and says until when; or takes it away when there is none. */
async function goOn(tx: Tx, delivery: DeliveryRow, now: Date, leaseMs: number): Promise<Date | null> {
  const { rows } = await sql`select from webhook_delivery
    where webhook_id = ${delivery.webhook_id} and lane = ${delivery.lane} and state = 'pending' limit 1`.execute(
    tx,
  )
  if (rows.length === 0) {
    await tx
      .deleteFrom('webhook_lane')
      .where('webhook_id', '=', delivery.webhook_id)
      .where('lane', '=', delivery.lane)
      .execute()
    return null
  }
  const claimedUntil = new Date(now.getTime() + leaseMs)
  await setLane(tx, delivery, claimedUntil, claimedUntil)
  return claimedUntil
}

async function setLane(
  tx: Tx,
  delivery: DeliveryRow,
  nextAt: Date,
  claimedUntil: Date | null,
): Promise<void> {
  await tx
    .updateTable('webhook_lane')
    .set({ next_at: nextAt, claimed_until: claimedUntil })
    .where('webhook_id', '=', delivery.webhook_id)
    .where('lane', '=', delivery.lane)
    .execute()
}
