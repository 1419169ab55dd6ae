import { describe, expect, test } from 'vitest'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { contentOf, ruleDesk } from '#test/builders/rule-desk.ts'

const desk = await ruleDesk()
const { db, ask, as, must, addRule, addTicket, work } = desk
const agent = await signedIn(db, await buildAgent(db, { role: 'agent' }))

const content = contentOf({})
const rule = await addRule({ name: 'First' })
const ticketId = await addTicket()
await work()
const run = (await must('GET', `/rules/${rule.id}/runs`)).items[0]

describe('each route', () => {
  const version = 1
  test.each<['GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', string, unknown?]>([
    ['GET', '/rules'],
    ['GET', '/rules/1'],
    ['POST', '/rules', { name: 'x', content }],
    ['PATCH', '/rules/1', { version }],
    ['DELETE', '/rules/1'],
    ['POST', '/rules/1/copies', {}],
    ['PUT', '/rules/1/draft', { version, content }],
    ['POST', '/rules/1/draft/publication', { version }],
    ['PUT', '/rule-order', { before: [], sections: [] }],
    ['POST', '/rule-groups', { name: 'x' }],
    ['PATCH', '/rule-groups/1', { name: 'x' }],
    ['DELETE', '/rule-groups/1'],
    ['GET', '/rules/1/versions'],
    ['POST', '/rules/1/restorations', { version, restored: 1 }],
    ['GET', '/rules/1/runs'],
    ['POST', '/rule-dry-runs', { content }],
    ['POST', '/rule-phrase-trials', { how: 'any_form', values: ['x'] }],
    ['GET', '/rule-templates'],
    ['GET', '/rule-file'],
    ['POST', '/rule-imports', { file: {} }],
  ])('%s %s is for whoever arranges automation', async (method, path, body) => {
    expect((await ask({ method, path, ...(body !== undefined && { body }) })).status).toBe(401)
    expect((await ask({ method, path, as: agent, ...(body !== undefined && { body }) })).status).toBe(403)
  })

  test.each<['GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', string, unknown?]>([
    ['GET', '/rules/none'],
    ['POST', '/rules', { name: '', content }],
    ['POST', '/rules', { name: 'x', content: { ...content, actions: [] } }],
    ['POST', '/rules', { name: 'x', content: { ...content, triggers: [{ on: 'full_moon' }] } }],
    ['POST', '/rules', { name: 'x', content: contentOf({ conditions: [{ field: 'moon' } as never] }) }],
    [
      'POST',
      '/rules',
      { name: 'x', content: contentOf({ actions: [{ type: 'set_team', teamId: 99_999 }] }) },
    ],
    [
      'POST',
      '/rules',
      {
        name: 'x',
        content: contentOf({
          triggers: [{ on: 'schedule', days: [1], time: '09:00', timeZone: 'Mars/Olympus' }],
        }),
      },
    ],
    [
      'POST',
      '/rules',
      {
        name: 'x',
        content: contentOf({ conditions: [{ field: 'text', isNot: false, how: 'pattern', values: ['('] }] }),
      },
    ],
    [
      'POST',
      '/rules',
      {
        name: 'x',
        content: contentOf({ conditions: [{ field: 'text', isNot: false, how: 'any_form', values: ['…'] }] }),
      },
    ],
    [
      'POST',
      '/rules',
      { name: 'x', content: contentOf({ actions: [{ type: 'reply', text: 'Hello {{ customer.name ' }] }) },
    ],
    ['PATCH', '/rules/1', {}],
    ['PUT', '/rules/1/draft', { content }],
    ['POST', '/rules/1/draft/publication', {}],
    ['PUT', '/rule-order', {}],
    ['POST', '/rule-groups', { name: ' ' }],
    ['GET', '/rules/1/runs?cursor=nonsense'],
    ['POST', '/rules/1/restorations', { version: 1, restored: 0 }],
    ['POST', '/rule-dry-runs', { content, days: 0 }],
    ['POST', '/rule-phrase-trials', { how: 'pattern', values: ['(a'] }],
    ['GET', '/rule-file?ids=x'],
    ['POST', '/rule-imports', { file: { format: 'other' } }],
    ['GET', '/tickets/none/rule-runs'],
    ['GET', '/rule-runs/none'],
  ])('%s %s %j is refused', async (method, path, body) => {
    expect((await ask({ method, path, as, ...(body !== undefined && { body }) })).status).toBe(400)
  })

  test.each([
    ['GET', '/rules/99999'],
    ['GET', '/rules/99999/runs'],
    ['GET', '/rules/99999/versions'],
    ['GET', '/rule-runs/99999'],
    ['GET', '/tickets/99999/rule-runs'],
    ['DELETE', '/rules/99999'],
    ['DELETE', '/rule-groups/99999'],
    ['GET', '/rule-file?ids=99999'],
  ] as const)('%s %s finds nothing', async (method, path) => {
    expect((await ask({ method, path, as })).status).toBe(404)
  })
})

