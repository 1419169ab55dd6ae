import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import * as contract from '#contract/mail-connections.ts'
import { channelRoutes } from '#server/channels/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn, withApiKey } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { describeRefusals } from '#test/refusals.ts'
import { connectToServer } from '#server/channels/email/sending/outgoing-server.ts'
import { startIdentityProvider } from '#test/servers/identity-provider.ts'
import { mayBeAsked } from './guarded-request.ts'

const provider = await startIdentityProvider()
const desk = await testApp(channelRoutes, {
  PUBLIC_URL: 'https://help.desk.example',
  GOOGLE_LOGIN_URL: provider.origin,
  GOOGLE_TOKEN_URL: provider.origin,
  MICROSOFT_LOGIN_URL: provider.origin,
})
const { ask, db, clock, platform } = desk
afterAll(() => provider.stop())
describeRefusals(contract, desk)

const administrator = await buildAgent(db, { role: 'administrator' })
const as = await signedIn(db, administrator)
let count = 0
let address = ''
let inboxId = 0

beforeEach(async () => {
  address = `box${++count}@desk.example`
  provider.account = address
  provider.additions = {}
  const imap = { host: 'imap.example', port: 993, security: 'tls', user: address, folder: 'INBOX' } as const
  inboxId = (await buildInbox(platform, { address, imap })).id
})

const post = (path: string, body?: unknown, who = as) => ask({ method: 'POST', path, body, as: who })
const save = (body: object) => ask({ method: 'PUT', path: `/inboxes/${inboxId}/connection`, body, as })
const google = { provider: 'google', clientId: 'desk', clientSecret: 'desk secret' }
const start = async () => (await post(`/inboxes/${inboxId}/connection/attempts`)).body.url as string
const inbox = async () =>
  (await ask({ method: 'GET', path: '/inboxes', as })).body.items.find(
    (one: { id: number }) => one.id === inboxId,
  )

/** Goes to the provider, agrees there, and hands over what it sends back. */
async function connect(who = as) {
  const back = await provider.visit(await start())
  const [code, state] = [back.searchParams.get('code'), back.searchParams.get('state')]
  return { back, code, state, answer: await post('/mail-connections/grants', { code, state }, who) }
}

