import { expect, test } from 'vitest'
import { createDeskApp } from '#server/app.ts'
import { createWebForm } from '#server/channels/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { portalBrowser } from '#test/portal-browser.ts'
import { testPlatform } from '#test/platform.ts'
import { conditionStyles } from './conditions.ts'

const platform = await testPlatform({ PUBLIC_URL: 'https://desk.example' })
const { db } = platform.database
const { clock } = platform
const app = await createDeskApp(platform)
const newForm = (wishes: object = {}) =>
  inTransaction(db, (tx) => createWebForm(tx, null, { name: 'Вопрос', ...wishes }, clock.now()))
let networks = 0
const visitor = (language = 'ru') => portalBrowser(app, { from: `192.0.2.${++networks}`, language })
/** What the page hides in the form, as a browser sends it back. */
const hidden = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
      String(name),
      String(value),
    ]),
  )
const tickets = async () => (await db.selectFrom('ticket').select('id').execute()).length

test('a form is filled in and sent without a script, files and all, and says its number', async () => {
  const { key } = await newForm()
  const browser = visitor()
  const page = await browser.get(`/forms/${key}?utm_source=ad&other=x`)
  expect(page.status).toBe(200)
  expect(page.html).toContain('name="utm_source" value="ad"')
  expect(page.headers['cache-control']).toBe('private, no-cache')
  clock.forward(5)
  const form = new FormData()
  for (const [name, value] of Object.entries(hidden(page.html))) form.set(name, value)
  form.set('name', 'Ирина')
  form.set('email', 'irina@shop.example')
  form.set('message', 'Где заказ?\r\nЖду неделю.')
  form.set('files', new Blob(['чек'], { type: 'text/plain' }), 'чек.txt')
  const sent = await browser.send(`/forms/${key}`, form)
  expect(sent.status).toBe(303)
  const thanks = await browser.get(sent.location)
  expect(thanks.html).toContain('Спасибо!')
  expect(thanks.html).toMatch(/Номер обращения: \p{L}+-\d+/u)
  const row = await db
    .selectFrom('web_form_submission')
    .innerJoin('customer_message', 'customer_message.ticket_id', 'web_form_submission.ticket_id')
    .innerJoin('file', 'file.customer_message_id', 'customer_message.id')
    .select(['text', 'utm', 'file.name'])
    .where('key', '=', hidden(page.html)['submission'] ?? '')
    .executeTakeFirst()
  expect(row).toEqual({ text: 'Где заказ?\nЖду неделю.', utm: { utm_source: 'ad' }, name: 'чек.txt' })
  // The same page sent again, by somebody who pressed twice, is the same request.
  const before = await tickets()
  expect((await browser.send(`/forms/${key}`, form)).location).toBe(sent.location)
  expect(await tickets()).toBe(before)
})

test('what is wrong stands at its field, and what was typed is kept', async () => {
  const { key } = await newForm({ hasConsent: true })
  const browser = visitor('en')
  const page = await browser.get(`/forms/${key}`)
  clock.forward(5)
  const answer = await browser.post(`/forms/${key}`, {
    ...hidden(page.html),
    email: 'nobody',
    message: '<script>alert(1)</script>',
    subject: '"><img src=x>',
  })
  expect(answer.status).toBe(400)
  expect(answer.html).toContain('Check the address')
  expect(answer.html).toContain('Fill in this field')
  expect(answer.html).toContain('&#60;script&#62;alert(1)&#60;/script&#62;')
  expect(answer.html).not.toContain('<img src=x>')
  expect(answer.html).toContain('value="nobody"')
})

