import { describe, expect, test } from 'vitest'
import { customerRoutes } from '#server/customers/index.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { fieldRoutes } from './index.ts'

const { ask, db } = await testApp((api, platform) => {
  const { database, notices, clock } = platform
  fieldRoutes(api, platform)
  customerRoutes(api, platform)
  ticketRoutes(api, platform, openPresence(database.db, notices, clock))
})
const lead = await signedIn(db, await buildAgent(db, { role: 'lead' }))
const agent = await signedIn(db, await buildAgent(db))
const clerk = await signedIn(db, await buildAgent(db, { role: ['ticket.read', 'customer.read'] }))
const names = (name: string) => ({ ru: `${name} по-русски`, en: name })
const choices = [
  { value: 'trial', names: names('Trial') },
  { value: 'full', names: names('Full') },
]
let serial = 0
const create = async (more: object = {}) => {
  const key = `field_${++serial}`
  const body = { owner: 'ticket', key, names: names(key), kind: 'text', ...more }
  const answer = await ask({ method: 'POST', path: '/fields', body, as: lead })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const edit = async (id: number, body: object) => {
  const { body: all } = await ask({ method: 'GET', path: '/fields', as: lead })
  const { version } = all.items.find((each: { id: number }) => each.id === id)
  return ask({ method: 'PATCH', path: `/fields/${id}`, body: { version, ...body }, as: lead })
}
const newTicket = () => buildMessage(db, { subject: 'A question' })
const statusOf = async (category: 'solved' | 'open') => {
  const query = db.selectFrom('ticket_status').select('id')
  return (await query.where('category', '=', category).executeTakeFirstOrThrow()).id
}
const change = async (ticketId: number, body: object, as = agent) => {
  const { body: ticket } = await ask({ method: 'GET', path: `/tickets/${ticketId}`, as })
  return ask({
    method: 'PATCH',
    path: `/tickets/${ticketId}`,
    body: { version: ticket.version, ...body },
    as,
  })
}

describe('definitions', () => {
  test('are added, renamed, put in order and archived', async () => {
    const first = await create({ kind: 'choice', choices })
    const second = await create()
    expect(first).toMatchObject({ kind: 'choice', shown: 'always', isArchived: false })
    const order = { owner: 'ticket', ids: [second.id, first.id] }
    const ordered = await ask({ method: 'PUT', path: '/fields/order', body: order, as: lead })
    expect(ordered.body.items.slice(0, 2).map((field: { id: number }) => field.id)).toEqual(order.ids)
    const fewer = await edit(first.id, { choices: choices.slice(1) })
    // What was offered once is known for ever.
    expect(fewer.body.choices).toMatchObject([
      { value: 'full', isArchived: false },
      { value: 'trial', isArchived: true },
    ])
    await edit(first.id, { isArchived: true })
    const { body } = await ask({ method: 'GET', path: '/fields', as: clerk })
    expect(body.items.find(({ id }: { id: number }) => id === first.id).isArchived).toBe(true)
  })

  test('two who change one at once: the later is told, and archives nothing the other added', async () => {
    const { id, version } = await create({ kind: 'choice', choices })
    const added = (value: string) => [...choices, { value, names: names(value) }]
    const path = `/fields/${id}`
    const answers = await Promise.all(
      ['yearly', 'monthly'].map((value) =>
        ask({ method: 'PATCH', path, body: { version, choices: added(value) }, as: lead }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const refused = answers.find(({ status }) => status === 409)
    expect(refused?.body.error).toMatchObject({ name: 'version_conflict', detail: { version: version + 1 } })
    const saved = answers.find(({ status }) => status === 200)
    expect(saved?.body.choices.map((choice: { isArchived: boolean }) => choice.isArchived)).toEqual([
      false,
      false,
      false,
    ])
    expect((await ask({ method: 'PATCH', path, body: { isArchived: true }, as: lead })).status).toBe(400)
  })

  test.each<[string, object, string]>([
    ['a key with capitals', { key: 'Plan' }, 'invalid_input'],
    ['a key every object has', { key: 'constructor' }, 'invalid_input'],
    ['a choice without choices', { kind: 'choice' }, 'invalid_input'],
    ['choices of a text', { choices }, 'invalid_input'],
    ['one choice twice', { kind: 'choice', choices: [...choices, choices[0]] }, 'invalid_input'],
    ['a customer who has to be solved', { owner: 'customer', isRequiredToSolve: true }, 'invalid_input'],
  ])('%s is refused', async (_what, more, name) => {
    const body = { owner: 'ticket', key: 'refused', names: names('x'), kind: 'text', ...more }
    const answer = await ask({ method: 'POST', path: '/fields', body, as: lead })
    expect(answer).toMatchObject({ status: 400, body: { error: { name } } })
  })

  test('a key is taken once for each owner, for ever', async () => {
    const { key, id } = await create()
    await create({ key, owner: 'customer' })
    await edit(id, { isArchived: true })
    const body = { owner: 'ticket', key, names: names('x'), kind: 'date' }
    const again = await ask({ method: 'POST', path: '/fields', body, as: lead })
    expect(again).toMatchObject({ status: 409, body: { error: { name: 'already_exists' } } })
  })

  test('are arranged by whoever may, and read by whoever is signed in', async () => {
    const { id } = await create()
    const attempts = [
      {
        method: 'POST',
        path: '/fields',
        body: { owner: 'ticket', key: 'a', names: names('a'), kind: 'text' },
      },
      { method: 'PATCH', path: `/fields/${id}`, body: { version: 1, shown: 'never' } },
      { method: 'PUT', path: '/fields/order', body: { owner: 'ticket', ids: [id] } },
    ] as const
    for (const attempt of attempts) {
      expect((await ask(attempt)).status).toBe(401)
      expect((await ask({ ...attempt, as: agent })).status).toBe(403)
    }
    expect((await ask({ method: 'GET', path: '/fields' })).status).toBe(401)
    expect(
      (await ask({ method: 'PATCH', path: '/fields/999999', body: { version: 1 }, as: lead })).status,
    ).toBe(404)
    const foreign = { owner: 'customer', ids: [id] }
    const mixed = await ask({ method: 'PUT', path: '/fields/order', body: foreign, as: lead })
    expect(mixed.body.error.name).toBe('unknown_reference')
  })
})

describe('values', () => {
  test('are kept, emptied, and told of in the history', async () => {
    const plan = await create({ kind: 'choice', choices })
    const order = await create()
    const { ticketId } = await newTicket()
    const set = await change(ticketId, { fields: { [plan.key]: 'trial', [order.key]: ' 17-A ' } })
    expect(set.body.fields).toEqual({ [plan.key]: 'trial', [order.key]: '17-A' })
    const emptied = await change(ticketId, { fields: { [plan.key]: null } })
    expect(emptied.body.fields).toEqual({ [order.key]: '17-A' })
    // Nothing differs, nothing happens.
    const same = await change(ticketId, { fields: { [order.key]: '17-A' } })
    expect(same.body.version).toBe(emptied.body.version)
    const events = await db
      .selectFrom('event')
      .select('data')
      .where('ticket_id', '=', ticketId)
      .where('type', '=', 'ticket.updated')
      .orderBy('id')
      .execute()
    expect(events.map(({ data }) => data['changes'])).toEqual([
      { [`fields.${plan.key}`]: [null, 'trial'], [`fields.${order.key}`]: [null, '17-A'] },
      { [`fields.${plan.key}`]: ['trial', null] },
    ])
  })

  test('that are wrong are named, and nothing of the request is kept', async () => {
    const count = await create({ kind: 'number' })
    const gone = await create()
    await edit(gone.id, { isArchived: true })
    const { ticketId } = await newTicket()
    const fields = { [count.key]: 'many', [gone.key]: 'x', nothing: 1 }
    const answer = await change(ticketId, { subject: 'New', fields })
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatchObject({
      name: 'bad_field_value',
      detail: {
        problems: [
          { key: count.key, problem: 'not_number', names: names(count.key) },
          { key: gone.key, problem: 'archived' },
          { key: 'nothing', problem: 'unknown' },
        ],
      },
    })
    const { body } = await ask({ method: 'GET', path: `/tickets/${ticketId}`, as: agent })
    expect(body).toMatchObject({ subject: 'A question', fields: {} })
    expect((await change(ticketId, { fields: { [count.key]: 2 } }, clerk)).status).toBe(403)
  })

  test('a ticket is solved when what is required is there', async () => {
    const reason = await create({ isRequiredToSolve: true })
    const box = await create({ isRequiredToSolve: true, kind: 'checkbox' })
    const solved = await statusOf('solved')
    const { ticketId } = await newTicket()
    await change(ticketId, { fields: { [box.key]: false } })
    const refused = await change(ticketId, { statusId: solved })
    expect(refused.status).toBe(409)
    expect(refused.body.error).toMatchObject({
      name: 'fields_required',
      detail: { fields: [{ key: reason.key, names: names(reason.key) }, { key: box.key }] },
    })
    const path = `/tickets/${ticketId}/replies`
    const replied = await ask({ method: 'POST', path, body: { text: 'Done', statusId: solved }, as: agent })
    expect(replied.body.error.name).toBe('fields_required')
    const done = await change(ticketId, {
      statusId: solved,
      fields: { [reason.key]: 'A cable', [box.key]: true },
    })
    expect(done.body.statusCategory).toBe('solved')
    const call = {
      subject: 'A call',
      source: 'phone',
      customer: { name: 'Anna', phone: '+7 900 123-45-67' },
      text: 'Yes',
    }
    const write = (statusId: number) =>
      ask({ method: 'POST', path: '/tickets', body: { ...call, statusId }, as: agent })
    const written = await write(solved)
    expect(written.body.error?.name, 'written down as solved at once').toBe('fields_required')
    expect((await write(await statusOf('open'))).status).toBe(201)
    for (const { id } of [reason, box]) {
      await edit(id, { isRequiredToSolve: false })
    }
    expect((await write(solved)).status, 'nothing is asked for any more').toBe(201)
  })

  test('customers and organizations have theirs', async () => {
    const plan = await create({ owner: 'customer', kind: 'choice', choices })
    const size = await create({ owner: 'organization', kind: 'number' })
    const { ticketId } = await newTicket()
    const ticket = await ask({ method: 'GET', path: `/tickets/${ticketId}`, as: agent })
    const customerPath = `/customers/${ticket.body.customer.id}`
    const { body: customer } = await ask({ method: 'GET', path: customerPath, as: agent })
    expect(customer.fields).toEqual({})
    const body = { version: customer.version, organizationName: 'Ромашка', fields: { [plan.key]: 'full' } }
    const changed = await ask({ method: 'PATCH', path: customerPath, body, as: agent })
    expect(changed.body).toMatchObject({ fields: { [plan.key]: 'full' }, organization: { name: 'Ромашка' } })
    const bad = { version: changed.body.version, fields: { [size.key]: 3 } }
    expect((await ask({ method: 'PATCH', path: customerPath, body: bad, as: agent })).status).toBe(400)

    const found = await ask({ method: 'GET', path: '/organizations?q=ромаш', as: clerk })
    const [organization] = found.body.items
    expect(organization).toMatchObject({ name: 'Ромашка', customerCount: 1, fields: {} })
    const path = `/organizations/${organization.id}`
    const wish = { version: organization.version, domains: ['Romashka.example'], fields: { [size.key]: 40 } }
    const grown = await ask({ method: 'PATCH', path, body: wish, as: agent })
    expect(grown.body).toMatchObject({ domains: ['romashka.example'], fields: { [size.key]: 40 } })
    const late = await ask({ method: 'PATCH', path, body: wish, as: agent })
    expect(late.body.error.name).toBe('version_conflict')
    const short = { version: grown.body.version, fields: { [size.key]: 'big' } }
    expect((await ask({ method: 'PATCH', path, body: short, as: agent })).status).toBe(400)
    expect((await ask({ method: 'PATCH', path, body: wish, as: clerk })).status).toBe(403)
    expect((await ask({ method: 'PATCH', path, body: wish })).status).toBe(401)
    expect((await ask({ method: 'GET', path })).status).toBe(401)
    expect((await ask({ method: 'GET', path, as: clerk })).body.fields).toEqual({ [size.key]: 40 })
  })

  test('two who change one ticket at once: one of them is told', async () => {
    const field = await create()
    const { ticketId } = await newTicket()
    const { body: ticket } = await ask({ method: 'GET', path: `/tickets/${ticketId}`, as: agent })
    const answers = await Promise.all(
      // Both have seen the same ticket, whichever is written first.
      ['one', 'two'].map((text) =>
        change(ticketId, { version: ticket.version, fields: { [field.key]: text } }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  test.each(['ticket', 'customer'] as const)(
    'two who fill two fields of one %s at once: both are kept once the later has seen the first',
    async (owner) => {
      const fields = [await create({ owner }), await create({ owner })]
      const { ticketId } = await newTicket()
      const { body: ticket } = await ask({ method: 'GET', path: `/tickets/${ticketId}`, as: agent })
      const path = owner === 'ticket' ? `/tickets/${ticketId}` : `/customers/${ticket.customer.id}`
      const { version } = (await ask({ method: 'GET', path, as: agent })).body
      const fill = (key: string, seen: number) =>
        ask({ method: 'PATCH', path, body: { version: seen, fields: { [key]: key } }, as: agent })
      const answers = await Promise.all(fields.map(({ key }) => fill(key, version)))
      const late = answers.findIndex(({ status }) => status === 409)
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
      expect((await fill(fields[late].key, answers[late]?.body.error.detail.version)).status).toBe(200)
      const { body } = await ask({ method: 'GET', path, as: agent })
      expect(body.fields).toEqual(Object.fromEntries(fields.map(({ key }) => [key, key])))
    },
  )
})
