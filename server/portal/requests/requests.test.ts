import { expect, test } from 'vitest'
import { createDeskApp } from '#server/app.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testPlatform } from '#test/platform.ts'
import { portalBrowser, signInByLetter } from '#test/portal-browser.ts'

const platform = await testPlatform({ PUBLIC_URL: 'https://desk.example', UPLOAD_MAX_MEGABYTES: '2' })
const { db } = platform.database
const app = await createDeskApp(platform)
let host = 0

async function signedIn(address: string) {
  const browser = portalBrowser(app, { from: `198.51.100.${++host}` })
  await signInByLetter(browser, platform, address)
  return browser
}

const keyOf = (html: string) => /name="key" value="([^"]+)"/.exec(html)?.[1] ?? ''

function formOf(
  fields: Record<string, string>,
  files: [string, string | Uint8Array<ArrayBuffer>, string][] = [],
) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  for (const [name, bytes, type] of files) form.append('files', new File([bytes], name, { type }))
  return form
}

test('a question with a file becomes one ticket however often it is sent, and its file comes back', async () => {
  const irina = await signedIn('irina@shop.example')
  expect((await irina.get('/requests')).html).toContain('Здесь появятся ваши обращения')
  const key = keyOf((await irina.get('/requests/new')).html)
  const fields = { key, subject: '  Не печатает   принтер ', text: 'Совсем.\r\nhttps://a.example/x.' }
  const files: [string, string, string][] = [['log <b>.html', '<script>alert(1)</script>', 'text/html']]
  const [first, second] = await Promise.all([
    irina.send('/requests/new', formOf(fields, files)),
    irina.send('/requests/new', formOf(fields, files)),
  ])
  expect([first.status, second.status]).toEqual([303, 303])
  expect(second.location).toBe(first.location)
  const page = await irina.get(first.location)
  expect(page.html).toContain('<h1>Не печатает принтер</h1>')
  expect(page.html).toContain('Совсем.<br><a href="https://a.example/x" rel="noopener noreferrer nofollow"')
  expect(page.html).toContain('log &#60;b&#62;.html')
  const fileUrl = /href="([^"]+\/files\/\d+)"/.exec(page.html)?.[1] ?? ''
  const file = await irina.get(`${fileUrl}?view`)
  expect(file.html).toBe('<script>alert(1)</script>')
  expect(file.headers['content-disposition']).toContain('attachment')
  expect(file.headers['content-type']).toBe('application/octet-stream')
  const row = await db.selectFrom('ticket').selectAll().where('subject', '=', 'Не печатает принтер').execute()
  expect(row).toMatchObject([{ source: 'portal' }])
  expect((await irina.get('/requests')).html).toContain('Не печатает принтер')
})

test('what is missing is said beside its field, and what was typed is kept', async () => {
  const anna = await signedIn('anna@shop.example')
  const key = keyOf((await anna.get('/requests/new')).html)
  const noSubject = await anna.send('/requests/new', formOf({ key, subject: ' ', text: 'Мой <вопрос>' }))
  expect(noSubject.status).toBe(400)
  expect(noSubject.html).toContain('Напишите, о чём вопрос.')
  expect(noSubject.html).toContain('Мой &#60;вопрос&#62;</textarea>')
  const large = formOf({ key, subject: 'Тема', text: 'Слова' }, [['a.bin', new Uint8Array(4_000_000), '']])
  const tooLarge = await anna.send('/requests/new', large)
  expect([
    tooLarge.status,
    tooLarge.html.includes('не больше 2 МБ'),
    tooLarge.html.includes('Слова</textarea>'),
  ]).toEqual([400, true, true])
  const many = Array.from({ length: 11 }, (_, at): [string, string, string] => [
    `${at}.txt`,
    'x',
    'text/plain',
  ])
  const tooMany = await anna.send('/requests/new', formOf({ key, subject: 'Тема', text: 'Слова' }, many))
  expect(tooMany.html).toContain('не больше 10 файлов')
  const huge = formOf({ key, subject: 'Тема', text: 'Слова' }, [['a.bin', new Uint8Array(9_000_000), '']])
  expect((await anna.send('/requests/new', huge)).status).toBe(413)
  // The form that failed is still good for one ticket; a plain form without files will do.
  expect((await anna.post('/requests/new', { key, subject: 'Тема', text: 'Слова' })).status).toBe(303)
})

