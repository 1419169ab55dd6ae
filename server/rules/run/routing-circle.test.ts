import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { setDemand } from '#server/platform/events/set-demand.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { routingTasks, setStatus } from '#server/routing/index.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { ruleDesk } from '#test/builders/rule-desk.ts'
import { ruleTasks } from '../index.ts'

const desk = await ruleDesk()
const { db, addRule, addTicket, runs, change, platform } = desk

test('a circle that leads over routing is cut as the rule’s own effect', async () => {
  const agent = await buildAgent(db)
  const team = await buildTeam(db, { memberIds: [agent.id] })
  await db
    .insertInto('routing_policy')
    .values({ team_id: team.id, method: 'least_loaded', capacity: 10, updated_at: new Date() })
    .execute()
  await sql`
    insert into agent_seat (agent_id, status_id, meaning, since)
    select ${agent.id}, id, 'online', now() from agent_status where key = 'online'`.execute(db)
  await inTransaction(db, (tx) => setDemand(tx, 'routing.answer', ['ticket.updated']))
  const rule = await addRule({
    triggers: [{ on: 'field_changed', field: 'assignee', key: null, from: null, to: [agent.id] }],
    actions: [{ type: 'set_assignee', assigneeId: null }],
  })
  const id = await addTicket()
  await change(id, { teamId: team.id })
  await drainJobs(platform.database.pool, { ...ruleTasks(platform), ...routingTasks(platform) }, platform.log)
  const told = await runs(id)
  expect(told.map((run: { outcome: string; cut: string | null }) => [run.outcome, run.cut])).toEqual([
    ['acted', null],
    ['cut', 'own_effect'],
  ])
  expect(told[1].chain).toEqual([{ id: rule.id, name: rule.name }])
})

test('so is one that leads through routing’s queue', async () => {
  const agent = await buildAgent(db)
  const team = await buildTeam(db, { memberIds: [agent.id] })
  await db
    .insertInto('routing_policy')
    .values({ team_id: team.id, method: 'least_loaded', capacity: 10, updated_at: new Date() })
    .execute()
  await inTransaction(db, (tx) => setDemand(tx, 'routing.answer', ['ticket.updated']))
  const rule = await addRule({
    triggers: [
      { on: 'field_changed', field: 'team', key: null, from: null, to: [team.id] },
      { on: 'field_changed', field: 'assignee', key: null, from: null, to: [agent.id] },
    ],
    actions: [
      { type: 'set_assignee', assigneeId: null },
      { type: 'route', teamId: team.id, method: null },
    ],
  })
  const tasks = { ...ruleTasks(platform), ...routingTasks(platform) }
  const id = await addTicket()
  await change(id, { teamId: team.id })
  await drainJobs(platform.database.pool, tasks, platform.log)
  expect(await db.selectFrom('routing_wait').select('chain').where('ticket_id', '=', id).execute()).toEqual([
    { chain: [rule.id] },
  ])
  expect(await runs(id)).toHaveLength(1)
  const online = await db
    .selectFrom('agent_status')
    .select('id')
    .where('key', '=', 'online')
    .executeTakeFirstOrThrow()
  const choice = { statusId: online.id, until: null }
  await inTransaction(db, (tx) => setStatus(tx, agent.id, choice, agent.id, new Date()))
  await drainJobs(platform.database.pool, tasks, platform.log)
  const told = await runs(id)
  expect(told.map((run: { outcome: string; cut: string | null }) => [run.outcome, run.cut])).toEqual([
    ['unchanged', null],
    ['cut', 'own_effect'],
  ])
  expect(told[1].chain).toEqual([{ id: rule.id, name: rule.name }])
})
