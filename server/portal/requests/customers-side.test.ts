import { expect, test } from 'vitest'
import { createDeskApp } from '#server/app.ts'
import { nameTicketAddresses } from '#server/channels/index.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { portalBrowser, readSignInLetter, signInByLetter } from '#test/portal-browser.ts'
import { ticketAddressOf } from './ticket-address.ts'

const desk = await mailDesk({ PUBLIC_URL: 'https://desk.example' })
const { db, platform, sink } = desk
nameTicketAddresses(ticketAddressOf(platform.config))
const app = await createDeskApp(platform)

async function setPortal(settings: object) {
  await db.updateTable('portal_setting').set(settings).execute()
  await notify(db, { topic: 'portal' })
}
const write = async (from: string) =>
  Number((await desk.receive(buildLetter({ from, text: 'Где мой заказ, скажите пожалуйста?' }))).ticket_id)
const lastText = () => sink.letters.at(-1)?.letter.text ?? ''

test('an answer says where its ticket is shown, to whom the ticket is and to nobody else', async () => {
  const ticketId = await write('anna@shop.example')
  const url = `https://desk.example/help/ru/requests/${ticketId}`
  await desk.answer(ticketId, { html: '<p>Едет</p>', to: ['anna@shop.example'] })
  expect(lastText()).toContain(`Обращение на портале: ${url}`)
  expect(sink.letters.at(-1)?.letter.html).toContain(`<a href="${url}">`)
  await desk.answer(ticketId, { text: 'Где посылка?', to: ['warehouse@shop.example'] })
  expect(lastText()).toContain('Где посылка?')
  expect(lastText()).not.toContain('/requests/')
  // It is no key: whoever follows it signs in first.
  const stranger = await portalBrowser(app).get(`/requests/${ticketId}`)
  expect([stranger.status, stranger.location]).toEqual([
    303,
    `/help/ru/sign-in?next=${encodeURIComponent(`/requests/${ticketId}`)}`,
  ])
  for (const off of [{ links_letters: false }, { links_letters: true, is_on: false }]) {
    await setPortal(off)
    await desk.answer(ticketId, { text: 'Снова', to: ['anna@shop.example'] })
    expect(lastText()).not.toContain('/requests/')
  }
  await setPortal({ is_on: true })
})

test('whoever is signed in has their name above every page, and a way out; nobody else has', async () => {
  const anna = portalBrowser(app, { from: '198.51.100.1' })
  // The portal was off a moment ago.
  await expect.poll(async () => (await anna.get('/')).html).toContain('href="/help/ru/sign-in"')
  await signInByLetter(anna, platform, 'anna@shop.example')
  for (const path of ['/', '/search?q=x', '/requests', '/nowhere']) {
    const { html } = await anna.get(path)
    expect([path, html.includes('title="anna@shop.example"')]).toEqual([path, true])
  }
  await anna.post('/sign-out', {})
  expect((await anna.get('/')).html).not.toContain('anna@shop.example')
})

test('moments are in the reader’s zone once their browser names it, and in the desk’s, named, until then', async () => {
  const { ticketId } = await buildMessage(db, { email: 'boris@shop.example', text: 'Когда?' })
  const boris = portalBrowser(app, { from: '198.51.100.2' })
  await signInByLetter(boris, platform, 'boris@shop.example')
  const page = async () => (await boris.get(`/requests/${ticketId}`)).html
  const named = /<time[^>]*>[^<]+ (?:UTC|GMT[+-]\d+)<\/time>/
  expect(await page()).toMatch(named)
  boris.cookies.set('otklik_zone', 'America/New_York')
  const own = await page()
  expect(own).not.toMatch(named)
  boris.cookies.set('otklik_zone', 'Asia/Tokyo')
  expect(await page()).not.toBe(own)
  for (const wrong of ['+99:99', 'Mars/Olympus', '../../etc', 'a'.repeat(500)]) {
    boris.cookies.set('otklik_zone', wrong)
    expect(await page()).toMatch(named)
  }
})

test('a category is asked for only where the desk decided so, and a wrong one costs no request', async () => {
  const names = { ru: 'Доставка', en: 'Delivery' }
  const { id } = await db
    .insertInto('ticket_category')
    .values({ names: JSON.stringify(names), position: 1 } as never)
    .returning('id')
    .executeTakeFirstOrThrow()
  const vera = portalBrowser(app, { from: '198.51.100.3' })
  await signInByLetter(vera, platform, 'vera@shop.example')
  const form = async () => (await vera.get('/requests/new')).html
  expect(await form()).not.toContain('name="category"')
  await setPortal({ asks_category: true })
  await expect.poll(form).toContain(`<option value="${id}">Доставка</option>`)
  const send = async (category: string) => {
    const key = /name="key" value="([^"]+)"/.exec(await form())?.[1] ?? ''
    const data = new FormData()
    for (const [name, value] of Object.entries({ key, subject: 'Где?', text: 'Заказ', category }))
      data.append(name, value)
    const { location } = await vera.send('/requests/new', data)
    const ticketId = Number(/\d+$/.exec(location)?.[0])
    return db.selectFrom('ticket').select('category_id').where('id', '=', ticketId).executeTakeFirstOrThrow()
  }
  expect(await send(String(id))).toEqual({ category_id: id })
  expect(await send('999999')).toEqual({ category_id: null })
  expect(await send('x')).toEqual({ category_id: null })
})

test('on its own host the portal signs in with a letter that leads there, and its cookie opens nothing of the desk', async () => {
  await setPortal({ host: 'help.shop.example' })
  const host = { host: 'help.shop.example' }
  await expect
    .poll(async () => (await app.inject({ method: 'GET', url: '/ru', headers: host })).statusCode)
    .toBe(200)
  const post = (url: string, fields: Record<string, string>, cookie = '') =>
    app.inject({
      method: 'POST',
      url,
      headers: {
        ...host,
        cookie,
        origin: 'https://help.shop.example',
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: new URLSearchParams(fields).toString(),
    })
  const asked = await post('/ru/sign-in', { address: 'anna@shop.example', next: '' })
  const letter = await readSignInLetter(platform, 'anna@shop.example')
  expect(new URL(letter.link).origin).toBe('https://help.shop.example')
  expect(new URL(letter.link).pathname).toMatch(/^\/ru\/sign-in/)
  const browser = asked.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const entered = await post('/ru/sign-in/code', { code: letter.code }, browser)
  expect(entered.headers['location']).toBe('/ru/requests')
  const session = entered.cookies.find(({ name }) => name === 'otklik_customer')
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', secure: true, path: '/' })
  expect(session?.domain).toBeUndefined()
  const cookie = `otklik_customer=${session?.value}`
  const own = await app.inject({ method: 'GET', url: '/ru/requests', headers: { ...host, cookie } })
  expect(own.body).toContain('title="anna@shop.example"')
  const api = await app.inject({
    method: 'GET',
    url: '/api/v1/session',
    headers: { host: 'desk.example', cookie },
  })
  expect(api.statusCode).toBe(401)
  const foreign = await app.inject({
    method: 'POST',
    url: '/ru/sign-out',
    headers: { ...host, cookie, origin: 'https://evil.example' },
  })
  expect(foreign.statusCode).toBe(403)
})
