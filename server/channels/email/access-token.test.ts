import { afterAll, expect, test } from 'vitest'
import { type InboxSecrets, openInboxSecrets, sealInboxSecrets } from '#server/channels/inbox-secrets.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { testPlatform } from '#test/platform.ts'
import { startIdentityProvider } from '#test/servers/identity-provider.ts'
import { freshAccessToken } from './access-token.ts'

const platform = await testPlatform()
const { db } = platform.database

let count = 0

/** An inbox that signs in by a grant of a provider of its own. */
async function grantedInbox() {
  const provider = await startIdentityProvider()
  afterAll(() => provider.stop())
  const inbox = await buildInbox(platform, { address: `granted${++count}@desk.example` })
  const oauth = {
    tokenUrl: provider.tokenUrl,
    clientId: 'desk',
    clientSecret: 'desk secret',
    refreshToken: provider.refreshToken,
    accessToken: null,
    expiresAt: null,
  }
  const sealed = sealInboxSecrets(platform.secrets, { oauth })
  await db.updateTable('inbox').set({ secrets: sealed }).where('id', '=', inbox.id).execute()
  const open = async (): Promise<InboxSecrets> => {
    const row = await db
      .selectFrom('inbox')
      .select('secrets')
      .where('id', '=', inbox.id)
      .executeTakeFirstOrThrow()
    return openInboxSecrets(platform.secrets, row.secrets)
  }
  return { provider, open, token: async () => freshAccessToken(platform, inbox.id, await open()) }
}

test('an inbox that signs in by password has no token', async () => {
  expect(await freshAccessToken(platform, 1, openInboxSecrets(platform.secrets, null))).toBeNull()
})

test('a token is taken until it runs out, and the rotated refresh token is the one used next', async () => {
  const { provider, open, token } = await grantedInbox()
  expect(await token()).toBe('access-1')
  expect(await token()).toBe('access-1')
  expect((await open()).oauth?.refreshToken).toBe('refresh-1')
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

test('a provider out of order is asked again, and nothing was lost', async () => {
  const { provider, open, token } = await grantedInbox()
  provider.failNext(503)
  await expect(token()).rejects.toMatchObject({ reason: 'unavailable', code: 'ECONNECTION' })
  expect((await open()).oauth?.refreshToken).toBe('refresh-0')
  expect(await token()).toBe('access-2')
})

test('access that was withdrawn is named, for only a person can give it again', async () => {
  const { provider, token } = await grantedInbox()
  provider.revoke()
  await expect(token()).rejects.toMatchObject({ reason: 'revoked', code: 'EAUTH' })
})