test('a rule of conditions too many or too deep is refused', async () => {
  const deep = {
    match: 'all',
    conditions: [
      {
        match: 'all',
        conditions: [
          {
            match: 'all',
            conditions: [
              {
                match: 'all',
                conditions: [{ match: 'all', conditions: [{ match: 'all', conditions: [] }] }],
              },
            ],
          },
        ],
      },
    ],
  }
  const answer = await ask({
    method: 'POST',
    path: '/rules',
    as,
    body: { name: 'x', content: { ...content, conditions: deep } },
  })
  expect(answer.status).toBe(400)
})

test('a pattern that would go back for ever is as quick as any', async () => {
  const body = { how: 'pattern', values: ['(a+)+$'], sample: `${'a'.repeat(5_000)}!` }
  expect((await must('POST', '/rule-phrase-trials', body)).found).toEqual([])
})

test('every save keeps what was; what was can be brought back', async () => {
  const made = await addRule({ name: 'Was' })
  const changed = await must('PATCH', `/rules/${made.id}`, {
    version: made.version,
    name: 'Is',
    content: contentOf({ actions: [{ type: 'add_tags', tags: ['new'] }] }),
  })
  expect(changed).toMatchObject({ name: 'Is', version: 2, updatedBy: 'Olga' })
  expect(
    (await ask({ method: 'PATCH', path: `/rules/${made.id}`, as, body: { version: 1, name: 'Late' } })).body
      .error,
  ).toMatchObject({
    name: 'version_conflict',
    detail: { version: 2 },
  })
  const versions = await must('GET', `/rules/${made.id}/versions`)
  expect(
    versions.items.map((one: { version: number; name: string; by: string }) => [
      one.version,
      one.name,
      one.by,
    ]),
  ).toEqual([
    [2, 'Is', 'Olga'],
    [1, 'Was', 'Olga'],
  ])
  const back = await must('POST', `/rules/${made.id}/restorations`, { version: 2, restored: 1 })
  expect(back).toMatchObject({ name: 'Was', version: 3, content: made.content })
  await must('DELETE', `/rules/${made.id}`)
})

test('a draft changes nothing until it is published', async () => {
  const made = await addRule({ actions: [{ type: 'add_tags', tags: ['live'] }] })
  const draft = contentOf({ actions: [{ type: 'add_tags', tags: ['draft'] }] })
  const drafted = await must('PUT', `/rules/${made.id}/draft`, { version: 1, content: draft })
  expect(drafted).toMatchObject({ draft, content: made.content })
  const first = await addTicket()
  await work()
  expect((await must('GET', `/tickets/${first}`)).tags).toContain('live')
  const [told] = (await must('GET', `/rules/${made.id}/runs`)).items
  expect((await must('GET', `/rule-runs/${told.id}`)).content).toEqual(made.content)
  const published = await must('POST', `/rules/${made.id}/draft/publication`, { version: drafted.version })
  expect(published).toMatchObject({ draft: null, content: draft })
  const second = await addTicket()
  await work()
  expect((await must('GET', `/tickets/${second}`)).tags).toContain('draft')
  expect(
    (
      await ask({
        method: 'POST',
        path: `/rules/${made.id}/draft/publication`,
        as,
        body: { version: published.version },
      })
    ).status,
  ).toBe(404)
  await must('DELETE', `/rules/${made.id}`)
})

