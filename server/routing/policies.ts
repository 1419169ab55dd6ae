import { sql } from 'kysely'
import type { RoutingPolicy } from '#contract/routing.ts'
import { loadCalendar } from '#server/calendars/index.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { checkReferences } from '#server/tickets/index.ts'
import { askForEvents } from './ask-for-events.ts'
import { lockPolicy } from './lock-pool.ts'
import { planHandOut } from './put-to-wait.ts'
import { mustSeeAllTeams } from './policy.ts'
import { routingChanged } from './routing-changed.ts'

/**
 * How every team the caller sees hands out, by the team's name; a team without a policy shows the one that does nothing
 * by itself.
 */
export async function listRoutingPolicies(
  db: Db,
  { isLimitedToTeams, teamIds }: Actor,
): Promise<{ items: RoutingPolicy[] }> {
  const { rows } = await sql<RoutingPolicy>`
    select team.id as "teamId", coalesce(policy.method, 'manual') as method,
      coalesce(policy.hands_to, 'online') as "handsTo", coalesce(policy.capacity, 10) as capacity,
      policy.calendar_id as "calendarId", policy.remembers_days as "remembersDays",
      coalesce(policy.known_wait_minutes, 0) as "knownWaitMinutes",
      policy.overflow_team_id as "overflowTeamId", policy.overflow_minutes as "overflowMinutes",
      coalesce(policy.takes_back, 'nothing') as "takesBack",
      coalesce(policy.takes_back_minutes, 15) as "takesBackMinutes", coalesce(policy.next_by, 'urgent') as "nextBy",
      coalesce(policy.version, 0) as version,
      (select count(*) from routing_wait join ticket on ticket.id = routing_wait.ticket_id
        where routing_wait.team_id = team.id and ticket.is_open and ticket.assignee_id is null) as waiting
    from team left join routing_policy as policy on policy.team_id = team.id
    where team.archived_at is null
      and (not ${isLimitedToTeams}::boolean or team.id = any(${[...teamIds]}::bigint[]))
    order by lower(team.name), team.id`.execute(db)
  return { items: rows }
}

type Changes = Partial<Omit<RoutingPolicy, 'teamId' | 'waiting'>> & { version: number }

/**
 * Changes how a team hands out. A team that begins to do it by itself begins with what lies there without an owner.
 * Ends with `version_conflict`, or `unknown_reference` for a team or calendar that is gone.
 */
export async function updateRoutingPolicy(
  tx: Tx,
  actor: Actor,
  teamId: number,
  { version, ...changes }: Changes,
  now: Date,
): Promise<RoutingPolicy> {
  mustSeeAllTeams(actor)
  found((await listRoutingPolicies(tx, actor)).items.find((each) => each.teamId === teamId))
  await checkPlaces(tx, teamId, changes)
  const before = found(await lockPolicy(tx, teamId, now))
  // A policy that was never written is read as version 0, and appears with 1 when first locked.
  if (before.version !== Math.max(version, 1))
    fail('version_conflict', { detail: { version: before.version } })
  const after = await tx
    .updateTable('routing_policy')
    .set({
      method: changes.method,
      hands_to: changes.handsTo,
      capacity: changes.capacity,
      calendar_id: changes.calendarId,
      remembers_days: changes.remembersDays,
      known_wait_minutes: changes.knownWaitMinutes,
      overflow_team_id: changes.overflowTeamId,
      overflow_minutes: changes.overflowMinutes,
      takes_back: changes.takesBack,
      takes_back_minutes: changes.takesBackMinutes,
      next_by: changes.nextBy,
      version: before.version + 1,
      updated_at: now,
    })
    .where('team_id', '=', teamId)
    .returningAll()
    .executeTakeFirstOrThrow()
  await askForEvents(tx)
  const overflows = after.overflow_minutes !== null && after.overflow_team_id !== null
  if (after.method !== 'manual' || overflows) await gatherUnowned(tx, teamId, now)
  else await tx.deleteFrom('routing_wait').where('team_id', '=', teamId).where('method', 'is', null).execute()
  await enqueue(tx, 'routing.plan_overflows', { teamId }, { key: `routing.plan_overflows:${teamId}` })
  await planHandOut(tx, teamId)
  await routingChanged(tx, actor, 'routing_policy.updated', { teamId, ...changes }, now)
  return found((await listRoutingPolicies(tx, actor)).items.find((each) => each.teamId === teamId))
}

async function checkPlaces(tx: Tx, teamId: number, changes: Partial<RoutingPolicy>): Promise<void> {
  const { overflowTeamId, calendarId } = changes
  if (overflowTeamId === teamId)
    fail('invalid_input', { fields: [{ path: 'body.overflowTeamId', message: 'another team' }] })
  if (overflowTeamId != null) await checkReferences(tx, { teamId: overflowTeamId })
  if (calendarId != null && !(await loadCalendar(tx, calendarId)))
    fail('unknown_reference', { fields: [{ path: 'body.calendarId', message: 'no such calendar' }] })
}

/** What lies there without an owner waits from now on, whether the team hands out by itself or only overflows. */
async function gatherUnowned(tx: Tx, teamId: number, now: Date): Promise<void> {
  await sql`
    insert into routing_wait (ticket_id, team_id, since)
    select id, team_id, ${now} from ticket
    where team_id = ${teamId} and assignee_id is null and is_open and status_category in ('new', 'open')
    on conflict do nothing`.execute(tx)
}