test('an answer goes into the ticket once, closing is said, and writing again opens it', async () => {
  const { ticketId } = await buildMessage(db, { email: 'oleg@shop.example', subject: 'Счёт' })
  const oleg = await signedIn('oleg@shop.example')
  const page = await oleg.get(`/requests/${ticketId}`)
  const key = keyOf(page.html)
  expect((await oleg.send(`/requests/${ticketId}`, formOf({ key, text: '' }))).html).toContain(
    'Напишите сообщение.',
  )
  for (let press = 0; press < 3; press++) {
    const sent = await oleg.send(`/requests/${ticketId}`, formOf({ key, text: 'И ещё одно' }))
    expect(sent.location).toBe(`/help/ru/requests/${ticketId}`)
  }
  const written = await db
    .selectFrom('customer_message')
    .select('text')
    .where('ticket_id', '=', ticketId)
    .execute()
  expect(written.filter(({ text }) => text === 'И ещё одно')).toHaveLength(1)
  await oleg.post(`/requests/${ticketId}/close`, {})
  const closed = await oleg.get(`/requests/${ticketId}`)
  expect(closed.html).toContain('Решено')
  expect(closed.html).toContain('Открыть снова и отправить')
  expect((await oleg.get('/requests?show=open')).html).not.toContain('Счёт')
  expect((await oleg.get('/requests?show=done')).html).toContain('Счёт')
  await oleg.send(`/requests/${ticketId}`, formOf({ key: keyOf(closed.html), text: 'Нет' }))
  expect((await oleg.get(`/requests/${ticketId}`)).html).not.toContain('Открыть снова')
})

test('a letter’s HTML is shown without its look, its scripts, and what it would load', async () => {
  const html =
    '<style>body{display:none}</style><p style="position:fixed" class="top" id="main">Слова <b>важные</b></p>' +
    '<img src="https://spy.example/a.png"><img data-otk-src="https://spy.example/b.png"><svg onload=alert(1)>' +
    '<a href="javascript:alert(1)">раз</a><a href="https://good.example/">два</a><form action="/help/ru/sign-out"><input></form>'
  const { ticketId } = await buildMessage(db, { email: 'html@shop.example', text: 'Слова', html })
  const page = (await (await signedIn('html@shop.example')).get(`/requests/${ticketId}`)).html
  const words = /<div class="words">([\s\S]*?)<\/div>/.exec(page)?.[1] ?? ''
  expect(words).toBe(
    '<p>Слова <b>важные</b></p><a rel="noopener noreferrer nofollow" target="_blank">раз</a>' +
      '<a href="https://good.example/" rel="noopener noreferrer nofollow" target="_blank">два</a>',
  )
})

