import { afterAll, expect, test } from 'vitest'
import { createPolicy, slaTasks, startTicker } from '#server/sla/index.ts'
import { actorOfAgent } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { ruleTasks } from '#server/rules/index.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { ruleDesk } from '#test/builders/rule-desk.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { buildMessage } from '#test/builders/ticket.ts'

const desk = await ruleDesk()
const { db, platform, clock, addRule, runs, ticket } = desk
const everything = { ...slaTasks(platform), ...ruleTasks(platform) }
const ticker = startTicker(platform)
afterAll(() => ticker.stop())

/** Does all there is to do, again and again, until the clocks have said this of the ticket. */
async function until(ticketId: number, type: 'sla.warned' | 'sla.breached'): Promise<void> {
  for (let isSaid = false; !isSaid;) {
    await drainJobs(platform.database.pool, everything, platform.log)
    const row = await db
      .selectFrom('event')
      .select('id')
      .where('ticket_id', '=', ticketId)
      .where('type', '=', type)
      .executeTakeFirst()
    isSaid = row !== undefined
  }
  await drainJobs(platform.database.pool, everything, platform.log)
}

test('a warning raises the priority, that hands the ticket to the lead’s team, a breach is mailed: each once', async () => {
  const [lead, chief] = [await buildTeam(db), await buildAgent(db, { role: 'agent' })]
  const inbox = await buildInbox(platform, { address: 'support@desk.example', smtpPort: 25 })
  const actor = await actorOfAgent(db, desk.administrator.id)
  if (!actor) throw new Error('the administrator is not there')
  const policy = slaPolicy({
    targets: everyPriority({ firstReply: aroundTheClock(60) }),
    warnings: [{ kind: 'percent', percent: 50 }],
  })
  await inTransaction(db, (tx) => createPolicy(tx, actor, { policy, includesOpen: false }, clock.now()))
  await addRule({
    name: 'Warned',
    triggers: [{ on: 'sla_warned', clocks: null }],
    actions: [
      {
        type: 'notify',
        agentIds: [chief.id],
        teamIds: [],
        toAssignee: false,
        text: 'Half of the time is over',
      },
      { type: 'set_priority', priority: 'critical' },
    ],
  })
  await addRule({
    name: 'Raised',
    triggers: [{ on: 'field_changed', field: 'priority', key: null, from: null, to: ['critical'] }],
    actions: [{ type: 'set_team', teamId: lead.id }],
  })
  await addRule({
    name: 'Breached',
    triggers: [{ on: 'sla_breached', clocks: null }],
    actions: [{ type: 'mail', to: ['boss@company.example'], subject: 'Late', text: 'Nobody answered.' }],
  })
  const { ticketId } = await buildMessage(db, { at: clock.now(), inboxId: inbox.id })
  await drainJobs(platform.database.pool, everything, platform.log)
  expect(await runs(ticketId)).toEqual([])
  clock.forward(31 * 60)
  await until(ticketId, 'sla.warned')
  const names = async () => (await runs(ticketId)).map((run: { ruleName: string }) => run.ruleName)
  expect(await names()).toEqual(['Warned', 'Raised'])
  expect(await ticket(ticketId)).toMatchObject({ priority: 'critical', teamId: lead.id })
  clock.forward(30 * 60)
  await until(ticketId, 'sla.breached')
  clock.forward(60 * 60)
  await drainJobs(platform.database.pool, everything, platform.log)
  expect(await names()).toEqual(['Warned', 'Raised', 'Breached'])
  for (const run of await runs(ticketId))
    for (const step of run.steps) expect(step).toMatchObject({ outcome: 'done', reason: null })
  const events = await db
    .selectFrom('event')
    .select(['type', 'data'])
    .where('ticket_id', '=', ticketId)
    .orderBy('id')
    .execute()
  const causes = events.flatMap(({ data }) => {
    const cause = data['cause'] as { kind: string; name: string } | undefined
    return cause?.kind === 'rule' ? [cause.name] : []
  })
  expect([...new Set(causes)]).toEqual(['Warned', 'Raised', 'Breached'])
})
