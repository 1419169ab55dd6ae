import { solveChallenge } from 'altcha-lib/v1'
import { expect, test } from 'vitest'
import type { FormField } from '#contract/web-forms.ts'
import type { FormChallenge, ShownForm } from '#contract/web-form-visits.ts'
import { channelRoutes } from '#server/channels/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { createWebForm } from './settings/web-forms.ts'

const { app, db, ask, clock } = await testApp((api, platform) => {
  channelRoutes(api, platform)
  ticketRoutes(api, platform, openPresence(platform.database.db, platform.notices, platform.clock))
})
const asBoss = await signedIn(db, await buildAgent(db, { role: 'administrator' }))

const field = (kind: FormField['kind'], more: Partial<FormField> = {}): FormField => ({
  id: kind,
  kind,
  key: null,
  isRequired: false,
  labels: {},
  hints: {},
  preset: null,
  shownWhen: null,
  ...more,
})
const newForm = (wishes: object = {}) =>
  inTransaction(db, (tx) =>
    createWebForm(tx, null, { name: 'Вопрос', needsProof: false, ...wishes }, clock.now()),
  )
let count = 0
const newKey = () => `hostile-key-${(count += 1)}-xxxx`
const usual = { email: 'irina@shop.example', message: 'Где мой заказ?' }

async function stampOf(key: string): Promise<string> {
  const { body } = await ask({ method: 'GET', path: `/forms/${key}?language=ru` })
  clock.forward(5)
  return (body as ShownForm).stamp
}
async function send(key: string, more: object = {}, from = `198.51.100.${(count += 1)}`) {
  const stamp = await stampOf(key)
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/forms/${key}/submissions`,
    payload: { submission: newKey(), language: 'ru', stamp, values: usual, ...more },
    remoteAddress: from,
  })
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers }
}
const upload = async (key: string, submission: string, from: string, headers: object = {}) => {
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/forms/${key}/files?${new URLSearchParams({ name: 'чек.txt', submission }).toString()}`,
    payload: 'чек',
    remoteAddress: from,
    headers: { 'content-type': 'text/plain', ...headers },
  })
  return { status: answer.statusCode, body: answer.json() }
}
const failureOf = (answer: { body: { error?: { name: string } } }) => answer.body.error?.name
const ticketCount = async () => (await db.selectFrom('ticket').select('id').execute()).length
const ticketOf = async (submission: string) =>
  (
    await db
      .selectFrom('web_form_submission')
      .selectAll()
      .where('key', '=', submission)
      .executeTakeFirstOrThrow()
  ).ticket_id

test('what looks like a page or a program stays text, for agents too', async () => {
  const { key } = await newForm()
  const submission = newKey()
  const evil = '<img src=x onerror=alert(1)><script>alert(2)</script>{{ user }}'
  const sent = await send(key, {
    submission,
    values: { name: evil, email: 'evil@shop.example', subject: evil, message: evil },
    origin: {
      pageUrl: 'javascript:alert(1)',
      referrer: 'data:text/html,<script>alert(1)</script>',
      utm: { utm_source: evil },
    },
  })
  expect(sent.status).toBe(201)
  const id = await ticketOf(submission)
  const { body: feed } = await ask({ method: 'GET', path: `/tickets/${id}/feed`, as: asBoss })
  const [message] = feed.items.filter((item: { kind: string }) => item.kind === 'customer_message')
  expect(message).toMatchObject({ text: evil, html: null })
  const { body } = await ask({ method: 'GET', path: `/tickets/${id}/form`, as: asBoss })
  expect(body.form).toMatchObject({ pageUrl: '', referrer: '', utm: { utm_source: evil } })
})

test.each([
  ['a NUL in an answer', { values: { ...usual, message: 'a\0b' } }],
  ['half a letter in an answer', { values: { ...usual, message: '\ud800' } }],
  ['a NUL in the page’s address', { origin: { pageUrl: 'https://x.example/\0' } }],
  ['a tag that is none', { origin: { utm: { __proto__x: '1', 'utm_source"': '1' } } }],
  ['a short key', { submission: 'short' }],
  ['too many files', { fileIds: Array.from({ length: 11 }, (_, at) => at + 1) }],
  ['an answer without end', { values: { message: 'x'.repeat(60_001) } }],
  ['an object for an answer', { values: { message: { $ne: '' } } }],
])('what no browser sends is refused by name: %s', async (_what, more) => {
  const { key } = await newForm()
  const before = await ticketCount()
  const answer = await send(key, more)
  expect([answer.status, failureOf(answer)]).toEqual([400, 'invalid_input'])
  expect(await ticketCount()).toBe(before)
})

test('answers under names every object has are nobody’s answers', async () => {
  const { key } = await newForm()
  const values = { constructor: 'x', message: 'Да', email: 'a@b.example' }
  expect((await send(key, { values })).status).toBe(201)
  for (const id of ['constructor', 'stamp', 'website', 'consent', 'utm_source']) {
    const body = { name: 'Плохая', fields: [field('message', { id })] }
    const answer = await ask({ method: 'POST', path: '/web-forms', body, as: asBoss })
    expect([id, failureOf(answer)]).toEqual([id, 'invalid_input'])
  }
})

