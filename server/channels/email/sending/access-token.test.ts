import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '#server/platform/database/open-database.ts'
import { buildConnection } from '#test/builders/connection.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { testPlatform } from '#test/platform.ts'
import { startIdentityProvider } from '#test/servers/identity-provider.ts'
import { freshAccessToken } from './access-token.ts'
import { askForToken } from '../connections/ask-for-token.ts'
import { openGrant } from '../connections/grant.ts'
import { refreshConnections } from '../connections/refresh-connections.ts'

const platform = await testPlatform()
const { db } = platform.database

let count = 0

/** An inbox that signs in by a grant of a provider of its own. */
async function grantedInbox(wishes: Parameters<typeof buildConnection>[3] = {}) {
  const provider = await startIdentityProvider()
  afterAll(() => provider.stop())
  const inbox = await buildInbox(platform, { address: `granted${++count}@desk.example` })
  await buildConnection(platform, inbox.id, provider, wishes)
  const row = () =>
    db
      .selectFrom('mail_connection')
      .innerJoin('inbox', 'inbox.id', 'inbox_id')
      .selectAll('mail_connection')
      .select(['inbox.connection_state', 'inbox.receive_error', 'inbox.version'])
      .where('inbox_id', '=', inbox.id)
      .executeTakeFirstOrThrow()
  const grant = async () => openGrant(platform.secrets, await row())
  return { inboxId: inbox.id, provider, row, grant, token: () => freshAccessToken(platform, inbox.id) }
}

test('an inbox that nobody has connected has no token, and the provider is not asked', async () => {
  const { provider, token } = await grantedInbox({ state: 'new' })
  await expect(token()).rejects.toMatchObject({ reason: 'not_connected', code: 'ENOTCONNECTED' })
  expect(provider.asked).toBe(0)
})

test('a token is taken until it runs out, and the rotated refresh token is the one used next', async () => {
  const { provider, grant, token } = await grantedInbox()
  expect(await token()).toBe('access-1')
  expect(await token()).toBe('access-1')
  expect((await grant()).refreshToken).toBe('refresh-1')
  platform.clock.forward(3600 - 60)
  expect(await token()).toBe('access-2')
  expect(provider.asked).toBe(2)
})

test('ten that need a token at once ask the provider once', async () => {
  const { provider, token } = await grantedInbox()
  const tokens = await Promise.all(Array.from({ length: 10 }, token))
  expect(new Set(tokens)).toEqual(new Set(['access-1']))
  expect(provider.asked).toBe(1)
})

test('two processes that need a token at once ask the provider once', async () => {
  const { inboxId, provider } = await grantedInbox()
  const other = openDatabase({ url: platform.config.databaseUrl ?? '', maxConnections: 4 })
  const tokens = await Promise.all([
    freshAccessToken(platform, inboxId),
    freshAccessToken({ ...platform, database: other }, inboxId),
    freshAccessToken({ ...platform, database: other }, inboxId),
    freshAccessToken(platform, inboxId),
  ])
  await other.close()
  expect(new Set(tokens).size).toBe(1)
  expect(provider.asked).toBe(1)
})

test('letters of the inbox are entered while its provider is slow to answer', async () => {
  const { inboxId, provider } = await grantedInbox()
  const asked = Promise.withResolvers<void>()
  const slow = { ...platform, clock: { now: () => (asked.resolve(), platform.clock.now()) } }
  const token = freshAccessToken(slow, inboxId)
  await asked.promise
  // A foreign key to the inbox is what a letter needs; the refresh must not hold it.
  await db
    .insertInto('graph_letter')
    .values({ inbox_id: inboxId, id_hash: Buffer.from('1'), to_tidy: null })
    .execute()
  expect(await token).toBe('access-1')
  expect(provider.asked).toBe(1)
})

test('a token that the mail server refused is replaced although it would have lasted', async () => {
  const { inboxId, provider, token } = await grantedInbox()
  const rejected = await token()
  expect(await freshAccessToken(platform, inboxId, { rejected })).toBe('access-2')
  // Whoever met the same refusal a moment later takes what the first one got.
  expect(await freshAccessToken(platform, inboxId, { rejected })).toBe('access-2')
  expect(provider.asked).toBe(2)
})

test('a provider out of order is asked again, and nothing was lost', async () => {
  const { provider, grant, row, token } = await grantedInbox()
  provider.failNext(503)
  await expect(token()).rejects.toMatchObject({ reason: 'unavailable', code: 'ECONNECTION' })
  expect((await grant()).refreshToken).toBe('refresh-0')
  expect((await row()).connection_state).toBe('connected')
  expect(await token()).toBe('access-2')
})

