import { afterAll, expect, test } from 'vitest'
import { createDeskApp } from '#server/app.ts'
import { testPlatform } from '#test/platform.ts'
import { portalBrowser, type PortalBrowser } from '#test/portal-browser.ts'
import { startOpenIdProvider } from '#test/servers/openid-provider.ts'

const redirectUri = 'https://desk.example/help/sign-in/oidc'
const provider = await startOpenIdProvider(redirectUri)
afterAll(() => provider.stop())
const platform = await testPlatform({
  PUBLIC_URL: 'https://desk.example',
  OUTGOING_PRIVATE_NETWORKS: '127.0.0.1',
})
const { db } = platform.database
await db
  .updateTable('customer_sign_in_setting')
  .set({
    has_oidc: true,
    oidc_name: 'Компания',
    oidc_issuer: provider.issuer,
    oidc_client_id: provider.client.id,
    oidc_secret: platform.secrets.encrypt(provider.client.secret),
  })
  .execute()
const app = await createDeskApp(platform)
const person = { email: 'Ivan@Corp.example', email_verified: true, name: 'Иван' }
let host = 0

/** The whole way there and back, with whatever the provider is told to say. */
async function goThrough(changes: Partial<typeof provider> = {}, browser?: PortalBrowser) {
  const honest = { claims: person, head: {}, isForger: false, saysByUserInfo: false, isStateChanged: false }
  Object.assign(provider, honest, changes)
  const own = browser ?? portalBrowser(app, { from: `198.51.100.${++host}` })
  const away = await own.get('/sign-in/with?next=/account')
  const back = await provider.visit(away.location)
  const led = await own.get(back.pathname + back.search)
  return { browser: own, back, end: await own.get(led.location) }
}

test('whom the provider vouches for is signed in, and becomes a customer by the verified address', async () => {
  const { browser, end } = await goThrough()
  expect([end.status, end.location]).toEqual([303, '/help/ru/account'])
  const page = (await browser.get('/account')).html
  expect([page.includes('ivan@corp.example'), page.includes('<h1>Иван</h1>')]).toEqual([true, true])
  expect((await browser.get('/sign-in')).location).toBe('/help/ru/requests')
})

test('what the token leaves out, UserInfo says', async () => {
  expect((await goThrough({ saysByUserInfo: true })).end.location).toBe('/help/ru/account')
})

const soon = Math.floor(Date.now() / 1000)
test.each([
  ['an unverified address', { claims: { ...person, email_verified: false } }],
  ['an address nobody says is verified', { claims: { email: person.email } }],
  ['no address', { claims: { email_verified: true } }],
  ['a signature of another’s', { isForger: true }],
  ['no signature', { head: { alg: 'none' } }],
  ['a signature with the secret instead of the key', { head: { alg: 'HS256' } }],
  ['a key nobody published', { head: { kid: 'two' }, isForger: true }],
  ['another audience', { claims: { ...person, aud: 'somebody else' } }],
  ['another issuer', { claims: { ...person, iss: 'https://other.example' } }],
  ['a token that is over', { claims: { ...person, iat: soon - 900, exp: soon - 600 } }],
  ['another nonce', { claims: { ...person, nonce: 'another' } }],
  ['another state', { isStateChanged: true }],
])('%s signs nobody in', async (_, changes) => {
  const { browser, end } = await goThrough(changes)
  expect(end.status).toBe(400)
  expect(end.html).toContain('Компания')
  expect(browser.cookies.has('otklik_customer')).toBe(false)
  expect((await browser.get('/account')).status).toBe(303)
})

test('an answer works once, and only in the browser that set out', async () => {
  const { back } = await goThrough()
  const stranger = portalBrowser(app)
  expect((await stranger.get(`/help/ru/sign-in/oidc${back.search}`)).status).toBe(400)
  // Led to the victim's browser, which has set out itself: it is not the answer to that.
  const victim = portalBrowser(app)
  await victim.get('/sign-in/with')
  expect((await victim.get(`/help/ru/sign-in/oidc${back.search}`)).status).toBe(400)
  expect(victim.cookies.has('otklik_customer')).toBe(false)
})

test('a journey of too long ago, or one somebody made up, ends nowhere', async () => {
  Object.assign(provider, { claims: person, head: {}, isForger: false, isStateChanged: false })
  const slow = portalBrowser(app)
  const back = await provider.visit((await slow.get('/sign-in/with')).location)
  platform.clock.forward(601)
  expect((await slow.get(`/help/ru/sign-in/oidc${back.search}`)).status).toBe(400)
  const forger = portalBrowser(app)
  forger.cookies.set('otklik_oidc', platform.secrets.encrypt('{"state":"x"}'))
  expect((await forger.get(`/help/ru/sign-in/oidc${back.search}`)).status).toBe(400)
})

test('a provider that is not there is said so, and the letter is offered', async () => {
  await db.updateTable('customer_sign_in_setting').set({ oidc_issuer: 'http://127.0.0.1:1' }).execute()
  const page = await portalBrowser(app).get('/sign-in/with')
  expect(page.status).toBe(400)
  expect(page.html).toContain('Войти через Компания не получилось')
  expect(page.html).toContain('Получить письмо')
  // A network nobody named is not called at all, by whatever address.
  await db.updateTable('customer_sign_in_setting').set({ oidc_issuer: 'https://10.0.0.1' }).execute()
  expect((await portalBrowser(app).get('/sign-in/with')).status).toBe(400)
  await db.updateTable('customer_sign_in_setting').set({ has_oidc: false }).execute()
  expect((await portalBrowser(app).get('/sign-in/with')).status).toBe(404)
})
