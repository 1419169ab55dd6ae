import { solveChallenge } from 'altcha-lib/v1'
import { expect, test } from 'vitest'
import type { FormField } from '#contract/web-forms.ts'
import type { FormChallenge, ShownForm } from '#contract/web-form-visits.ts'
import { channelRoutes, channelTasks } from '#server/channels/index.ts'
import { fieldRoutes } from '#server/fields/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { sweepForms } from './sweep-forms.ts'

const { app, db, ask, platform, clock } = await testApp((api, platform) => {
  channelRoutes(api, platform)
  fieldRoutes(api, platform)
  ticketRoutes(api, platform, openPresence(platform.database.db, platform.notices, platform.clock))
})
const address = await app.listen({ port: 0, host: '127.0.0.1' })
const boss = await buildAgent(db, { name: 'Анна', role: 'administrator' })
const asBoss = await signedIn(db, boss)
await buildInbox(platform, { address: 'support@desk.example' })
const names = (ru: string) => ({ ru, en: ru })
async function made(path: string, body: object): Promise<number> {
  const answer = await ask({ method: 'POST', path, body, as: asBoss })
  expect([path, answer.status]).toEqual([path, 201])
  return (answer.body as { id: number }).id
}
const categoryId = await made('/categories', { names: names('Доставка'), parentId: null })
const choices = ['late', 'lost'].map((value) => ({ value, names: names(value) }))
await made('/fields', { owner: 'ticket', key: 'trouble', names: names('Беда'), kind: 'choice', choices })
await made('/fields', { owner: 'ticket', key: 'days', names: names('Дней'), kind: 'number' })
await made('/fields', { owner: 'customer', key: 'city', names: names('Город'), kind: 'text' })

const field = (id: string, more: Partial<FormField> = {}): FormField => ({
  id,
  kind: id as FormField['kind'],
  key: null,
  isRequired: false,
  labels: {},
  hints: {},
  preset: null,
  shownWhen: null,
  ...more,
})

let networks = 0
/** A network of its own, so that nobody is counted for somebody else. */
const elsewhere = () => `198.51.100.${++networks}`
let submissions = 0
const newKey = () => `submission-key-${++submissions}`

async function newForm(wishes: object = {}) {
  const answer = await ask({
    method: 'POST',
    path: '/web-forms',
    body: { name: 'Вопрос', ...wishes },
    as: asBoss,
  })
  expect([answer.status, answer.body]).toEqual([201, expect.anything()])
  return answer.body as { id: number; key: string; version: number }
}

const shown = async (key: string) =>
  (await ask({ method: 'GET', path: `/forms/${key}?language=ru` })).body as ShownForm

async function prove(key: string): Promise<string> {
  const { body } = await ask({ method: 'GET', path: `/forms/${key}/challenge` })
  const challenge = body as FormChallenge
  const solved = await solveChallenge(challenge.challenge, challenge.salt, 'SHA-256', challenge.maxnumber)
    .promise
  const { algorithm, salt, signature } = challenge
  const proof = { algorithm, challenge: challenge.challenge, number: solved?.number, salt, signature }
  return Buffer.from(JSON.stringify(proof)).toString('base64')
}

const usual = { email: 'irina@shop.example', message: 'Где мой заказ?' }

