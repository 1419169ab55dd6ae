import { sql } from 'kysely'
import type { SlaPolicyInput } from '#contract/sla.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { setDemand } from '#server/platform/events/set-demand.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { checkPolicy } from './check-policy.ts'
import { customerEvents, customerTask } from './customer-changed.ts'
import { followed, followTask } from './follow-event.ts'
import { termsOfInput } from './present-policy.ts'
import { startRecomputation } from './recompute.ts'

interface Saving {
  policy: SlaPolicyInput
  includesOpen: boolean
}

/** Adds a policy, asked last. Answers its id. */
export async function createPolicy(
  tx: Tx,
  actor: Actor,
  { policy, includesOpen }: Saving,
  now: Date,
): Promise<number> {
  await lockPolicies(tx)
  await checkPolicy(tx, policy, null)
  const { id } = await tx
    .insertInto('sla_policy')
    .values((eb) => ({
      ...columnsOf(policy),
      position: eb
        .selectFrom('sla_policy')
        .select((max) => max.fn.coalesce(max.fn.max('position'), max.lit(0)).as('position')),
      created_at: now,
      updated_at: now,
    }))
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('sla_policy')
    .set((eb) => ({ position: eb('position', '+', 1) }))
    .where('id', '=', id)
    .execute()
  await setDemand(tx, followTask, followed)
  await setDemand(tx, customerTask, customerEvents)
  await tell(tx, actor, 'sla_policy.created', { id, name: policy.name }, now)
  if (includesOpen) await startRecomputation(tx, { policyId: id, includesOpen }, now)
  return id
}

/** Changes a policy as a whole; the clocks of its open tickets are counted anew by a job. */
export async function updatePolicy(
  tx: Tx,
  actor: Actor,
  id: number,
  { policy, includesOpen, version }: Saving & { version: number },
  now: Date,
): Promise<void> {
  await lockPolicies(tx)
  const before = await lockPolicy(tx, id)
  if (before.version !== version) fail('version_conflict', { detail: { version: before.version } })
  await checkPolicy(tx, policy, id)
  await tx
    .updateTable('sla_policy')
    .set({ ...columnsOf(policy), version: version + 1, updated_at: now })
    .where('id', '=', id)
    .execute()
  await tell(tx, actor, 'sla_policy.updated', { id, name: policy.name }, now)
  await startRecomputation(tx, { policyId: id, includesOpen }, now)
}

/** Takes a policy out of use; its open tickets are asked for another. What it counted stays in their ledgers. */
export async function archivePolicy(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  await lockPolicies(tx)
  const { name } = await lockPolicy(tx, id)
  await tx
    .updateTable('sla_policy')
    .set({ archived_at: now, is_active: false, updated_at: now })
    .where('id', '=', id)
    .execute()
  await tell(tx, actor, 'sla_policy.archived', { id, name }, now)
  await startRecomputation(tx, { policyId: id, includesOpen: false }, now)
}

/**
 * The order in which policies are asked; those left out come last, as they were. Whoever did not see the present order
 * has to look again: `version_conflict`.
 */
export async function orderPolicies(
  tx: Tx,
  actor: Actor,
  { before, ids, includesOpen }: { before: number[]; ids: number[]; includesOpen: boolean },
  now: Date,
): Promise<void> {
  await lockPolicies(tx)
  const rows = await tx
    .selectFrom('sla_policy')
    .select('id')
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .forUpdate()
    .execute()
  if (before.length !== rows.length || rows.some((row, at) => row.id !== before[at])) fail('version_conflict')
  const known = new Set(rows.map((row) => row.id))
  if (ids.some((id) => !known.has(id)) || new Set(ids).size !== ids.length) fail('unknown_reference')
  const order = [...ids, ...rows.map((row) => row.id).filter((id) => !ids.includes(id))]
  for (const [index, id] of order.entries()) {
    await tx
      .updateTable('sla_policy')
      .set({ position: index + 1 })
      .where('id', '=', id)
      .execute()
  }
  await tell(tx, actor, 'sla_policy.ordered', { ids: order }, now)
  if (includesOpen) await startRecomputation(tx, { policyId: null, includesOpen }, now)
}

function columnsOf(policy: SlaPolicyInput) {
  return {
    name: policy.name,
    is_active: policy.isActive,
    calendar_id: policy.calendarId,
    terms: JSON.stringify(termsOfInput(policy)),
  }
}

/** One change of policies after the other: names and places are looked at before they are taken. */
async function lockPolicies(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('sla_policy'))`.execute(tx)
}

async function lockPolicy(tx: Tx, id: number) {
  return found(
    await tx
      .selectFrom('sla_policy')
      .select(['id', 'name', 'version'])
      .where('id', '=', id)
      .where('archived_at', 'is', null)
      .forUpdate()
      .executeTakeFirst(),
  )
}

/** Who changed it is kept; lists that are open elsewhere are read anew. */
async function tell(
  tx: Tx,
  actor: Actor,
  type: string,
  data: Record<string, unknown>,
  now: Date,
): Promise<void> {
  await recordEvent(tx, { type, at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'sla' })
}
