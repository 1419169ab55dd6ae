import { expect, test } from 'vitest'
import { contentOf, ruleDesk } from '#test/builders/rule-desk.ts'

const desk = await ruleDesk()
const { db, ask, as, must, addRule } = desk

const fileOf = (content: unknown, references: unknown[] = []) => ({
  format: 'otklik.rules',
  formatVersion: 1,
  rules: [
    { name: 'Fine', group: null, isActive: true, content: contentOf({}) },
    { name: 'Broken', group: null, isActive: true, content },
  ],
  references,
})

test.each([
  ['bad_template', contentOf({ actions: [{ type: 'reply', text: 'Hello {{ customer.name ' }] })],
  [
    'invalid_input',
    contentOf({ triggers: [{ on: 'schedule', days: [1], time: '09:00', timeZone: 'Mars/Olympus' }] }),
  ],
])('a trial says %s of what could not be taken in, and of which rule', async (name, content) => {
  for (const isTrial of [true, false]) {
    const body = { file: fileOf(content), isTrial }
    const answer = await ask({ method: 'POST', path: '/rule-imports', as, body })
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatchObject({ name, detail: { rule: 'Broken' } })
  }
  expect((await must('GET', '/rules')).items).toEqual([])
})

test('groups in groups without end are refused, not fallen over', async () => {
  const deep = `${'{"conditions":['.repeat(50_000)}${']}'.repeat(50_000)}`
  const body = JSON.stringify({ file: fileOf({ ...contentOf({}), conditions: 'here' }) })
  const answer = await ask({
    method: 'POST',
    path: '/rule-imports',
    as: { ...as, 'content-type': 'application/json' },
    body: body.replace('"here"', deep),
  })
  expect(answer.status).toBe(400)
})

test('a macro that is one agent’s own is none that a rule can run', async () => {
  const at = new Date()
  const { id } = await db
    .insertInto('macro')
    .values({
      name: 'Mine',
      scope: 'personal',
      owner_id: desk.administrator.id,
      created_at: at,
      updated_at: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const content = contentOf({ actions: [{ type: 'run_macro', macroId: id }] })
  const answer = await ask({ method: 'POST', path: '/rules', as, body: { name: 'x', content } })
  expect(answer.body.error).toMatchObject({ name: 'unknown_reference' })
})

test('of two categories of one name the file means the one in its branch', async () => {
  const category = async (name: string, parent: number | null, position: number) => {
    const row = { names: JSON.stringify({ ru: name, en: name }), parent_id: parent, position }
    return (await db.insertInto('ticket_category').values(row).returning('id').executeTakeFirstOrThrow()).id
  }
  const [money, goods] = [await category('Деньги', null, 901), await category('Товар', null, 902)]
  await category('Другое', money, 903)
  const meant = await category('Другое', goods, 904)
  const made = await addRule({ actions: [{ type: 'set_category', categoryId: meant }] })
  const file = await must('GET', `/rule-file?ids=${made.id}`)
  expect(file.references).toEqual([{ kind: 'category', id: meant, name: 'Товар / Другое' }])
  const { items } = await must('POST', '/rule-imports', { file })
  const taken = await must('GET', `/rules/${items[0].ruleId}`)
  expect(taken.content.actions).toEqual([{ type: 'set_category', categoryId: meant }])
})

test('fields this desk lacks are said by the trial and by the rule; another of their kind stands for one', async () => {
  const field = (key: string, owner: 'ticket' | 'customer', kind: 'text' | 'number') =>
    db
      .insertInto('custom_field')
      .values({
        key,
        owner,
        kind,
        names: JSON.stringify({ ru: 'Поле', en: 'Field' }),
        choices: '[]',
        is_required_to_solve: false,
        shown: 'always',
        position: 1,
        archived_at: null,
      })
      .execute()
  await field('tariff', 'customer', 'text')
  await field('size', 'customer', 'number')
  await field('stage', 'ticket', 'text')
  const content = contentOf({
    triggers: [{ on: 'field_changed', field: 'custom', key: 'step', from: null, to: null }],
    conditions: [
      {
        match: 'any',
        isNot: false,
        conditions: [
          { field: 'custom', of: 'customer', key: 'plan', isNot: false, operator: 'is', values: ['gold'] },
        ],
      },
    ],
    actions: [
      { type: 'set_field', key: 'step', value: 'two' },
      { type: 'reply', text: 'You are {{ customer.fields.plan }} at {{ ticket.fields.step }}' },
      { type: 'mail', to: ['boss@desk.example'], subject: '{{ customer.fields["plan"] }}', text: 'Look' },
    ],
  })
  const lone = await must('POST', '/rules', { name: 'Own', content })
  expect(lone.problems).toEqual([
    { path: 'triggers.0', problem: 'no_field', detail: 'step' },
    { path: 'conditions.0.0', problem: 'no_field', detail: 'plan' },
    { path: 'actions.0', problem: 'no_field', detail: 'step' },
    { path: 'actions.1', problem: 'no_field', detail: 'plan' },
    { path: 'actions.1', problem: 'no_field', detail: 'step' },
    { path: 'actions.2', problem: 'no_field', detail: 'plan' },
  ])
  const plan = { of: 'customer', key: 'plan', name: 'Тариф', kind: 'text' }
  const file = { ...fileOf(content), fields: [plan] }
  const missing = [{ of: 'ticket', key: 'step', name: 'step', kind: null }, plan]
  for (const isTrial of [true, false]) {
    const { items } = await must('POST', '/rule-imports', { file, isTrial })
    expect(items[1]).toMatchObject({ name: 'Broken', missing: [], missingFields: missing, ruleId: null })
  }
  const take = async (by: string) => {
    const fieldReplacements = [
      { of: 'ticket', key: 'step', by: 'stage' },
      { of: 'customer', key: 'plan', by },
    ]
    return (await must('POST', '/rule-imports', { file, fieldReplacements })).items[1]
  }
  expect(await take('size')).toMatchObject({ missingFields: [plan], ruleId: null })
  const { ruleId } = await take('tariff')
  const taken = await must('GET', `/rules/${ruleId}`)
  expect(taken).toMatchObject({
    problems: [],
    isActive: false,
    content: {
      triggers: [{ key: 'stage' }],
      conditions: { conditions: [{ conditions: [{ of: 'customer', key: 'tariff' }] }] },
      actions: [
        { key: 'stage' },
        { text: 'You are {{ customer.fields.tariff }} at {{ ticket.fields.stage }}' },
        { subject: '{{ customer.fields["tariff"] }}', text: 'Look' },
      ],
    },
  })
  const exported = await must('GET', `/rule-file?ids=${ruleId}`)
  expect(exported.fields).toEqual([
    { of: 'ticket', key: 'stage', name: 'Поле', kind: 'text' },
    { of: 'customer', key: 'tariff', name: 'Поле', kind: 'text' },
  ])
})
