import { beforeEach, expect, test } from 'vitest'
import type { RuleAction } from '#contract/rule-actions.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { createMacro } from '#server/macros/index.ts'
import { actorOfAgent } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { ruleRoutes, ruleTasks } from '#server/rules/index.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { contentOf } from '#test/builders/rule-desk.ts'
import { mailDesk } from '#test/mail-desk.ts'

const desk = await mailDesk({}, { routes: ruleRoutes })
const { ask, as, db, platform, sink } = desk
const workRules = () => drainJobs(platform.database.pool, ruleTasks(platform), platform.log)

beforeEach(async () => {
  sink.letters.length = 0
  const { body } = await ask({ method: 'GET', path: '/rules', as })
  for (const { id } of body.items) await ask({ method: 'DELETE', path: `/rules/${id}`, as })
})

async function addRule(actions: RuleAction[], wishes: Parameters<typeof contentOf>[0] = {}) {
  const triggers = wishes.triggers ?? [{ on: 'ticket_created' as const }, { on: 'customer_wrote' as const }]
  const content = contentOf({ ...wishes, triggers, actions })
  const answer = await ask({
    method: 'POST',
    path: '/rules',
    as,
    body: { name: 'Rule', isActive: true, content },
  })
  expect(answer.status).toBe(201)
  return answer.body.id as number
}

/** A letter comes in, the rules answer it, and the outbox sends what they wrote. */
async function write(wishes: Parameters<typeof buildLetter>[0]) {
  const row = await desk.receive(buildLetter(wishes))
  await workRules()
  await desk.work()
  const { body } = await ask({ method: 'GET', path: `/tickets/${row.ticket_id}/rule-runs`, as })
  return { ticketId: row.ticket_id ?? 0, run: body.items[0], steps: body.items[0]?.steps }
}

test('a reply goes to the customer in the words of the template, once an hour, and says which rule wrote it', async () => {
  await addRule([
    { type: 'reply', text: 'Hello {{ customer.name }}!\n\nWe have ticket {{ ticket.number }}.' },
  ])
  const { ticketId, steps } = await write({
    from: 'Anna <anna@customer.example>',
    messageId: 'one@customer.example',
  })
  expect(steps).toMatchObject([{ outcome: 'done', detail: { replyId: expect.any(Number) } }])
  expect(sink.letters).toHaveLength(1)
  expect(sink.letters[0]).toMatchObject({ to: ['anna@customer.example'] })
  expect(sink.letters[0]?.letter.text).toContain(`Hello Anna!\n\nWe have ticket HD-${ticketId}.`)
  expect(sink.letters[0]?.header('auto-submitted')).toBe('auto-replied')
  const again = await write({
    from: 'anna@customer.example',
    headers: { 'In-Reply-To': '<one@customer.example>' },
  })
  expect(again).toMatchObject({ ticketId, steps: [{ outcome: 'skipped', reason: 'already_answered' }] })
  expect(sink.letters).toHaveLength(1)
})

test('a machine is never answered, nor an address of the desk, nor one that letters come back from', async () => {
  await addRule([{ type: 'reply', text: 'Hello!' }])
  const machine = await write({
    from: 'robot@customer.example',
    headers: { 'Auto-Submitted': 'auto-generated' },
  })
  expect(machine.steps).toMatchObject([{ outcome: 'skipped', reason: 'automatic_message' }])
  await ask({ method: 'POST', path: '/blocked-addresses', as, body: { address: 'gone@customer.example' } })
  const blocked = await write({ from: 'gone@customer.example' })
  expect(blocked.steps).toMatchObject([{ outcome: 'skipped', reason: 'blocked_address' }])
  expect(sink.letters).toHaveLength(0)
})

test('so many automatic answers go to one address a day, whatever writes them', async () => {
  await ask({ method: 'PATCH', path: '/mail-limits', as, body: { automaticAnswersPerDay: 2 } })
  await addRule([{ type: 'reply', text: 'Hello!' }])
  const reasons = []
  for (let n = 0; n < 3; n++) reasons.push((await write({ from: 'many@customer.example' })).steps[0].reason)
  expect(reasons).toEqual([null, null, 'too_many_answers'])
  await ask({ method: 'PATCH', path: '/mail-limits', as, body: { automaticAnswersPerDay: 10 } })
})

test('words with a variable that has no value are not sent, and the run says so', async () => {
  await addRule([{ type: 'reply', text: 'Your plan is {{ customer.fields.nothing_such }}.' }])
  const { steps, run } = await write({ from: 'plain@customer.example' })
  expect(run.outcome).toBe('unchanged')
  expect(steps[0].outcome).toBe('skipped')
  expect(['macro_incomplete', 'bad_template']).toContain(steps[0].reason)
  expect(sink.letters).toHaveLength(0)
})

test('a letter to somebody else goes from the ticket’s inbox, and not to an address of the desk', async () => {
  await addRule([
    {
      type: 'mail',
      to: ['boss@company.example', desk.inbox.address],
      subject: 'Look at {{ ticket.number }}',
      text: 'Please look.',
    },
  ])
  const { steps, ticketId } = await write({ from: 'someone@customer.example' })
  expect(steps).toMatchObject([{ outcome: 'done', detail: { to: ['boss@company.example'] } }])
  expect(sink.letters.map((one) => one.to)).toEqual([['boss@company.example']])
  expect(sink.letters[0]?.letter.subject).toContain(`Look at HD-${ticketId}`)
})

