import type { RoutingDecision, RoutingPolicy } from '#contract/routing.ts'
import { type Actor, actorOfAgent } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { drainJobs, type Tasks } from '#server/platform/jobs/worker.ts'
import { routingTasks, setStatus, updateRoutingPolicy } from '#server/routing/index.ts'
import { ticketTasks, updateTicket } from '#server/tickets/index.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import type { TestPlatform } from '#test/platform.ts'

type Wishes = Partial<Omit<RoutingPolicy, 'teamId' | 'version' | 'waiting'>>

/** What tests of routing do to a desk, by the operations of the desk itself. */
export async function routingDesk(platform: TestPlatform) {
  const { database, clock, log } = platform
  const { db, pool } = database
  const tasks: Tasks = { ...ticketTasks(platform), ...routingTasks(platform) }
  const boss = await buildAgent(db, { role: 'administrator' })
  const asBoss = await actorOf(boss.id)

  async function actorOf(agentId: number): Promise<Actor> {
    const actor = await actorOfAgent(db, agentId)
    if (!actor) throw new Error('no such agent')
    return actor
  }

  async function arrange(teamId: number, policy: Wishes): Promise<void> {
    const row = await db
      .selectFrom('routing_policy')
      .select('version')
      .where('team_id', '=', teamId)
      .executeTakeFirst()
    const changes = { ...policy, version: row?.version ?? 0 }
    await inTransaction(db, (tx) => updateRoutingPolicy(tx, asBoss, teamId, changes, clock.now()))
  }

  /** Chooses one of the three statuses there always are, by hand. */
  async function say(
    agentId: number,
    key: 'online' | 'away' | 'offline',
    until: Date | null = null,
  ): Promise<void> {
    const status = await db
      .selectFrom('agent_status')
      .select('id')
      .where('key', '=', key)
      .executeTakeFirstOrThrow()
    const choice = { statusId: status.id, until }
    await inTransaction(db, (tx) => setStatus(tx, agentId, choice, agentId, clock.now()))
  }

  async function change(agentId: number, ticketId: number, changes: Record<string, unknown>): Promise<void> {
    const { version } = await db
      .selectFrom('ticket')
      .select('version')
      .where('id', '=', ticketId)
      .executeTakeFirstOrThrow()
    const actor = await actorOf(agentId)
    await inTransaction(db, (tx) => updateTicket(tx, actor, ticketId, { version, ...changes }, clock.now()))
  }

  const drain = () => drainJobs(pool, tasks, log)

  /** A team with this policy, and so many people, all online. */
  async function desk(policy: Wishes, people = 2) {
    const members = []
    for (let at = 0; at < people; at++) members.push(await buildAgent(db))
    const team = await buildTeam(db, { memberIds: members.map((each) => each.id) })
    await arrange(team.id, policy)
    for (const { id } of members) await say(id, 'online')
    return { team, members }
  }

  async function ticketIn(teamId: number, wishes: Parameters<typeof buildMessage>[1] = {}): Promise<number> {
    return (await buildMessage(db, { teamId, at: clock.now(), ...wishes })).ticketId
  }

  async function ownerOf(ticketId: number): Promise<number | null> {
    const row = await db
      .selectFrom('ticket')
      .select('assignee_id')
      .where('id', '=', ticketId)
      .executeTakeFirstOrThrow()
    return row.assignee_id
  }

  async function decisionsOf(ticketId: number): Promise<RoutingDecision[]> {
    const rows = await db
      .selectFrom('event')
      .select('data')
      .where('ticket_id', '=', ticketId)
      .where('type', '=', 'ticket.routed')
      .orderBy('id')
      .execute()
    return rows.map((row) => row.data as unknown as RoutingDecision)
  }

  async function solve(agentId: number, ticketId: number): Promise<void> {
    const status = await db
      .selectFrom('ticket_status')
      .select('id')
      .where('category', '=', 'solved')
      .executeTakeFirstOrThrow()
    await change(agentId, ticketId, { statusId: status.id })
  }

  /** What would run at a later time runs now. */
  async function hurry(keyLike: string): Promise<void> {
    await pool.query('update graphile_worker._private_jobs set run_at = now() where key like $1', [keyLike])
    await drainJobs(pool, tasks, log)
  }

  return {
    boss,
    tasks,
    actorOf,
    arrange,
    say,
    change,
    drain,
    desk,
    ticketIn,
    ownerOf,
    decisionsOf,
    solve,
    hurry,
  }
}
