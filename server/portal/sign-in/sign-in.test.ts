import { expect, test } from 'vitest'
import { createDeskApp } from '#server/app.ts'
import { hashToken } from '#server/identity/index.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testPlatform } from '#test/platform.ts'
import { portalBrowser, readSignInLetter, signInByLetter } from '#test/portal-browser.ts'

const platform = await testPlatform({ PUBLIC_URL: 'https://desk.example' })
const { db } = platform.database
const app = await createDeskApp(platform)
let host = 0
/** Somewhere else each time: limits by network are tried where they are meant. */
const browserOf = () => portalBrowser(app, { from: `198.51.100.${++host}` })
const pathOf = (link: string) => link.replace('https://desk.example', '')

async function customersOf(address: string) {
  return db.selectFrom('customer_address').select('customer_id').where('value', '=', address).execute()
}

test('a letter’s code signs in the browser that asked, once, and makes a customer only then', async () => {
  const browser = browserOf()
  const asked = await browser.post('/sign-in', { address: ' Irina@New.example ', next: '/account' })
  expect([asked.status, asked.location]).toEqual([303, '/help/ru/sign-in/code'])
  expect(await customersOf('irina@new.example')).toEqual([])
  expect((await browser.get('/sign-in/code')).html).toContain('irina@new.example')
  const { code, subject, text } = await readSignInLetter(platform, 'irina@new.example')
  expect(subject).toContain('Вход на портал')
  expect(text).toContain('15 минут')
  const stranger = browserOf()
  expect((await stranger.post('/sign-in/code', { code })).status).toBe(410)
  const entered = await browser.post('/sign-in/code', { code: `${code.slice(0, 3)} ${code.slice(3)}` })
  expect([entered.status, entered.location]).toEqual([303, '/help/ru/account'])
  expect(await customersOf('irina@new.example')).toHaveLength(1)
  expect((await browser.get('/account')).html).toContain('irina@new.example')
  const again = browserOf()
  again.cookies.set('otklik_sign_in', browser.cookies.get('otklik_sign_in') ?? 'none')
  expect((await again.post('/sign-in/code', { code })).status).toBe(410)
})

test('a link signs nobody in by being looked at: its button does, once, in any browser', async () => {
  await browserOf().post('/sign-in', { address: 'link@new.example', next: '' })
  const { link, code } = await readSignInLetter(platform, 'link@new.example')
  const phone = browserOf()
  for (let look = 0; look < 3; look++) {
    const page = await phone.get(pathOf(link))
    expect([page.status, page.html.includes('link@new.example')]).toEqual([200, true])
  }
  expect(phone.cookies.size).toBe(0)
  expect(
    await db.selectFrom('customer_session').select('id').where('address', '=', 'link@new.example').execute(),
  ).toEqual([])
  const token = new URL(link).searchParams.get('token') ?? ''
  expect((await phone.post('/sign-in/link', { token })).location).toBe('/help/ru/requests')
  expect((await browserOf().post('/sign-in/link', { token })).status).toBe(410)
  expect((await browserOf().get(pathOf(link))).status).toBe(410)
  expect(code).toMatch(/^\d{6}$/)
})

test('a known address and an unknown one are answered alike, whatever is asked', async () => {
  await buildMessage(db, { email: 'known@shop.example' })
  const answers = []
  for (const address of ['known@shop.example', 'unknown@shop.example']) {
    const browser = browserOf()
    const asked = await browser.post('/sign-in', { address, next: '' })
    const waiting = await browser.get('/sign-in/code')
    const wrong = await browser.post('/sign-in/password', { address, password: 'guess guess' })
    answers.push(
      [asked, waiting, wrong].map(({ status, location, html }) => [
        status,
        location,
        html.replaceAll(address, 'ADDRESS'),
      ]),
    )
  }
  expect(answers[1]).toEqual(answers[0])
})

test('five wrong codes end a letter, and one letter after another gives no more guesses', async () => {
  const browser = browserOf()
  await browser.post('/sign-in', { address: 'guess@new.example', next: '' })
  const { code } = await readSignInLetter(platform, 'guess@new.example')
  const wrong = code === '000000' ? '000001' : '000000'
  for (let at = 0; at < 5; at++)
    expect((await browser.post('/sign-in/code', { code: wrong })).status).toBe(400)
  expect((await browser.post('/sign-in/code', { code })).status).toBe(410)
  for (let letter = 0; letter < 3; letter++) {
    const other = browserOf()
    await other.post('/sign-in', { address: 'guess@new.example', next: '' })
    for (let at = 0; at < 5; at++) await other.post('/sign-in/code', { code: wrong })
  }
  const next = browserOf()
  const refused = await next.post('/sign-in', { address: 'guess@new.example', next: '' })
  expect(refused.status).toBe(429)
  expect(refused.html).toContain('guess@new.example')
  platform.clock.forward(120)
  await next.post('/sign-in', { address: 'guess@new.example', next: '' })
  const good = await readSignInLetter(platform, 'guess@new.example')
  await next.post('/sign-in/code', { code: wrong })
  expect((await next.post('/sign-in/code', { code: good.code })).status).toBe(429)
  // Whoever reads the letters is not kept out by whoever guesses.
  const token = new URL(good.link).searchParams.get('token') ?? ''
  expect((await next.post('/sign-in/link', { token })).status).toBe(303)
})