test('whoever wrote the letter is not told of it, nor anybody without end: machines would not stop', async () => {
  const subject = 'Look'
  const text = 'Please look.'
  await addRule([{ type: 'mail', to: ['boss@company.example', 'robot@other.example'], subject, text }])
  const { steps, ticketId } = await write({ from: 'robot@other.example' })
  expect(steps).toMatchObject([{ outcome: 'done', detail: { to: ['boss@company.example'] } }])
  const letter = {
    ticket_id: ticketId,
    is_automatic: true,
    channel: 'email' as const,
    created_at: platform.clock.now(),
    text,
    html: text,
    to_addresses: JSON.stringify([{ address: 'boss@company.example', name: '' }]),
    cc_addresses: '[]',
    bcc_addresses: '[]',
    delivery_state: 'sent' as const,
  }
  await db
    .insertInto('reply')
    .values(Array.from({ length: 100 }, () => letter))
    .execute()
  const flooded = await write({ from: 'robot@other.example' })
  expect(flooded.steps).toMatchObject([{ outcome: 'skipped', reason: 'too_many_answers' }])
})

test('agents are told: by name, by team, and whoever has the ticket by then', async () => {
  const [named, member, assignee] = [await buildAgent(db), await buildAgent(db), await buildAgent(db)]
  const team = await buildTeam(db, { memberIds: [member.id] })
  await addRule([
    { type: 'set_assignee', assigneeId: assignee.id },
    { type: 'notify', agentIds: [named.id], teamIds: [team.id], toAssignee: true, text: 'Look here' },
  ])
  const { ticketId } = await write({ from: 'notes@customer.example' })
  const told = await db
    .selectFrom('notification')
    .select(['agent_id', 'text'])
    .where('ticket_id', '=', ticketId)
    .where('kind', '=', 'rule')
    .orderBy('agent_id')
    .execute()
  expect(told).toEqual([named, member, assignee].map(({ id }) => ({ agent_id: id, text: 'Look here' })))
})

test('a macro is used with its words and its actions; one that is gone is passed over', async () => {
  const agent = await buildAgent(db, { role: 'administrator' })
  const actor = await actorOfAgent(db, agent.id)
  if (!actor) throw new Error('the agent is not there')
  const { id: macroId } = await inTransaction(db, (tx) =>
    createMacro(
      tx,
      actor,
      {
        name: 'Welcome',
        scope: 'shared',
        teamId: null,
        folderId: null,
        texts: { en: '<p>Welcome, {{ customer.name }}!</p>' },
        actions: [{ type: 'add_tags', tags: ['welcomed'] }],
        fileIds: [],
      },
      new Date(),
    ),
  )
  await addRule([{ type: 'run_macro', macroId }])
  const { ticketId, steps } = await write({
    from: 'Mila <mila@customer.example>',
    text: 'Hello, I would like to ask a question',
  })
  expect(steps).toMatchObject([{ outcome: 'done', changes: { tags: [[], ['welcomed']] } }])
  expect(sink.letters[0]?.letter.text).toContain('Welcome, Mila!')
  expect((await ask({ method: 'GET', path: `/tickets/${ticketId}`, as })).body.tags).toEqual(['welcomed'])
  await db.updateTable('macro').set({ archived_at: new Date() }).where('id', '=', macroId).execute()
  const gone = await write({ from: 'later@customer.example' })
  expect(gone.steps).toMatchObject([{ outcome: 'skipped', reason: 'unknown_reference' }])
})

test('a rule routes a ticket within a team, and says when nobody could take it', async () => {
  const team = await buildTeam(db)
  await addRule([{ type: 'route', teamId: team.id, method: 'round_robin' }])
  const { ticketId, steps } = await write({ from: 'route@customer.example' })
  expect(steps).toMatchObject([{ outcome: 'skipped', reason: 'nobody' }])
  expect((await ask({ method: 'GET', path: `/tickets/${ticketId}`, as })).body.teamId).toBe(team.id)
})

test('a rule whose own error stops it takes back what it did; the next is asked all the same', async () => {
  const broken = await addRule([
    { type: 'add_tags', tags: ['half'] },
    { type: 'set_sla_policy', policyId: null },
  ])
  await db.schema.alterTable('sla_ticket').renameTo('sla_ticket_away').execute()
  await addRule([{ type: 'add_tags', tags: ['whole'] }])
  const row = await desk.receive(buildLetter({ from: 'err@customer.example' }))
  await workRules()
  await db.schema.alterTable('sla_ticket_away').renameTo('sla_ticket').execute()
  const { body } = await ask({ method: 'GET', path: `/tickets/${row.ticket_id}/rule-runs`, as })
  const told = body.items
    .toReversed()
    .map((run: { ruleId: number; outcome: string }) => [run.ruleId, run.outcome])
  expect(told[0]).toEqual([broken, 'failed'])
  expect(told[1]?.[1]).toBe('acted')
  expect((await ask({ method: 'GET', path: `/tickets/${row.ticket_id}`, as })).body.tags).toEqual(['whole'])
})