test('to name somebody’s address gives nothing of theirs: a number, thanks, and no cookie', async () => {
  const { key } = await newForm()
  await send(key)
  const second = await send(key, { values: { ...usual, name: 'Чужой' } })
  expect(Object.keys(second.body).toSorted()).toEqual(['number', 'thanks'])
  expect(second.headers['set-cookie']).toBeUndefined()
  expect(second.headers['access-control-allow-credentials']).toBeUndefined()
})

test('one proof sent eight times at once with eight forms lets one through', async () => {
  const { key } = await newForm({ needsProof: true })
  const { body } = await ask({ method: 'GET', path: `/forms/${key}/challenge` })
  const { algorithm, challenge, salt, signature, maxnumber } = body as FormChallenge
  const number = (await solveChallenge(challenge, salt, algorithm, maxnumber).promise)?.number
  const proof = Buffer.from(JSON.stringify({ algorithm, challenge, number, salt, signature })).toString(
    'base64',
  )
  const stamp = await stampOf(key)
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, at) =>
      app.inject({
        method: 'POST',
        url: `/api/v1/forms/${key}/submissions`,
        payload: { submission: newKey(), language: 'ru', stamp, values: usual, proof },
        remoteAddress: `192.0.2.${at + 1}`,
      }),
    ),
  )
  const outcomes = answers.map((one) => one.statusCode).toSorted()
  expect(outcomes).toEqual([201, 400, 400, 400, 400, 400, 400, 400])
})

test('forty at once from one network without a proof: five are taken, the others wait, and a ticket each', async () => {
  const { key } = await newForm({ needsProof: true })
  const stamp = await stampOf(key)
  const before = await ticketCount()
  const answers = await Promise.all(
    Array.from({ length: 40 }, () =>
      app.inject({
        method: 'POST',
        url: `/api/v1/forms/${key}/submissions`,
        payload: { submission: newKey(), language: 'ru', stamp, values: usual },
        remoteAddress: '203.0.113.99',
      }),
    ),
  )
  const statuses = answers.map((one) => one.statusCode)
  expect(statuses.filter((status) => status === 201)).toHaveLength(5)
  expect(statuses.filter((status) => status === 429)).toHaveLength(35)
  expect(await ticketCount()).toBe(before + 5)
})

test('a form that stood open for days asks to be shown anew where a script is needed', async () => {
  const { key } = await newForm({ takesPlain: false })
  const stamp = await stampOf(key)
  clock.forward(25 * 3600)
  expect(failureOf(await send(key, { stamp }))).toBe('form_refused')
  expect((await send(key)).status).toBe(201)
})

test('the same key with another form is another request', async () => {
  const [one, other] = [await newForm(), await newForm()]
  const submission = newKey()
  const first = await send(one.key, { submission })
  const second = await send(other.key, { submission })
  expect(first.body.number).not.toBe(second.body.number)
  expect((await send(one.key, { submission })).body.number).toBe(first.body.number)
})

test('files are taken where the form asks for them, ten at most, however many come at once', async () => {
  const { key: without } = await newForm({ fields: [field('message')] })
  expect((await upload(without, newKey(), '192.0.2.50')).status).toBe(404)
  const { key } = await newForm()
  const submission = newKey()
  const answers = await Promise.all(
    Array.from({ length: 14 }, (_, at) => upload(key, submission, `192.0.2.${60 + at}`)),
  )
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(10)
  expect(answers.filter((answer) => failureOf(answer) === 'too_many_files')).toHaveLength(4)
})

test('files of a field that is not shown are not taken', async () => {
  const { key } = await newForm({
    fields: [
      field('message'),
      field('subject'),
      field('files', { shownWhen: { fieldId: 'subject', values: [] } }),
    ],
  })
  const hidden = newKey()
  const file = await upload(key, hidden, '192.0.2.80')
  const files = async (submission: string) =>
    db
      .selectFrom('file')
      .innerJoin('customer_message', 'customer_message.id', 'file.customer_message_id')
      .select('file.name')
      .where('ticket_id', '=', await ticketOf(submission))
      .execute()
  const more = { values: { message: 'Без темы' }, fileIds: [file.body.id] }
  expect((await send(key, { submission: hidden, ...more })).status).toBe(201)
  expect(await files(hidden)).toEqual([])
  const shown = newKey()
  const another = await upload(key, shown, '192.0.2.80')
  const values = { message: 'С темой', subject: 'Чек' }
  expect((await send(key, { submission: shown, values, fileIds: [another.body.id] })).status).toBe(201)
  expect(await files(shown)).toEqual([{ name: 'чек.txt' }])
})

test('a network that uploads without end waits, and others do not', async () => {
  const { key } = await newForm()
  const statuses: number[] = []
  for (let at = 0; at < 62; at++) statuses.push((await upload(key, newKey(), '192.0.2.90')).status)
  expect(statuses.slice(0, 60).every((status) => status === 201)).toBe(true)
  expect(statuses.slice(60)).toEqual([429, 429])
  expect((await upload(key, newKey(), '192.0.2.91')).status).toBe(201)
})

test('the desk’s own page may upload where the form stands on certain sites alone', async () => {
  const { key } = await newForm({ sites: ['https://shop.example'] })
  const from = async (origin: string) =>
    (await upload(key, newKey(), '192.0.2.95', { host: 'desk.example', origin })).status
  expect(await from('https://desk.example')).toBe(201)
  expect(await from('https://shop.example')).toBe(201)
  expect(await from('https://evil.example')).toBe(404)
  expect(await from('https://desk.example.evil.example')).toBe(404)
})
