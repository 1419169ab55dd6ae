import { describe, expect, test } from 'vitest'
import { macroTasks } from '../index.ts'
import { macroDesk } from '#test/macro-desk.ts'

const { as, ask, card, closing, db, make, platform, ticket, work } = await macroDesk()

describe('many tickets at once', () => {
  const run = async (body: object, who = as.anna, headers = {}) =>
    ask({ method: 'POST', path: '/macro-runs', body, as: who, headers })

  test('each is answered once, and those that cannot be are told of', async () => {
    const texts = { ru: '<p>{{ customer.first_name }}, всё работает.</p>' }
    const macro = await make(as.lead, { scope: 'shared', texts, actions: closing })
    const first = await ticket()
    const nameless = await ticket({ name: '' })
    const second = await ticket()
    const gone = 999_999
    const merged = await ticket()
    await db
      .updateTable('ticket')
      .set({ merged_into_id: first.ticketId })
      .where('id', '=', merged.ticketId)
      .execute()
    const body = {
      macroId: macro.id,
      ticketIds: [first.ticketId, nameless.ticketId, second.ticketId, gone, merged.ticketId],
      sendsReply: true,
    }
    const started = await run(body, as.anna, { 'idempotency-key': 'once' })
    expect(started.status).toBe(202)
    expect((await run(body, as.anna, { 'idempotency-key': 'once' })).body.id).toBe(started.body.id)
    await work()
    await work()
    const { body: ended } = await ask({ method: 'GET', path: `/macro-runs/${started.body.id}`, as: as.anna })
    expect(ended).toMatchObject({ total: 5, done: 2, failed: 3, stopped: 0, isFinished: true })
    expect(
      ended.tickets.map((row: { state: string; problem: string | null }) => [row.state, row.problem]),
    ).toEqual([
      ['done', null],
      ['failed', 'macro_incomplete'],
      ['done', null],
      ['failed', 'not_found'],
      ['failed', 'ticket_merged'],
    ])
    const replies = await db
      .selectFrom('reply')
      .select(['ticket_id', 'text'])
      .where('ticket_id', 'in', [first.ticketId, nameless.ticketId, second.ticketId])
      .execute()
    expect(replies.map((row) => row.text)).toEqual(['Иван, всё работает.', 'Иван, всё работает.'])
    // A ticket that was not answered was not closed either.
    expect((await card(nameless.ticketId)).statusCategory).toBe('new')
    expect((await card(second.ticketId)).statusCategory).toBe('solved')
    expect((await ask({ method: 'GET', path: `/macro-runs/${started.body.id}`, as: as.lead })).status).toBe(
      404,
    )
  })

  test('a run that was stopped leaves the rest alone', async () => {
    const macro = await make(as.lead, { scope: 'shared', texts: {}, actions: closing })
    const { ticketId } = await ticket()
    const started = await run({ macroId: macro.id, ticketIds: [ticketId], sendsReply: false })
    const stopped = await ask({ method: 'POST', path: `/macro-runs/${started.body.id}/stop`, as: as.anna })
    expect(stopped.body).toMatchObject({ stopped: 1, isFinished: true })
    await work()
    expect((await card(ticketId)).tags).toEqual([])
  })

  test('two workers at once do it once', async () => {
    const macro = await make(as.lead, { scope: 'shared', texts: { ru: '<p>Да</p>' } })
    const made = await Promise.all(Array.from({ length: 5 }, () => ticket()))
    const ticketIds = made.map((one) => one.ticketId)
    const { body } = await run({ macroId: macro.id, ticketIds, sendsReply: true })
    const runTask = macroTasks(platform)['macro.run']
    await Promise.all([1, 2, 3].map(async () => runTask?.({ runId: body.id })))
    const replies = await db
      .selectFrom('reply')
      .select('ticket_id')
      .where('ticket_id', 'in', ticketIds)
      .execute()
    expect(replies.map((row) => row.ticket_id).toSorted()).toEqual(ticketIds.toSorted())
  })

  test('what the macro was given later is not done for who may not change tickets', async () => {
    const macro = await make(as.lead, { scope: 'shared', texts: { ru: '<p>Да</p>' } })
    const { ticketId } = await ticket()
    const started = await run({ macroId: macro.id, ticketIds: [ticketId], sendsReply: true }, as.replier)
    expect(started.status).toBe(202)
    await ask({
      method: 'PATCH',
      path: `/macros/${macro.id}`,
      body: { version: macro.version, actions: closing },
      as: as.lead,
    })
    await work()
    const path = `/macro-runs/${started.body.id}`
    const { body: ended } = await ask({ method: 'GET', path, as: as.replier })
    expect(ended.tickets).toMatchObject([{ state: 'failed', problem: 'not_allowed' }])
    expect((await card(ticketId)).tags).toEqual([])
  })

  test('what would do nothing is refused', async () => {
    const macro = await make(as.lead, { scope: 'shared' })
    const { ticketId } = await ticket()
    expect((await run({ macroId: macro.id, ticketIds: [ticketId], sendsReply: false })).status).toBe(400)
  })
})