describe('the way to the provider and back', () => {
  test('asks for what is needed with PKCE, keeps the grant sealed, and works once', async () => {
    expect((await save(google)).body).toMatchObject({ state: 'new', hasClientSecret: true, account: null })
    expect((await inbox()).connectionState).toBe('new')
    const url = new URL(await start())
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'desk',
      redirect_uri: 'https://help.desk.example/settings/inboxes/connected',
      scope: 'https://mail.google.com/ openid email',
      code_challenge_method: 'S256',
      access_type: 'offline',
      prompt: 'consent',
      login_hint: address,
    })
    const { answer, back, code, state } = await connect()
    expect(back.origin + back.pathname).toBe('https://help.desk.example/settings/inboxes/connected')
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ state: 'connected', account: address, expiresBecause: 'idle' })
    expect((await inbox()).connectionState).toBe('connected')
    const again = await post('/mail-connections/grants', { code, state })
    expect(again.body.error.name).toBe('connection_expired')
    const row = await db
      .selectFrom('mail_connection')
      .selectAll()
      .where('inbox_id', '=', inboxId)
      .executeTakeFirstOrThrow()
    for (const secret of ['desk secret', 'refresh-', 'access-'])
      expect(JSON.stringify(row)).not.toContain(secret)
    const list = await ask({ method: 'GET', path: '/mail-connections', as })
    expect(list.body.redirectUri).toBe('https://help.desk.example/settings/inboxes/connected')
    for (const secret of ['desk secret', 'refresh-', 'access-', 'v1.']) {
      expect(JSON.stringify(list.body)).not.toContain(secret)
    }
  })

  test('a state is worth nothing in another session, to a key, after a while, or made up', async () => {
    await save(google)
    const other = await signedIn(db, administrator)
    expect((await connect(other)).answer.body.error.name).toBe('connection_expired')
    const key = await withApiKey(db, administrator, ['inbox.manage'])
    expect((await connect(key as never)).answer.body.error.name).toBe('connection_expired')
    const back = await provider.visit(await start())
    clock.forward(16 * 60)
    const late = { code: back.searchParams.get('code'), state: back.searchParams.get('state') }
    expect((await post('/mail-connections/grants', late)).body.error.name).toBe('connection_expired')
    const invented = { code: 'x', state: 'y' }
    expect((await post('/mail-connections/grants', invented)).body.error.name).toBe('connection_expired')
    expect((await post('/mail-connections/grants', { code: 'x' })).body.error.name).toBe('invalid_input')
  })

  test('whoever signs in to another mailbox is told so, unless the mailbox is shared', async () => {
    await save(google)
    provider.account = 'somebody@desk.example'
    const wrong = await connect()
    expect(wrong.answer.body.error).toMatchObject({
      name: 'wrong_account',
      detail: { account: 'somebody@desk.example', address },
    })
    expect((await inbox()).connectionState).toBe('new')
    await save({ ...google, isShared: true })
    expect((await connect()).answer.body).toMatchObject({ account: 'somebody@desk.example', isShared: true })
  })

  test('a refusal, a missing scope, a grant that does not last and a provider out of order have names', async () => {
    await save(google)
    const state = new URL(await start()).searchParams.get('state')
    const denied = await post('/mail-connections/grants', {
      state,
      error: 'access_denied',
      errorDescription: 'No',
    })
    expect(denied.body.error).toMatchObject({
      name: 'connection_refused',
      detail: { reason: 'access_denied', said: 'No' },
    })
    provider.additions = { scope: 'openid email' }
    expect((await connect()).answer.body.error.detail).toMatchObject({
      reason: 'missing_scopes',
      said: 'https://mail.google.com/',
    })
    provider.additions = { refresh_token: undefined }
    expect((await connect()).answer.body.error.detail).toMatchObject({ reason: 'no_refresh_token' })
    provider.additions = {}
    const back = await provider.visit(await start())
    provider.failNext(500)
    const down = await post('/mail-connections/grants', {
      code: back.searchParams.get('code'),
      state: back.searchParams.get('state'),
    })
    expect(down.body.error.name).toBe('provider_unavailable')
  })

  test('Microsoft is asked in its own directory for IMAP and SMTP, for Graph where the inbox is on Graph', async () => {
    const microsoft = { ...google, provider: 'microsoft', tenant: 'contoso.example' }
    await save(microsoft)
    const url = new URL(await start())
    expect(url.pathname).toBe('/contoso.example/oauth2/v2.0/authorize')
    expect(url.searchParams.get('scope')).toBe(
      'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access openid email profile',
    )
    expect((await connect()).answer.status).toBe(200)
    const version = (await inbox()).version as number
    const change = { version, receivesBy: 'graph', imap: null, smtp: null, sendsBy: 'graph' }
    expect(
      (await ask({ method: 'PATCH', path: `/inboxes/${inboxId}`, body: change, as })).body,
    ).toMatchObject({
      receivesBy: 'graph',
      connectionState: 'new',
    })
    await save({ ...microsoft, isShared: true })
    expect(new URL(await start()).searchParams.get('scope')).toBe(
      'https://graph.microsoft.com/Mail.ReadWrite.Shared https://graph.microsoft.com/Mail.Send.Shared offline_access openid email profile',
    )
  })

  test('another provider is asked where the administrator says, and says who signed in', async () => {
    const other = {
      provider: 'other',
      clientId: 'desk',
      clientSecret: 'desk secret',
      authorizeUrl: `${provider.authorizeUrl}?display=popup`,
      tokenUrl: provider.tokenUrl,
      userinfoUrl: provider.userinfoUrl,
      scopes: 'mail:imap_full mail:smtp',
    }
    await save(other)
    const url = new URL(await start())
    expect(url.searchParams.get('display')).toBe('popup')
    expect(url.searchParams.get('scope')).toBe('mail:imap_full mail:smtp')
    expect((await connect()).answer.body).toMatchObject({ state: 'connected', account: address })
  })
})