test('rules are copied, put into groups and in order; a group that goes leaves its rules', async () => {
  const [a, b] = [await addRule({ name: 'A' }), await addRule({ name: 'B' })]
  const copy = await must('POST', `/rules/${a.id}/copies`, {})
  expect(copy).toMatchObject({ name: 'A (copy)', isActive: false, place: a.place + 1 })
  const group = await must('POST', '/rule-groups', { name: 'Money' })
  const before = [
    { groupId: null, ruleIds: [rule.id, a.id, copy.id, b.id] },
    { groupId: group.id, ruleIds: [] },
  ]
  const sections = [
    { groupId: null, ruleIds: [rule.id, b.id] },
    { groupId: group.id, ruleIds: [copy.id, a.id] },
  ]
  const ordered = await must('PUT', '/rule-order', { before, sections })
  expect(ordered.items.map((one: { id: number }) => one.id)).toEqual([rule.id, b.id, copy.id, a.id])
  expect(ordered.groups).toEqual([{ id: group.id, name: 'Money' }])
  const incomplete = [{ groupId: null, ruleIds: [rule.id] }]
  const order = (body: unknown) => ask({ method: 'PUT', path: '/rule-order', as, body })
  expect((await order({ before: sections, sections: incomplete })).status).toBe(409)
  await must('PATCH', `/rule-groups/${group.id}`, { name: 'Cash' })
  await must('DELETE', `/rule-groups/${group.id}`)
  const left = await must('GET', '/rules')
  expect(left.items.map((one: { id: number }) => one.id)).toEqual([rule.id, b.id, copy.id, a.id])
  expect(left.groups).toEqual([])
  for (const id of [a.id, b.id, copy.id]) await must('DELETE', `/rules/${id}`)
})

test('of two who put the rules in order at once the later is told', async () => {
  const [a, b, c] = [await addRule({ name: 'A' }), await addRule({ name: 'B' }), await addRule({ name: 'C' })]
  const order = (before: number[], after: number[]) =>
    ask({
      method: 'PUT',
      path: '/rule-order',
      as,
      body: {
        before: [{ groupId: null, ruleIds: before }],
        sections: [{ groupId: null, ruleIds: after }],
      },
    })
  const seen = [rule.id, a.id, b.id, c.id]
  const answers = await Promise.all([
    order(seen, [a.id, rule.id, b.id, c.id]),
    order(seen, [rule.id, a.id, c.id, b.id]),
  ])
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409])
  const [done, refused] = answers.toSorted((one, other) => one.status - other.status)
  expect(refused?.body.error.name).toBe('version_conflict')
  const kept = done?.body.items.map((one: { id: number }) => one.id)
  expect((await must('GET', '/rules')).items.map((one: { id: number }) => one.id)).toEqual(kept)
  expect((await order(kept, seen)).status).toBe(200)
  for (const id of [a.id, b.id, c.id]) await must('DELETE', `/rules/${id}`)
})

test('what a rule did stays explained when it is gone', async () => {
  const made = await addRule({ name: 'Short life', actions: [{ type: 'add_tags', tags: ['short'] }] })
  const id = await addTicket()
  await work()
  await must('DELETE', `/rules/${made.id}`)
  const told = (await must('GET', `/tickets/${id}/rule-runs`)).items.find(
    (one: { ruleId: number }) => one.ruleId === made.id,
  )
  expect(await must('GET', `/rule-runs/${told.id}`)).toMatchObject({
    ruleName: 'Short life',
    content: made.content,
  })
})