/** Sends a form as the widget does, after it was open for a while. */
async function send(key: string, values: object = usual, more: object = {}, from = elsewhere()) {
  const { stamp } = await shown(key)
  clock.forward(5)
  const body = { submission: newKey(), language: 'ru', stamp, values, ...more }
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/forms/${key}/submissions`,
    payload: body,
    remoteAddress: from,
    headers: { origin: 'https://shop.example' },
  })
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers }
}
const failureOf = (answer: { body: { error?: { name: string } } }) => answer.body.error?.name
const numberIn = (answer: { body: { number: string } }) => Number(answer.body.number.split('-')[1])

test('a form becomes a ticket with all that was said, where the form sends it, and says by letter that it came', async () => {
  const { key } = await newForm({
    fields: [
      field('name'),
      field('email', { isRequired: true }),
      field('phone'),
      field('category'),
      field('message', { isRequired: true }),
      field('trouble', { kind: 'ticket', key: 'trouble' }),
      field('days', {
        kind: 'ticket',
        key: 'days',
        shownWhen: { fieldId: 'trouble', values: ['late'] },
      }),
      field('city', { kind: 'customer', key: 'city' }),
    ],
    priority: 'high',
    tags: ['форма'],
  })
  const answer = await send(
    key,
    {
      name: 'Ирина',
      email: 'Irina@Shop.example',
      phone: '+7 495 123-45-67',
      category: String(categoryId),
      message: 'Заказ не пришёл.\nЧто делать?',
      trouble: 'late',
      days: '3',
      city: 'Тверь',
    },
    {
      proof: await prove(key),
      origin: { pageUrl: 'https://shop.example/cart', referrer: '', utm: { utm_source: 'ad' } },
    },
  )
  expect(answer.status).toBe(201)
  expect(answer.headers['access-control-allow-origin']).toBe('*')
  const id = numberIn(answer)
  const { body: ticket } = await ask({ method: 'GET', path: `/tickets/${id}`, as: asBoss })
  expect(ticket).toMatchObject({
    source: 'webform',
    subject: 'Заказ не пришёл. Что делать?',
    priority: 'high',
    categoryId,
    tags: ['форма'],
    fields: { trouble: 'late', days: 3 },
    customer: { name: 'Ирина', email: 'irina@shop.example' },
  })
  const { body: feed } = await ask({ method: 'GET', path: `/tickets/${id}/feed`, as: asBoss })
  const [message] = feed.items.filter((item: { kind: string }) => item.kind === 'customer_message')
  expect(message.text).toBe('Заказ не пришёл.\nЧто делать?\n\nТелефон: +7 495 123-45-67')
  const { body: customer } = await ask({
    method: 'GET',
    path: `/tickets/${id}/form`,
    as: asBoss,
  })
  expect(customer.form).toMatchObject({
    name: 'Вопрос',
    pageUrl: 'https://shop.example/cart',
    utm: { utm_source: 'ad' },
  })
  const fields = await db
    .selectFrom('customer')
    .select('fields')
    .where('id', '=', ticket.customer.id)
    .execute()
  expect(fields).toEqual([{ fields: { city: 'Тверь' } }])
  await drainJobs(platform.database.pool, channelTasks(platform), platform.log)
  const letters = await db
    .selectFrom('reply')
    .select(['text', 'is_automatic', 'to_addresses'])
    .where('ticket_id', '=', id)
    .execute()
  expect(letters).toMatchObject([
    { is_automatic: true, to_addresses: [{ address: 'irina@shop.example', name: 'Ирина' }] },
  ])
  expect(letters[0]?.text).toContain(answer.body.number)
})

test('whoever names a customer the desk knows changes nothing of theirs: it is read in the message', async () => {
  const { key } = await newForm({
    fields: [
      field('name'),
      field('email'),
      field('message'),
      field('city', { kind: 'customer', key: 'city' }),
    ],
    needsProof: false,
  })
  const known = { name: 'Пётр', email: 'petr@shop.example', message: 'Раз', city: 'Омск' }
  await send(key, known)
  const second = await send(key, { ...known, name: 'Не Пётр', city: 'Чужой' })
  const row = await db
    .selectFrom('customer')
    .innerJoin('customer_address', 'customer_address.customer_id', 'customer.id')
    .select(['customer.name', 'customer.fields'])
    .where('value', '=', 'petr@shop.example')
    .execute()
  expect(row).toEqual([{ name: 'Пётр', fields: { city: 'Омск' } }])
  const { body } = await ask({ method: 'GET', path: `/tickets/${numberIn(second)}/feed`, as: asBoss })
  expect(JSON.stringify(body)).toContain('Город: Чужой')
})

test('what is wrong is told by field, all of it at once, and nothing is written', async () => {
  const { key } = await newForm({
    fields: [
      field('email', { isRequired: true }),
      field('phone'),
      field('category'),
      field('message', { isRequired: true }),
      field('days', { kind: 'ticket', key: 'days' }),
    ],
    hasConsent: true,
    needsProof: false,
  })
  const before = await db.selectFrom('ticket').select('id').execute()
  const answer = await send(key, {
    email: 'нет',
    phone: 'звоните',
    category: '999',
    message: ' ',
    days: 'много',
  })
  expect(answer.status).toBe(400)
  expect(
    Object.fromEntries(
      answer.body.error.fields.map((one: { path: string; message: string }) => [one.path, one.message]),
    ),
  ).toEqual({
    'body.values.email': 'bad_email',
    'body.values.phone': 'bad_phone',
    'body.values.category': 'not_choice',
    'body.values.message': 'required',
    'body.values.days': 'not_number',
    'body.values.consent': 'required',
  })
  expect(await db.selectFrom('ticket').select('id').execute()).toEqual(before)
  const right = { email: 'a@b.example', message: 'Да', days: '2,5' }
  expect((await send(key, right, { hasConsented: true })).status).toBe(201)
})

test('a field that is not asked is not taken, nor wanted', async () => {
  const { key } = await newForm({
    fields: [
      field('message'),
      field('trouble', { kind: 'ticket', key: 'trouble' }),
      field('days', {
        kind: 'ticket',
        key: 'days',
        isRequired: true,
        shownWhen: { fieldId: 'trouble', values: ['late'] },
      }),
    ],
    needsProof: false,
  })
  const lost = await send(key, { message: 'Пропал', trouble: 'lost', days: '9' })
  expect(lost.status).toBe(201)
  const { body } = await ask({ method: 'GET', path: `/tickets/${numberIn(lost)}`, as: asBoss })
  expect(body.fields).toEqual({ trouble: 'lost' })
  expect((await send(key, { message: 'Опаздывает', trouble: 'late' })).status).toBe(400)
})

test('a preset field is not shown and says what the form says, whatever is sent', async () => {
  const { key } = await newForm({
    fields: [field('message'), field('trouble', { kind: 'ticket', key: 'trouble', preset: 'late' })],
    needsProof: false,
  })
  expect((await shown(key)).fields.map((one) => one.id)).toEqual(['message'])
  const answer = await send(key, { message: 'x', trouble: 'lost' })
  const { body } = await ask({ method: 'GET', path: `/tickets/${numberIn(answer)}`, as: asBoss })
  expect(body.fields).toEqual({ trouble: 'late' })
})

test('the same form sent eight times at once is one ticket', async () => {
  const { key } = await newForm({ needsProof: false })
  const { stamp } = await shown(key)
  clock.forward(5)
  const body = { submission: newKey(), language: 'ru', stamp, values: usual }
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => ask({ method: 'POST', path: `/forms/${key}/submissions`, body })),
  )
  expect(new Set(answers.map((one) => one.body.number)).size).toBe(1)
})

test('machines are turned away by name: the hidden field, no time to read, a forged stamp, a proof that is none', async () => {
  const { key } = await newForm()
  const other = await newForm()
  const proof = await prove(key)
  expect(failureOf(await send(key, usual, { proof, website: 'http://spam.example' }))).toBe('form_refused')
  expect(failureOf(await send(key, usual, { proof, stamp: 'x.y' }))).toBe('form_refused')
  const fresh = await shown(key)
  const quick = await ask({
    method: 'POST',
    path: `/forms/${key}/submissions`,
    body: { submission: newKey(), language: 'ru', stamp: fresh.stamp, values: usual, proof },
  })
  expect(failureOf(quick)).toBe('form_too_quick')
  // What was refused has used nothing up.
  expect((await send(key, usual, { proof })).status).toBe(201)
  expect(failureOf(await send(key, usual, { proof }))).toBe('form_refused')
  expect(failureOf(await send(key, usual, { proof: await prove(other.key) }))).toBe('form_refused')
  for (const broken of ['', 'e30=', 'нет', Buffer.from('{"number":1}').toString('base64')])
    if (broken !== '') expect(failureOf(await send(key, usual, { proof: broken }))).toBe('form_refused')
  const late = await prove(key)
  clock.forward(31 * 60)
  expect(failureOf(await send(key, usual, { proof: late }))).toBe('form_refused')
})

test('a flood from one network is slowed down, sooner without a proof, and others are not', async () => {
  const strict = await newForm({ takesPlain: false })
  expect(failureOf(await send(strict.key))).toBe('form_needs_script')
  const { key } = await newForm()
  const flooder = elsewhere()
  const outcomes: number[] = []
  for (let at = 0; at < 7; at++) outcomes.push((await send(key, usual, {}, flooder)).status)
  expect(outcomes.slice(0, 5)).toEqual([201, 201, 201, 201, 201])
  expect((await shown(key)).key).toBe(key)
  // The stamp of each was five seconds old: the wait is longer by then.
  for (let at = 0; at < 5; at++) outcomes.push((await send(key, usual, {}, flooder)).status)
  expect(outcomes).toContain(429)
  expect((await send(key)).status).toBe(201)
})

test('files go with the form they were uploaded for, and with no other; what is not sent is gone after a day', async () => {
  const { key } = await newForm({ needsProof: false })
  const upload = async (submission: string, name = 'чек.txt') => {
    const answer = await fetch(
      `${address}/api/v1/forms/${key}/files?${new URLSearchParams({ name, submission })}`,
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'чек' },
    )
    return { status: answer.status, body: (await answer.json()) as { id: number; name: string } }
  }
  const [mine, theirs] = [newKey(), newKey()]
  const file = await upload(mine, '../../etc/чек.txt')
  expect(file).toMatchObject({ status: 201, body: { name: expect.not.stringContaining('/') } })
  const stolen = await send(key, usual, { submission: theirs, fileIds: [file.body.id] })
  expect(failureOf(stolen)).toBe('unknown_file')
  const sent = await send(key, usual, { submission: mine, fileIds: [file.body.id] })
  expect(sent.status).toBe(201)
  const { body } = await ask({ method: 'GET', path: `/tickets/${numberIn(sent)}/feed`, as: asBoss })
  expect(JSON.stringify(body)).toContain('чек.txt')
  const forgotten = await upload(theirs)
  clock.forward(25 * 3600)
  await sweepForms(db, clock.now())
  expect(
    await db.selectFrom('web_form_file').select('id').where('id', '=', forgotten.body.id).execute(),
  ).toEqual([])
})

test('a form stands on its sites alone, and one that is off or put away is not there', async () => {
  const { id, key, version } = await newForm({ sites: ['https://shop.example'] })
  const from = async (origin: string) =>
    (await ask({ method: 'GET', path: `/forms/${key}`, headers: { origin } })).status
  expect([await from('https://shop.example'), await from('https://evil.example')]).toEqual([200, 404])
  await ask({ method: 'PATCH', path: `/web-forms/${id}`, body: { version, isActive: false }, as: asBoss })
  expect(await from('https://shop.example')).toBe(404)
})

test.each([
  ['two fields under one id', [field('message'), field('message')]],
  ['the same field twice', [field('message'), field('other', { kind: 'message' })]],
  ['a field the desk does not have', [field('message'), field('x', { kind: 'ticket', key: 'nowhere' })]],
  ['a condition on nothing', [field('message', { shownWhen: { fieldId: 'gone', values: [] } })]],
  [
    'fields that wait for each other',
    [
      field('message', { shownWhen: { fieldId: 'subject', values: [] } }),
      field('subject', { shownWhen: { fieldId: 'message', values: [] } }),
    ],
  ],
  ['nothing to say', [field('email')]],
])('a form that makes no sense is refused: %s', async (_what, fields) => {
  const answer = await ask({
    method: 'POST',
    path: '/web-forms',
    body: { name: 'Плохая', fields },
    as: asBoss,
  })
  expect(failureOf(answer)).toBe('invalid_input')
})

test('settings: a conflict is named, a stranger and a plain agent are kept out, archiving hides', async () => {
  const { id, version } = await newForm()
  const change = (body: object, as = asBoss) => ask({ method: 'PATCH', path: `/web-forms/${id}`, body, as })
  expect((await change({ version, name: 'Новое' })).body).toMatchObject({
    name: 'Новое',
    version: version + 1,
  })
  expect(failureOf(await change({ version, name: 'Старое' }))).toBe('version_conflict')
  expect(failureOf(await change({ version: version + 1, teamId: 987_654 }))).toBe('unknown_reference')
  const plain = await signedIn(db, await buildAgent(db))
  expect((await change({ version: version + 1, name: 'Чужое' }, plain)).status).toBe(403)
  expect((await ask({ method: 'GET', path: '/web-forms' })).status).toBe(401)
  await change({ version: version + 1, isArchived: true })
  const { body } = await ask({ method: 'GET', path: '/web-forms', as: asBoss })
  expect(body.items.map((one: { id: number }) => one.id)).not.toContain(id)
})