describe('settings of a connection', () => {
  test('what does not go together is bad input', async () => {
    const fields = async (body: object) =>
      (await save(body)).body.error.fields.map((one: { path: string }) => one.path)
    expect(await fields({ ...google, provider: 'microsoft' })).toEqual(['body.tenant'])
    expect(await fields({ ...google, provider: 'other' })).toEqual(['body.authorizeUrl', 'body.tokenUrl'])
    expect(await fields({ ...google, grantKind: 'application' })).toEqual(['body.grantKind'])
    expect(await fields({ ...google, provider: 'microsoft', tenant: '../x' })).toEqual(['body.tenant'])
    const typed = { ...google, provider: 'other', authorizeUrl: 'https://id.example/authorize' }
    for (const tokenUrl of [
      'http://id.example/token',
      'https://169.254.169.254/token',
      'https://[fe80::1]/t',
    ]) {
      expect(await fields({ ...typed, tokenUrl })).toEqual(['body.tokenUrl'])
    }
    expect((await save({ ...typed, tokenUrl: 'javascript:alert(1)' })).status).toBe(400)
  })

  test('no address leads to what a machine in a cloud keeps for itself, however it is written', async () => {
    for (const host of [
      '2852039166',
      '0xa9fea9fe',
      '[::ffff:169.254.169.254]',
      '[64:ff9b::a9fe:a9fe]',
      '[2002:a9fe:a9fe::1]',
      '[fd00:ec2::254]',
      '100.100.100.200',
      '168.63.129.16',
      '192.0.0.192',
      '0.0.0.0',
    ]) {
      expect([host, mayBeAsked(`https://${host}/token`)]).toEqual([host, false])
    }
    expect(mayBeAsked('https://192.168.1.10/token')).toBe(true)
    for (const side of ['imap', 'smtp'] as const) {
      const server = { host: '169.254.169.254', port: 80, security: 'none', user: 'x' }
      const body = { address, receivesBy: side, [side]: server }
      const { steps } = (await post('/inbox-checks', body)).body
      expect(steps.find((step: { side: string }) => step.side === side)).toMatchObject({
        isPassed: false,
        problem: 'forbidden_host',
      })
    }
    const smtp = { host: '169.254.169.254', port: 80, security: 'none', user: null } as const
    await expect(connectToServer(smtp, { password: null, accessToken: null }, 'x')).rejects.toMatchObject({
      code: 'EFORBIDDEN',
    })
  })

  test('an inbox that is put away keeps no grant and no secret', async () => {
    await save(google)
    await connect()
    expect((await ask({ method: 'DELETE', path: `/inboxes/${inboxId}`, as })).status).toBe(200)
    const left = db.selectFrom('mail_connection').selectAll().where('inbox_id', '=', inboxId)
    expect(await left.execute()).toEqual([])
  })

  test('a secret stays with its application, and a grant goes with it', async () => {
    await save(google)
    await connect()
    expect((await save({ ...google, clientSecret: 'a newer one' })).body.state).toBe('connected')
    expect((await save({ provider: 'google', clientId: 'desk' })).body).toMatchObject({
      state: 'connected',
      hasClientSecret: true,
    })
    expect((await save({ provider: 'google', clientId: 'another' })).body).toMatchObject({
      state: 'new',
      hasClientSecret: false,
      account: null,
    })
    expect((await inbox()).connectionState).toBe('new')
  })

  test('an inbox that is given other servers, or less protection, has to be connected again; one that goes back to passwords has not', async () => {
    await save(google)
    for (const other of [{ security: 'none' }, { host: 'imap.attacker.example' }]) {
      await connect()
      const { version, imap } = await inbox()
      const moved = { version, imap: { ...imap, ...other } }
      const after = await ask({ method: 'PATCH', path: `/inboxes/${inboxId}`, body: moved, as })
      expect([other, after.body.connectionState]).toEqual([other, 'new'])
      const row = await db
        .selectFrom('mail_connection')
        .select('grant_sealed')
        .where('inbox_id', '=', inboxId)
        .executeTakeFirstOrThrow()
      expect(row.grant_sealed).toBeNull()
    }
    const path = `/inboxes/${inboxId}/connection`
    expect((await ask({ method: 'DELETE', path, as })).status).toBe(200)
    expect((await ask({ method: 'DELETE', path, as })).status).toBe(404)
    expect((await inbox()).connectionState).toBeNull()
    expect((await post(`${path}/attempts`)).status).toBe(404)
  })

  test('a check takes a new token now, says what is wrong, and notices that access is back', async () => {
    await save(google)
    const path = `/inboxes/${inboxId}/connection/checks`
    expect((await post(path)).body.error.name).toBe('not_connectable')
    await connect()
    expect((await post(path)).body).toMatchObject({ state: 'connected' })
    provider.failNext(503)
    expect((await post(path)).body.error.name).toBe('provider_unavailable')
    provider.changeSecret('replaced')
    expect((await post(path)).body).toMatchObject({ state: 'lost', problem: 'client' })
    expect((await inbox()).connectionState).toBe('lost')
    provider.changeSecret('desk secret')
    expect((await post(path)).body).toMatchObject({ state: 'connected', problem: null })
    expect((await inbox()).connectionState).toBe('connected')
    provider.revoke()
    expect((await post(path)).body).toMatchObject({ state: 'lost', problem: 'revoked' })
    // The screen works in that state too: connecting again is all it takes.
    expect((await connect()).answer.body.state).toBe('connected')
  })
})