test('nothing of another customer’s is reached by address, number, file, key or search', async () => {
  const theirs = await buildMessage(db, {
    email: 'victim@shop.example',
    name: 'Жертва',
    subject: 'Тайна фирмы',
  })
  await db
    .insertInto('note')
    .values({ ticket_id: theirs.ticketId, created_at: new Date(), text: 'Служебная заметка' })
    .execute()
  const victim = await signedIn('victim@shop.example')
  const answered = await victim.get(`/requests/${theirs.ticketId}`)
  const form = formOf({ key: keyOf(answered.html), text: 'С файлом' }, [
    ['secret.txt', 'тайна', 'text/plain'],
  ])
  await victim.send(`/requests/${theirs.ticketId}`, form)
  const own = (await victim.get(`/requests/${theirs.ticketId}`)).html
  expect(own).toContain('secret.txt')
  expect(own).not.toContain('Служебная заметка')
  const fileUrl = /\/help\/ru(\/requests\/\d+\/files\/\d+)"/.exec(own)?.[1] ?? ''
  expect((await victim.get(fileUrl)).html).toBe('тайна')

  const evil = await signedIn('evil@shop.example')
  const mine = await buildMessage(db, { email: 'evil@shop.example', subject: 'Моё' })
  const strip = (html: string) => html.replaceAll(/\/requests\/[^"]*/g, '')
  const missing = await evil.get('/requests/987654321')
  expect(missing.status).toBe(404)
  const fileId = fileUrl.split('/').at(-1) ?? ''
  const tries = [
    `/requests/${theirs.ticketId}`,
    `/requests/${theirs.ticketId}?before=x`,
    fileUrl,
    `/requests/${mine.ticketId}/files/${fileId}`,
    '/requests/0',
    '/requests/-1',
    '/requests/1e3',
    '/requests/99999999999999999999',
    `/requests/${theirs.ticketId}%20`,
    '/requests/abc',
  ]
  for (const path of tries) {
    const answer = await evil.get(path)
    // A cursor that is none is refused as such before anything is looked up, whosever the ticket is.
    if (path.includes('before')) expect([400, 404]).toContain(answer.status)
    else expect([path, answer.status, strip(answer.html)]).toEqual([path, 404, strip(missing.html)])
  }
  const before = await evil.get('/requests/987654321?before=x')
  expect((await evil.get(`/requests/${theirs.ticketId}?before=x`)).status).toBe(before.status)
  for (const path of [`/requests/${theirs.ticketId}`, '/requests/987654321']) {
    const key = keyOf((await evil.get('/requests/new')).html)
    const written = await evil.send(path, formOf({ key, text: 'Впустите' }))
    expect([written.status, strip(written.html)]).toEqual([404, strip(missing.html)])
    expect((await evil.post(`${path}/close`, {})).status).toBe(404)
  }
  for (const query of ['Тайна', 'фирмы', `HD-${theirs.ticketId}`, String(theirs.ticketId), '%', '_']) {
    const found = (await evil.get(`/requests?q=${encodeURIComponent(query)}`)).html
    expect([query, /Тайна фирмы|Жертва/.test(found)]).toEqual([query, false])
  }
  // Somebody else's key of a form leads nowhere of theirs.
  const stolen = await evil.post('/requests/new', {
    key: keyOf(answered.html),
    subject: 'С чужим ключом',
    text: 'x',
  })
  expect(stolen.location).not.toContain(String(theirs.ticketId))
  const state = await db
    .selectFrom('ticket')
    .select('status_category')
    .where('id', '=', theirs.ticketId)
    .executeTakeFirstOrThrow()
  expect(state.status_category).toBe('new')
})

test('nobody who is not signed in sees or does anything, whatever their cookie says', async () => {
  const { ticketId } = await buildMessage(db, { email: 'guarded@shop.example' })
  for (const cookie of [undefined, '', 'x', 'A'.repeat(43), "' or 1=1 --"]) {
    const stranger = portalBrowser(app)
    if (cookie !== undefined) stranger.cookies.set('otklik_customer', encodeURIComponent(cookie))
    for (const path of [
      '/requests',
      `/requests/${ticketId}`,
      `/requests/${ticketId}/files/1`,
      '/requests/new',
      '/account',
      '/password',
    ]) {
      expect([path, (await stranger.get(path)).location]).toEqual([
        path,
        `/help/ru/sign-in?next=${encodeURIComponent(path)}`,
      ])
    }
    expect((await stranger.post(`/requests/${ticketId}/close`, {})).location).toBe('/help/ru/sign-in')
    expect((await stranger.post('/requests/new', { subject: 'x', text: 'x' })).location).toBe(
      '/help/ru/sign-in',
    )
  }
})

test('a manager sees the company’s tickets with whose each is; a colleague and whoever was made no manager do not', async () => {
  const { id: organizationId } = await db
    .insertInto('organization')
    .values({ name: 'Вектор', created_at: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow()
  const worker = await buildMessage(db, {
    email: 'worker@vector.example',
    name: 'Работник',
    subject: 'Отпуск',
  })
  await buildMessage(db, { email: 'head@vector.example', name: 'Начальник', subject: 'Приказ' })
  const ofVector = db
    .selectFrom('customer_address')
    .select('customer_id')
    .where('value', 'like', '%@vector.example')
  await db
    .updateTable('customer')
    .set({ organization_id: organizationId })
    .where('id', 'in', ofVector)
    .execute()
  const head = await signedIn('head@vector.example')
  expect((await head.get('/requests')).html).not.toContain('Отпуск')
  await db.updateTable('customer').set({ is_manager: true }).where('name', '=', 'Начальник').execute()
  const list = (await head.get('/requests')).html
  expect(list).toContain('Отпуск<small>Работник</small>')
  expect(list).toContain('вы видите обращения всей компании')
  const page = (await head.get(`/requests/${worker.ticketId}`)).html
  await head.send(`/requests/${worker.ticketId}`, formOf({ key: keyOf(page), text: 'Поторопите' }))
  const colleague = await signedIn('worker@vector.example')
  expect((await colleague.get(`/requests/${worker.ticketId}`)).html).toContain('Поторопите')
  expect((await colleague.get('/requests')).html).not.toContain('Приказ')
})

test('whoever writes without end has to wait', async () => {
  const flood = await signedIn('flood@shop.example')
  const statuses: number[] = []
  for (let at = 0; at < 32; at++) {
    statuses.push((await flood.post('/requests/new', { subject: '', text: '' })).status)
  }
  expect(statuses.slice(0, 30)).toEqual(Array(30).fill(400))
  expect(statuses.at(-1)).toBe(429)
})