test('letters from one network are limited, and a letter is over after a quarter of an hour', async () => {
  const flood = portalBrowser(app, { from: '192.0.2.1' })
  const statuses = []
  for (let at = 0; at < 12; at++) {
    statuses.push((await flood.post('/sign-in', { address: `victim${at}@new.example`, next: '' })).status)
  }
  expect(statuses.slice(0, 10)).toEqual(Array(10).fill(303))
  expect(statuses).toContain(429)
  const browser = browserOf()
  await browser.post('/sign-in', { address: 'late@new.example', next: '' })
  const { code, link } = await readSignInLetter(platform, 'late@new.example')
  platform.clock.forward(16 * 60)
  expect((await browser.post('/sign-in/code', { code })).status).toBe(410)
  expect((await browser.get(pathOf(link))).status).toBe(410)
})

test('a session slides, ends, ends everywhere, and opens nothing once its address is another’s', async () => {
  const [desk, phone] = [browserOf(), browserOf()]
  await signInByLetter(desk, platform, 'two@new.example')
  await signInByLetter(phone, platform, 'two@new.example')
  for (let week = 0; week < 6; week++) {
    platform.clock.forward(7 * 86_400)
    expect((await desk.get('/account')).status).toBe(200)
  }
  expect((await phone.get('/account')).location).toBe('/help/ru/sign-in?next=%2Faccount')
  await signInByLetter(phone, platform, 'two@new.example')
  const token = desk.cookies.get('otklik_customer') ?? ''
  const kept = await db
    .selectFrom('customer_session')
    .select('token_hash')
    .where('address', '=', 'two@new.example')
    .execute()
  expect(kept.map((row) => row.token_hash)).toContainEqual(hashToken(token))
  await desk.post('/sign-out', {})
  expect(desk.cookies.has('otklik_customer')).toBe(false)
  desk.cookies.set('otklik_customer', token)
  expect((await desk.get('/account')).status).toBe(303)
  await signInByLetter(desk, platform, 'two@new.example')
  await phone.post('/sign-out/everywhere', {})
  expect((await desk.get('/account')).status).toBe(303)
  await signInByLetter(desk, platform, 'two@new.example')
  const other = await buildMessage(db, { email: 'other@new.example' })
  await db
    .updateTable('customer_address')
    .set((eb) => ({
      customer_id: eb.selectFrom('ticket').select('customer_id').where('id', '=', other.ticketId),
    }))
    .where('value', '=', 'two@new.example')
    .execute()
  expect((await desk.get('/account')).status).toBe(303)
})

test('a password is chosen only after a letter, signs in from then on, and puts others out when it changes', async () => {
  const [desk, phone] = [browserOf(), browserOf()]
  await signInByLetter(desk, platform, 'pass@new.example')
  await signInByLetter(phone, platform, 'pass@new.example')
  expect((await desk.post('/password', { password: 'short' })).status).toBe(400)
  expect((await desk.post('/password', { password: 'correct horse' })).location).toBe(
    '/help/ru/account?saved',
  )
  expect((await phone.get('/account')).status).toBe(303)
  const byPassword = browserOf()
  const credentials = { address: 'pass@new.example', password: 'correct horse', next: '/account' }
  expect((await byPassword.post('/sign-in/password', { ...credentials, password: 'wrong' })).status).toBe(401)
  expect((await byPassword.post('/sign-in/password', credentials)).location).toBe('/help/ru/account')
  // Whoever knows the password, or found a browser signed in, does not change it.
  expect((await byPassword.get('/password')).html).toContain('Подтвердите, что это вы')
  await byPassword.post('/password', { password: 'another one' })
  platform.clock.forward(31 * 60)
  await desk.post('/password', { password: 'another one' })
  expect((await browserOf().post('/sign-in/password', credentials)).status).toBe(303)
})

test('guesses at a password have to wait', async () => {
  const statuses = []
  for (let at = 0; at < 7; at++) {
    const guess = { address: 'pass@new.example', password: `guess ${at}` }
    statuses.push((await browserOf().post('/sign-in/password', guess)).status)
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
})

test('nobody is led away, and another site’s form signs nobody in', async () => {
  for (const next of [
    'https://evil.example',
    '//evil.example',
    String.raw`/\evil.example`,
    '/../../tickets',
    'x'.repeat(999),
  ]) {
    const browser = portalBrowser(app, { from: `203.0.113.${++host % 250}` })
    await browser.post('/sign-in', { address: `next${host}@new.example`, next })
    const { code } = await readSignInLetter(platform, `next${host}@new.example`)
    expect((await browser.post('/sign-in/code', { code })).location).toBe('/help/ru/requests')
  }
  const answer = await app.inject({
    method: 'POST',
    url: '/help/ru/sign-in',
    headers: {
      host: 'desk.example',
      origin: 'https://evil.example',
      'content-type': 'application/x-www-form-urlencoded',
    },
    payload: 'address=a@new.example',
  })
  expect(answer.statusCode).toBe(403)
})

test.each([
  ['address=%00%ff%ed%a0%80', 400],
  ['address[]=a&address[__proto__]=b', 400],
  ['', 400],
])('hostile form %j', async (payload, status) => {
  const headers = {
    host: 'desk.example',
    origin: 'https://desk.example',
    'content-type': 'application/x-www-form-urlencoded',
  }
  const answer = await app.inject({ method: 'POST', url: '/help/ru/sign-in', headers, payload })
  expect(answer.statusCode).toBe(status)
})