test('access that was withdrawn marks the inbox, once, and the provider is left alone', async () => {
  const { inboxId, provider, row, token } = await grantedInbox()
  provider.revoke()
  await expect(token()).rejects.toMatchObject({ reason: 'revoked', code: 'ENOTCONNECTED' })
  await expect(token()).rejects.toMatchObject({ reason: 'revoked', code: 'ENOTCONNECTED' })
  expect(provider.asked).toBe(1)
  expect(await row()).toMatchObject({
    state: 'lost',
    connection_state: 'lost',
    problem: 'revoked',
    detail: 'invalid_grant: The grant was withdrawn',
    receive_error: 'invalid_grant: The grant was withdrawn',
  })
  const events = await db
    .selectFrom('event')
    .select('data')
    .where('type', '=', 'inbox.connection_lost')
    .execute()
  expect(events.filter(({ data }) => data['inboxId'] === inboxId)).toHaveLength(1)
})

test('an expired secret of the application is named; with a new one access is back without signing in', async () => {
  const { inboxId, provider, row, token } = await grantedInbox()
  provider.changeSecret('a new secret')
  await expect(token()).rejects.toMatchObject({ reason: 'client' })
  expect(await row()).toMatchObject({ connection_state: 'lost', problem: 'client' })
  await db
    .updateTable('mail_connection')
    .set({ client_secret: platform.secrets.encrypt('a new secret') })
    .where('inbox_id', '=', inboxId)
    .execute()
  expect(await freshAccessToken(platform, inboxId, { isForced: true })).toBe('access-2')
  expect(await row()).toMatchObject({
    state: 'connected',
    connection_state: 'connected',
    receive_error: null,
  })
})

test('an application of the organization takes its token from its own directory', async () => {
  const provider = await startIdentityProvider()
  afterAll(() => provider.stop())
  const { mailProviders } = platform.config
  const config = {
    ...platform.config,
    mailProviders: { ...mailProviders, microsoftLoginUrl: provider.origin },
  }
  const inbox = await buildInbox(platform, { address: `granted${++count}@desk.example` })
  await buildConnection(platform, inbox.id, provider, { provider: 'microsoft', grantKind: 'application' })
  expect(await freshAccessToken({ ...platform, config }, inbox.id)).toBe('access-1')
  expect(Object.fromEntries(provider.forms[0] ?? [])).toMatchObject({
    grant_type: 'client_credentials',
    scope: 'https://graph.microsoft.com/.default',
  })
})

test('idle inboxes are refreshed daily, and when a grant ends is known', async () => {
  const { provider, row, token } = await grantedInbox()
  provider.additions = { refresh_token_expires_in: 7 * 86_400 }
  await token()
  const end = (await row()).expires_at
  expect((await row()).expires_because).toBe('limited')
  provider.additions = {}
  await refreshConnections(platform)
  expect(provider.asked).toBe(1)
  platform.clock.forward(24 * 3600)
  await refreshConnections(platform)
  expect(provider.asked).toBe(2)
  // Refreshing does not put off an end that is fixed.
  expect((await row()).expires_at).toEqual(end)
})

test('one connection that cannot be read holds up no other', async () => {
  const broken = await grantedInbox()
  const { provider } = await grantedInbox()
  await db
    .updateTable('mail_connection')
    .set({ grant_sealed: 'v1.rubbish' })
    .where('inbox_id', '=', broken.inboxId)
    .execute()
  platform.clock.forward(24 * 3600)
  await refreshConnections(platform)
  expect(provider.asked).toBe(1)
  await db.deleteFrom('mail_connection').where('inbox_id', '=', broken.inboxId).execute()
})

test.each([
  ['consent_required', 'revoked'],
  ['login_required', 'revoked'],
  ['invalid_scope', 'client'],
  ['deleted_client', 'client'],
  ['temporarily_unavailable', 'unavailable'],
])('the provider says %s: %s', async (error, reason) => {
  const { provider, token } = await grantedInbox()
  provider.failNext(400, { error })
  await expect(token()).rejects.toMatchObject({ reason })
})

test('a provider that answers drop by drop is given up, and the connection is free again', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const timer = setInterval(() => response.write(' '), 20)
    response.once('close', () => clearInterval(timer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const asked = askForToken(`http://127.0.0.1:${port}/token`, {}, new Date(), { patienceMs: 200 })
  await expect(asked).rejects.toMatchObject({ reason: 'unavailable' })
  server.closeAllConnections()
  server.close()
})
