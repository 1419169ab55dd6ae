import { sql } from 'kysely'
import type { Recomputation } from '#contract/sla.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { lockTicketRow } from '#server/tickets/index.ts'
import { choosePolicy } from './choose-policy.ts'
import { changePolicy, keep, tellDue } from './keep-clocks.ts'
import { loadPolicies, type Policies } from './load-terms.ts'
import { beginSession, openSession, refold } from './open-session.ts'

export const recomputeTask = 'sla.recompute'
const portion = 50

interface Wish {
  /** Whose tickets; null for every policy's. */
  policyId: number | null
  /** Open tickets that have another policy, or none, are asked too. */
  includesOpen: boolean
}

/**
 * Has the clocks counted anew by a job, after something they count by has changed. What still waits and would look at no
 * other tickets is not done twice: everybody is counted by what holds when their turn comes.
 */
export async function startRecomputation(tx: Tx, { policyId, includesOpen }: Wish, now: Date): Promise<void> {
  await sql`
    update sla_recomputation set finished_at = ${now}
    where id in (
      select id from sla_recomputation where finished_at is null and (
        ${includesOpen} or (not includes_open and policy_id is not distinct from ${policyId}::bigint))
      order by id for update)`.execute(tx)
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from ticket where is_open and ${concerned({ policyId, includesOpen })}`.execute(
    tx,
  )
  await tx
    .insertInto('sla_recomputation')
    .values({ policy_id: policyId, includes_open: includesOpen, total: rows[0]?.total ?? 0, started_at: now })
    .execute()
  await enqueue(tx, recomputeTask, {}, { queue: recomputeTask })
}

function concerned({ policyId, includesOpen }: Wish) {
  if (includesOpen) return sql`true`
  return policyId === null
    ? sql`id in (select ticket_id from sla_ticket)`
    : sql`id in (select ticket_id from sla_ticket where policy_id = ${policyId})`
}

/** Works off what is to be counted anew, the oldest wish first, in portions; a killed one goes on where it was. */
export async function recompute(db: Db, now: () => Date): Promise<void> {
  for (;;) {
    const current = await db
      .selectFrom('sla_recomputation')
      .selectAll()
      .where('finished_at', 'is', null)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (!current) return
    const wish = { policyId: current.policy_id, includesOpen: current.includes_open }
    const { rows } = await sql<{ id: number }>`
      select id from ticket where is_open and id > ${current.after_ticket_id} and ${concerned(wish)}
      order by id limit ${portion}`.execute(db)
    const policies = await loadPolicies(db)
    const changedAt = current.started_at.getTime()
    for (const { id } of rows)
      await inTransaction(db, (tx) => recomputeTicket(tx, id, policies, { now: now(), changedAt }))
    const last = rows.at(-1)
    await db
      .updateTable('sla_recomputation')
      .set((eb) => ({
        done: eb('done', '+', rows.length),
        ...(last && { after_ticket_id: last.id }),
        ...(rows.length < portion && { finished_at: now() }),
      }))
      .where('id', '=', current.id)
      .execute()
  }
}

/** One ticket's clocks from its history, under the policies as they are now. */
export async function recomputeTicket(
  tx: Tx,
  ticketId: number,
  policies: Policies,
  { now, changedAt }: { now: Date; changedAt: number },
): Promise<void> {
  const ticket = await lockTicketRow(tx, ticketId)
  if (!ticket) return
  const before = await openSession(tx, ticketId, policies, now)
  const mayChoose = ticket.is_open && ticket.merged_into_id === null
  if (before) {
    const session = { ...(await refold(tx, ticketId, policies, before.isSet)), changedAt }
    if (mayChoose && !session.isSet) {
      const policyId = await choosePolicy(tx, ticketId, policies)
      await changePolicy(tx, session, { policyId, since: now.getTime() }, now)
    }
    await tellDue(tx, session, now.getTime(), now)
    return keep(tx, session)
  }
  const policyId = mayChoose ? await choosePolicy(tx, ticketId, policies) : null
  if (policyId !== null)
    await keep(tx, await beginSession(tx, ticketId, policies, { policyId, isSet: false }, now))
}

/** Where the work stands: that of now, or the last. */
export async function getRecomputation(db: Db): Promise<Recomputation> {
  const rows = await db
    .selectFrom('sla_recomputation')
    .select(['done', 'total', 'started_at', 'finished_at'])
    .where((eb) =>
      eb.or([
        eb('finished_at', 'is', null),
        eb(
          'id',
          '=',
          eb.selectFrom('sla_recomputation').select((max) => max.fn.max('id').as('id')),
        ),
      ]),
    )
    .orderBy('id')
    .execute()
  const running = rows.filter((row) => row.finished_at === null)
  const shown = running.length > 0 ? running : rows
  return {
    state: running.length > 0 ? 'running' : 'idle',
    done: shown.reduce((sum, row) => sum + row.done, 0),
    // Tickets may have been added to the work since it was counted.
    total: shown.reduce((sum, row) => sum + Math.max(row.total, row.done), 0),
    startedAt: shown[0]?.started_at.toISOString() ?? null,
    finishedAt: running.length > 0 ? null : (shown.at(-1)?.finished_at?.toISOString() ?? null),
  }
}