test('a form of another site’s page, of plain HTML, is taken and leads where it should; twice is once', async () => {
  const { key } = await newForm({
    redirectUrl: 'https://shop.example/thanks',
    sites: ['https://shop.example'],
  })
  const post = (origin: string, message = 'С сайта') =>
    app.inject({
      method: 'POST',
      url: `/help/ru/forms/${key}`,
      remoteAddress: '192.0.2.200',
      headers: {
        host: 'desk.example',
        origin,
        referer: 'https://shop.example/cart',
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: new URLSearchParams({ email: 'plain@shop.example', message, utm_medium: 'mail' }).toString(),
    })
  expect((await post('https://evil.example')).statusCode).toBe(404)
  const sent = await post('https://shop.example')
  expect([sent.statusCode, sent.headers['location']]).toEqual([303, 'https://shop.example/thanks'])
  const before = await tickets()
  await post('https://shop.example')
  expect(await tickets()).toBe(before)
  const row = await db
    .selectFrom('web_form_submission')
    .select(['page_url', 'utm'])
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  expect(row).toEqual({ page_url: 'https://shop.example/cart', utm: { utm_medium: 'mail' } })
})

test('a machine is told so on the page, with what it wrote, and makes no ticket', async () => {
  const { key } = await newForm()
  const browser = visitor()
  const page = await browser.get(`/forms/${key}`)
  clock.forward(5)
  const before = await tickets()
  const fields = { ...hidden(page.html), email: 'spam@shop.example', message: 'Купите', website: 'http://x' }
  const answer = await browser.post(`/forms/${key}`, fields)
  expect(answer.status).toBe(400)
  expect(answer.html).toContain('похоже, её заполнила программа')
  expect(answer.html).toContain('Купите')
  expect(await tickets()).toBe(before)
  const flood: number[] = []
  for (let at = 0; at < 9; at++)
    flood.push((await browser.post(`/forms/${key}`, { email: 'a@b.example', message: `x${at}` })).status)
  expect(flood).toContain(429)
})

test('a form that is not there, is off, or of which only the number is made up, is not found', async () => {
  const { key } = await newForm({ isActive: false })
  const browser = visitor()
  for (const path of [`/forms/${key}`, '/forms/aaaaaaaaaaaa', '/forms/%00', `/forms/${key}/thanks?n=HD-1`])
    expect([path, (await browser.get(path)).status]).toEqual([path, 404])
  const { key: other } = await newForm()
  expect((await browser.get(`/forms/${other}/thanks?n=<b>`)).status).toBe(404)
})

test('conditions are told by a style sheet, which nothing a form says can break out of', () => {
  const field = { kind: 'ticket' as const, label: '', hint: '', isRequired: false, choices: [] }
  const topic = { ...field, id: 'topic', input: 'choice' as const, shownWhen: null }
  const days = {
    ...field,
    id: 'days',
    input: 'number' as const,
    shownWhen: { fieldId: 'topic', values: ['late'] },
  }
  expect(conditionStyles([topic, days])).toBe(
    '.web-form:not(:has([name="topic"] option[value="late"]:checked)) [data-field="days"]{display:none}',
  )
  const evil = { ...days, shownWhen: { fieldId: 'topic', values: ['"]{}</style><script>'] } }
  expect(conditionStyles([topic, evil])).toBe('')
})

test('a file that came with something wrong is not asked for again, and can be left out', async () => {
  const { key } = await newForm()
  const browser = visitor()
  const page = await browser.get(`/forms/${key}`)
  clock.forward(5)
  const form = new FormData()
  for (const [name, value] of Object.entries(hidden(page.html))) form.set(name, value)
  form.set('email', 'нет')
  form.set('message', 'С файлами')
  form.append('files', new Blob(['1'], { type: 'text/plain' }), 'первый.txt')
  form.append('files', new Blob(['2'], { type: 'text/plain' }), 'второй.txt')
  const wrong = await browser.send(`/forms/${key}`, form)
  expect(wrong.status).toBe(400)
  const kept = [...wrong.html.matchAll(/name="fileIds" value="(\d+)" checked> <span>([^<]*)</g)]
  expect(kept.map(([, , name]) => name)).toEqual(['первый.txt', 'второй.txt'])
  expect(wrong.html).not.toContain('Файлы нужно выбрать ещё раз')
  clock.forward(5)
  const right = { ...hidden(wrong.html), email: 'kept@shop.example', message: 'С файлами' }
  const sent = await browser.post(`/forms/${key}`, { ...right, fileIds: String(kept[1]?.[1]) })
  expect(sent.status).toBe(303)
  const names = db
    .selectFrom('web_form_submission')
    .innerJoin('customer_message', 'customer_message.ticket_id', 'web_form_submission.ticket_id')
    .innerJoin('file', 'file.customer_message_id', 'customer_message.id')
    .select('file.name')
    .where('key', '=', hidden(page.html)['submission'] ?? '')
  expect(await names.execute()).toEqual([{ name: 'второй.txt' }])
  // Of somebody else’s form nothing is taken, by whatever number.
  const other = await browser.get(`/forms/${key}`)
  clock.forward(5)
  const stolen = { ...hidden(other.html), email: 'x@shop.example', message: 'Чужое' }
  await browser.post(`/forms/${key}`, { ...stolen, fileIds: String(kept[0]?.[1]) })
  expect(await db.selectFrom('file').select('id').where('name', '=', 'первый.txt').execute()).toEqual([])
})

test('files nobody asked for are kept nowhere, and too many are refused with the words kept', async () => {
  const blobs = async () => (await db.selectFrom('blob').select('sha256').execute()).length
  const { key } = await newForm()
  const browser = visitor()
  const post = async (name: string, message: string) => {
    const page = await browser.get(`/forms/${key}`)
    clock.forward(5)
    const form = new FormData()
    for (const [field, value] of Object.entries(hidden(page.html))) form.set(field, value)
    form.set('email', 'flood@shop.example')
    form.set('message', message)
    for (let at = 0; at < 10; at++) form.append(name, new Blob([`${message} ${at}`]), `${at}.txt`)
    return browser.send(`/forms/${key}`, form)
  }
  const before = await blobs()
  expect((await post('other', 'Мимо')).status).toBe(303)
  expect(await blobs()).toBe(before)
  const statuses: number[] = []
  let last = ''
  for (let at = 0; at < 8; at++) {
    const answer = await post('files', `Поток ${at}`)
    statuses.push(answer.status)
    last = answer.status === 429 ? answer.html : last
  }
  expect(statuses).toContain(429)
  expect(last).toContain('flood@shop.example')
  expect(last).toContain('Файлы нужно выбрать ещё раз')
})

test('hostile addresses and headers are no fault of the desk', async () => {
  const { key } = await newForm()
  const post = async (headers: Record<string, string>, search: string) => {
    const answer = await app.inject({
      method: 'POST',
      url: `/help/ru/forms/${key}${search}`,
      remoteAddress: `192.0.2.${++networks}`,
      headers: { host: 'desk.example', 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams({ email: 'a@b.example', message: `x${networks}\0` }).toString(),
    })
    return answer.statusCode
  }
  expect(await post({}, '?utm_source=%00a')).toBe(303)
  expect(await post({}, '?utm_source=a&utm_source=b&utm_medium[x]=1')).toBe(303)
  expect(await post({ origin: 'null', referer: 'javascript:alert(1)' }, '')).toBe(303)
  expect(await post({ origin: '"><script>' }, '')).toBe(303)
  const rows = await db.selectFrom('web_form_submission').select('page_url').execute()
  expect(rows.some((row) => row.page_url.startsWith('javascript'))).toBe(false)
})
