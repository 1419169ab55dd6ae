import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { attemptDelivery, attemptTimeoutMs } from './attempt-delivery.ts'
import { settleAttempt } from './settle-attempt.ts'
import type { DeliveryRow, WebhookRow } from './tables.ts'
import type { Lane } from './take-lanes.ts'
import { writePayload } from './write-payload.ts'

/** Longer than any attempt takes: a process that died gives its lines back after so long. */
export const leaseMs = attemptTimeoutMs + 10_000

type WebhookDesk = Pick<Platform, 'database' | 'clock' | 'config' | 'secrets' | 'log'>

/** What a worker has taken: its line, as it claims it now. */
export interface Claim {
  lane: Lane
  /** Whether the process is being stopped: then the line is given back after what is under way. */
  isStopping(): boolean
}

/**
 * Sends what stands in a line, one after the other, until it is empty, its head has to wait, the process is stopped, or
 * another worker has taken it over because this one was silent for longer than it may.
 */
export async function workLane(desk: WebhookDesk, claim: Claim): Promise<void> {
  const { db } = desk.database
  for (;;) {
    const { lane } = claim
    if (desk.clock.now() >= lane.claimed_until) return
    if (claim.isStopping()) return letGo(db, lane, desk.clock.now())
    const head = await headOf(db, lane)
    if (!head) {
      if (await closeLane(db, lane)) return
      continue
    }
    const isSending = head.webhook.state === 'active' && head.webhook.give_up_to === null
    if (!isSending && head.delivery.origin !== 'test') return letGo(db, lane, desk.clock.now())
    const body = head.delivery.body ?? (await keepBody(db, head.delivery))
    const outcome = await attemptDelivery(desk, head.webhook, head.delivery, body)
    const held = { claimedUntil: lane.claimed_until, leaseMs }
    const claimedUntil = await inTransaction(db, (tx) =>
      settleAttempt(tx, head.delivery, outcome, desk.clock.now(), held),
    )
    if (claimedUntil === null) return
    claim.lane = { ...lane, claimed_until: claimedUntil }
  }
}

async function headOf(db: Db, lane: Lane): Promise<{ webhook: WebhookRow; delivery: DeliveryRow } | null> {
  const delivery = await db
    .selectFrom('webhook_delivery')
    .selectAll()
    .where('webhook_id', '=', lane.webhook_id)
    .where('lane', '=', lane.lane)
    .where('state', '=', 'pending')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (!delivery) return null
  const webhook = await db
    .selectFrom('webhook')
    .selectAll()
    .where('id', '=', lane.webhook_id)
    .executeTakeFirst()
  return webhook ? { webhook, delivery } : null
}

/** Written once: every try, and whoever sends it again, sends the same bytes. */
async function keepBody(db: Db, delivery: DeliveryRow): Promise<string> {
  const body = await writePayload(db, delivery)
  const row = await db
    .updateTable('webhook_delivery')
    .set((eb) => ({ body: eb.fn.coalesce('body', eb.val(body)) }))
    .where('id', '=', delivery.id)
    .returning('body')
    .executeTakeFirst()
  return row?.body ?? body
}

/** Takes an empty line away, unless it is another's by now; false when somebody came into it meanwhile. */
function closeLane(db: Db, lane: Lane): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const own = await tx
      .selectFrom('webhook_lane')
      .select('lane')
      .where('webhook_id', '=', lane.webhook_id)
      .where('lane', '=', lane.lane)
      .where('claimed_until', '=', lane.claimed_until)
      .forUpdate()
      .executeTakeFirst()
    if (!own) return true
    const next = await tx
      .selectFrom('webhook_delivery')
      .select('id')
      .where('webhook_id', '=', lane.webhook_id)
      .where('lane', '=', lane.lane)
      .where('state', '=', 'pending')
      .limit(1)
      .executeTakeFirst()
    if (next) return false
    await tx
      .deleteFrom('webhook_lane')
      .where('webhook_id', '=', lane.webhook_id)
      .where('lane', '=', lane.lane)
      .execute()
    return true
  })
}

/** Gives a line back, unless it is another's by now. */
export async function letGo(db: Db, lane: Lane, now: Date): Promise<void> {
  await db
    .updateTable('webhook_lane')
    .set({ claimed_until: null, next_at: now })
    .where('webhook_id', '=', lane.webhook_id)
    .where('lane', '=', lane.lane)
    .where('claimed_until', '=', lane.claimed_until)
    .execute()
}