test('runs are shown on tickets one sees, to agents too; a trace of another’s ticket is not found', async () => {
  expect(
    (await ask({ method: 'GET', path: `/tickets/${ticketId}/rule-runs`, as: agent })).body.items,
  ).toHaveLength(1)
  expect((await ask({ method: 'GET', path: `/rule-runs/${run.id}`, as: agent })).body).toMatchObject({
    ruleName: 'First',
  })
  const team = await buildTeam(db, { isIsolated: true })
  const lead = await buildAgent(db, {
    role: ['ticket.read', 'automation.manage'],
    teamIds: [team.id],
  })
  const limited = await signedIn(db, lead)
  expect((await ask({ method: 'GET', path: `/tickets/${ticketId}/rule-runs`, as: limited })).status).toBe(404)
  expect((await ask({ method: 'GET', path: `/rule-runs/${run.id}`, as: limited })).status).toBe(404)
  expect((await ask({ method: 'GET', path: `/rules/${rule.id}/runs`, as: limited })).body.items).toEqual([])
  const listed = (await ask({ method: 'GET', path: '/rules', as: limited })).body.items[0]
  expect(listed.lastRun).toMatchObject({ ticketId: null, number: null })
  const dry = await ask({ method: 'POST', path: '/rule-dry-runs', as: limited, body: { content } })
  expect(dry.body).toMatchObject({ total: 0, items: [] })
  expect((await ask({ method: 'GET', path: `/rule-runs/${run.id}` })).status).toBe(401)
  const stranger = await signedIn(db, await buildAgent(db, { role: ['customer.read'] }))
  expect((await ask({ method: 'GET', path: `/rule-runs/${run.id}`, as: stranger })).status).toBe(403)
})

test('rules go from desk to desk by names; what this desk lacks is said and the rule left out', async () => {
  const team = await buildTeam(db, { name: 'Счета' })
  const made = await addRule({ name: 'By name', actions: [{ type: 'set_team', teamId: team.id }] })
  const file = await must('GET', `/rule-file?ids=${made.id}`)
  expect(file).toMatchObject({
    rules: [{ name: 'By name' }],
    references: [{ kind: 'team', id: team.id, name: 'Счета' }],
  })
  // Another desk, where the number means another team.
  const elsewhere = structuredClone(file)
  elsewhere.rules[0].content.actions[0].teamId = 4711
  elsewhere.rules[0].group = 'Taken in'
  elsewhere.references[0].id = 4711
  const trial = await must('POST', '/rule-imports', { file: elsewhere, isTrial: true })
  expect(trial.items).toEqual([{ name: 'By name', missing: [], missingFields: [], ruleId: null }])
  const { items } = await must('POST', '/rule-imports', { file: elsewhere })
  expect(await must('GET', `/rules/${items[0].ruleId}`)).toMatchObject({
    isActive: false,
    content: { actions: [{ type: 'set_team', teamId: team.id }] },
  })
  elsewhere.references[0].name = 'Unheard of'
  const missing = await must('POST', '/rule-imports', { file: elsewhere })
  expect(missing.items).toEqual([
    {
      name: 'By name',
      missing: [{ kind: 'team', id: 4711, name: 'Unheard of' }],
      missingFields: [],
      ruleId: null,
    },
  ])
  const replacements = [{ kind: 'team', id: 4711, by: team.id }]
  const replaced = await must('POST', '/rule-imports', { file: elsewhere, replacements })
  expect(replaced.items[0]).toMatchObject({ missing: [], ruleId: expect.any(Number) })
})

test('templates are in the caller’s language, with the teams this desk has', async () => {
  const { items } = await must('GET', '/rule-templates')
  expect(items.map((one: { key: string }) => one.key)).toEqual([
    'invoice',
    'error',
    'refund',
    'waiting',
    'close',
  ])
  expect(items[0]).toMatchObject({ name: 'Invoice → accounting', missing: [] })
  expect(items[2].missing).toEqual([{ kind: 'team', name: 'Refunds' }])
  for (const { name, content: own } of items) await must('POST', '/rules', { name, content: own })
})

test('however many hard patterns are tried on a long sample, only so much is looked through', async () => {
  const hard = Array.from({ length: 49 }, (_, at) => `(a{1,20}){1,9}b${at}`)
  const sample = `${'aaaaaaaa '.repeat(2200)}z`
  const trial = (values: string[]) => must('POST', '/rule-phrase-trials', { how: 'pattern', values, sample })
  expect((await trial(['z', ...hard])).found).toHaveLength(1)
  expect((await trial([...hard, 'z'])).found).toEqual([])
})

test('a phrase tells what it will find, and where a sample has it', async () => {
  const body = { how: 'any_form', values: ['вернуть деньги'], sample: 'Верните деньги. Вернусь за деньгами.' }
  const { forms, found } = await must('POST', '/rule-phrase-trials', body)
  expect(found).toEqual([{ start: 0, end: 14 }])
  expect(forms[0].forms.length).toBeGreaterThan(0)
})
