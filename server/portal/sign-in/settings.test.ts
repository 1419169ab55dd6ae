import { afterAll, expect, test } from 'vitest'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { testApp } from '#test/app.ts'
import { startOpenIdProvider } from '#test/servers/openid-provider.ts'
import { openPortalBook } from '../settings/read-portal.ts'
import { customerSignInRoutes } from './routes.ts'

const redirectUri = 'https://desk.example/help/sign-in/oidc'
const provider = await startOpenIdProvider(redirectUri)
afterAll(() => provider.stop())
const { ask, db, platform } = await testApp(
  (api, ground) => customerSignInRoutes(api, ground, openPortalBook(ground)),
  { PUBLIC_URL: 'https://desk.example', OUTGOING_PRIVATE_NETWORKS: '127.0.0.1' },
)
const admin = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
const path = '/customer-sign-in'
const oidc = { isOn: true, name: 'Компания', issuer: provider.issuer, clientId: 'portal', secret: 'тайна' }
const version = async () => (await ask({ method: 'GET', path, as: admin })).body.version as number
const change = async (body: object) =>
  ask({ method: 'PATCH', path, body: { version: await version(), ...body }, as: admin })

test('a provider is switched on once it answers, and its secret is told to nobody', async () => {
  const answer = await change({ oidc })
  expect(answer.body).toMatchObject({
    oidc: { isOn: true, name: 'Компания', hasSecret: true },
    redirectUri,
    hasPassword: true,
  })
  expect(JSON.stringify(answer.body)).not.toContain('тайна')
  const kept = await db.selectFrom('customer_sign_in_setting').select('oidc_secret').executeTakeFirstOrThrow()
  expect(platform.secrets.decrypt(kept.oidc_secret ?? '')).toBe('тайна')
  const { secret: _, ...rest } = oidc
  expect((await change({ oidc: rest })).body.oidc.hasSecret).toBe(true)
  expect((await change({ oidc: { ...rest, secret: '' } })).body.oidc.hasSecret).toBe(false)
  const events = await db
    .selectFrom('event')
    .select('data')
    .where('type', '=', 'customer_sign_in.updated')
    .execute()
  expect([events.length, JSON.stringify(events).includes('тайна')]).toEqual([3, false])
})

test.each([
  ['nothing is there', { issuer: 'http://127.0.0.1:1' }, 'address_refused'],
  ['it is no provider', { issuer: 'https://10.0.0.1' }, 'address_refused'],
  ['it is no address', { issuer: 'company' }, 'address_refused'],
  ['it has no name', { name: ' ' }, 'invalid_input'],
])('a provider is not switched on where %s', async (_, wrong, failure) => {
  const answer = await change({ oidc: { ...oidc, ...wrong } })
  expect([answer.status, answer.body.error.name]).toEqual([400, failure])
})

test('what somebody changed meanwhile is not overwritten, and nobody else comes here', async () => {
  const old = await version()
  await change({ hasPassword: false })
  const late = await ask({ method: 'PATCH', path, body: { version: old, hasPassword: true }, as: admin })
  expect(late.status).toBe(409)
  const agent = await signedIn(db, await buildAgent(db, { role: 'agent' }))
  expect((await ask({ method: 'GET', path })).status).toBe(401)
  expect((await ask({ method: 'GET', path, as: agent })).status).toBe(403)
  expect((await ask({ method: 'PATCH', path, body: { version: old }, as: agent })).status).toBe(403)
})
