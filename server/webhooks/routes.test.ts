import { beforeEach, expect, test } from 'vitest'
import { sql } from 'kysely'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { createSecrets } from '#server/platform/secrets.ts'
import { webhookAlerts, webhookRoutes } from './index.ts'
import { tidyWebhooks } from './tidy.ts'

const { db, clock, ask, platform } = await testApp(webhookRoutes)
const boss = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
const wishes = { name: 'CRM', url: 'https://crm.example/hook', types: ['ticket.created', 'note.added'] }
const post = (path: string, body?: object, as = boss) => ask({ method: 'POST', path, body, as })
const get = (path: string, as = boss) => ask({ method: 'GET', path, as })

async function made() {
  const { status, body } = await post('/webhooks', wishes)
  expect(status).toBe(201)
  return body as { secret: string; webhook: { id: number; version: number } }
}
beforeEach(async () => {
  await db.deleteFrom('webhook').execute()
})

test('a webhook is made, shown without its secret, changed and removed', async () => {
  const { secret, webhook } = await made()
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const list = await get('/webhooks')
  expect(list.body.items).toHaveLength(1)
  expect(list.body.items[0]).toMatchObject({ name: 'CRM', state: 'active', pending: 0, failed: 0 })
  expect(list.body.items[0].hours).toHaveLength(24)
  const row = await db.selectFrom('webhook').selectAll().executeTakeFirstOrThrow()
  expect(JSON.stringify([list.body, row])).not.toContain(secret.slice(6))
  expect(platform.secrets.decrypt(row.secret)).toBe(secret)

  const body = { version: webhook.version, name: 'ERP', headers: [{ name: 'X-Key', value: 'k1' }] }
  const path = `/webhooks/${webhook.id}`
  const changed = await ask({ method: 'PATCH', path, body, as: boss })
  expect(changed.body).toMatchObject({ name: 'ERP', headerNames: ['X-Key'], types: wishes.types })
  const again = await ask({ method: 'PATCH', path, body, as: boss })
  expect([again.status, again.body.error.name]).toEqual([409, 'version_conflict'])
  const kept = { version: changed.body.version, headers: [{ name: 'X-Key' }, { name: 'X-Two', value: '2' }] }
  expect((await ask({ method: 'PATCH', path, body: kept, as: boss })).body.headerNames).toEqual([
    'X-Key',
    'X-Two',
  ])
  // A form sends everything it shows: what is as it was has not been changed.
  const shown = {
    ...wishes,
    name: 'ERP',
    types: wishes.types.toReversed(),
    headers: [{ name: 'X-Key' }, { name: 'X-Two' }],
    version: changed.body.version + 1,
  }
  expect((await ask({ method: 'PATCH', path, body: shown, as: boss })).status).toBe(200)
  const renamed = { ...shown, name: 'CRM', version: shown.version + 1 }
  expect((await ask({ method: 'PATCH', path, body: renamed, as: boss })).status).toBe(200)
  expect((await ask({ method: 'DELETE', path, as: boss })).status).toBe(200)
  expect((await get(path)).status).toBe(404)
  const events = await db
    .selectFrom('event')
    .select(['type', 'data'])
    .where('type', 'like', 'webhook.%')
    .orderBy('id')
    .execute()
  expect(events.map(({ type, data }) => [type, data['changed']])).toEqual([
    ['webhook.created', undefined],
    ['webhook.updated', ['name', 'headers']],
    ['webhook.updated', ['headers']],
    ['webhook.updated', ['name']],
    ['webhook.deleted', undefined],
  ])
})

test.each([
  ['a private address', { url: 'https://10.0.0.1/' }, 'address_refused'],
  ['this machine by a number', { url: 'https://2130706433/' }, 'address_refused'],
  ['an address without TLS', { url: 'http://crm.example/' }, 'address_refused'],
  ['a password in the address', { url: 'https://u:p@crm.example/' }, 'address_refused'],
  ['no name', { name: ' ' }, 'invalid_input'],
  ['a type that is not sent', { types: ['ticket.exploded'] }, 'invalid_input'],
  ['a header of ours', { headers: [{ name: 'Webhook-Id', value: 'x' }] }, 'invalid_input'],
  ['a header with a line break', { headers: [{ name: 'X-A', value: 'a\r\nb: c' }] }, 'invalid_input'],
  ['a header without a value', { headers: [{ name: 'X-A' }] }, 'invalid_input'],
  ['a team that is not there', { teamIds: [999] }, 'unknown_reference'],
])('%s is refused', async (_what, change, name) => {
  const { status, body } = await post('/webhooks', { ...wishes, ...change })
  expect([status, body.error.name]).toEqual([400, name])
})

test('only whoever manages webhooks gets to them, and notes are for those who may read notes', async () => {
  const { webhook } = await made()
  const agent = await signedIn(db, await buildAgent(db))
  const team = await buildTeam(db, { isIsolated: true })
  const limited = await signedIn(
    db,
    await buildAgent(db, { role: ['webhook.manage', 'ticket.read'], teamIds: [team.id] }),
  )
  const noteless = await signedIn(db, await buildAgent(db, { role: ['webhook.manage', 'ticket.read'] }))
  for (const path of ['/webhooks', `/webhooks/${webhook.id}`, `/webhooks/${webhook.id}/deliveries`]) {
    expect((await ask({ method: 'GET', path })).status).toBe(401)
    expect((await get(path, agent)).status).toBe(403)
    expect((await get(path, limited)).status).toBe(403)
    expect((await get(path, noteless)).status).toBe(200)
  }
  for (const path of ['secret', 'test', 'resend-failed'].map((end) => `/webhooks/${webhook.id}/${end}`)) {
    expect((await ask({ method: 'POST', path, body: {} })).status).toBe(401)
    expect((await post(path, {}, agent)).status).toBe(403)
    expect((await post(path, {}, limited)).status).toBe(403)
  }
  const { ticketId } = await buildMessage(db)
  const actor = { kind: 'system', id: null } as const
  const occurrence = { type: 'note.added', at: clock.now(), actor, ticketId }
  await inTransaction(db, (tx) => recordEvent(tx, occurrence))
  const [note] = (await get(`/webhooks/${webhook.id}/deliveries?type=note.added`)).body.items
  expect((await get(`/webhook-deliveries/${note.id}`, noteless)).status).toBe(403)
  expect((await get(`/webhook-deliveries/${note.id}`)).status).toBe(200)
  expect((await post('/webhooks', wishes, noteless)).status).toBe(403)
  expect((await post('/webhooks', { ...wishes, types: ['ticket.created'] }, noteless)).status).toBe(201)
})

test('the log is paged, filtered and kept for thirty days', async () => {
  const { webhook } = await made()
  const { ticketId } = await buildMessage(db)
  for (let count = 0; count < 3; count++)
    await inTransaction(db, (tx) =>
      recordEvent(tx, {
        type: 'note.added',
        at: clock.now(),
        actor: { kind: 'system', id: null },
        ticketId,
      }),
    )
  const path = `/webhooks/${webhook.id}/deliveries`
  const first = await get(`${path}?limit=3`)
  expect(first.body.items.map((item: { type: string }) => item.type)).toEqual([
    'note.added',
    'note.added',
    'note.added',
  ])
  const second = await get(`${path}?limit=3&cursor=${first.body.nextCursor}`)
  expect(second.body).toMatchObject({ items: [{ type: 'ticket.created' }], nextCursor: null })
  expect((await get(`${path}?type=ticket.created`)).body.items).toHaveLength(1)
  expect((await get(`${path}?ticketId=${ticketId}&state=pending`)).body.items).toHaveLength(4)
  expect((await get(`${path}?cursor=nonsense`)).status).toBe(400)
  expect((await get(`${path}?state=odd`)).status).toBe(400)
  const { body } = await get(`/webhook-deliveries/${first.body.items[0].id}`)
  expect(body).toMatchObject({ body: null, attempts: [] })
})

test('what is old goes out of the log, however much it is; what has waited for a week is given up', async () => {
  const { webhook } = await made()
  const ago = (days: number) => new Date(clock.now().getTime() - days * 86_400_000)
  await sql`insert into webhook_delivery (webhook_id, lane, message_id, origin, type, at, state, finished_at, created_at)
    select ${webhook.id}, -n, 'old ' || n, 'test', 'webhook.test', now(), 'delivered', ${ago(31)}, ${ago(31)}
    from generate_series(1, 2500) as n`.execute(db)
  const wait = (lane: number, messageId: string, days: number, due: number) =>
    sql`insert into webhook_delivery (webhook_id, lane, message_id, origin, type, at, next_try_at, created_at)
      values (${webhook.id}, ${lane}, ${messageId}, 'event', 'ticket.created', now(), ${ago(due)}, ${ago(days)})`.execute(
      db,
    )
  await wait(1, 'kept', 29, 29)
  await db
    .updateTable('webhook_delivery')
    .set({ state: 'delivered', finished_at: ago(29) })
    .where('message_id', '=', 'kept')
    .execute()
  await wait(1, 'waits', 8, 8)
  await wait(1, 'again', 8, 1)
  await wait(1, 'young', 6, 6)
  await wait(2, 'tried', 8, 8)
  await sql`insert into webhook_lane (webhook_id, lane, next_at, claimed_until)
    values (${webhook.id}, 2, ${ago(-1)}, ${ago(-1)})`.execute(db)
  await tidyWebhooks(platform)
  const left = await db.selectFrom('webhook_delivery').select(['message_id', 'state', 'problem']).execute()
  expect(left.map((row) => [row.message_id, row.state, row.problem]).toSorted()).toEqual([
    ['again', 'pending', null],
    ['kept', 'delivered', null],
    ['tried', 'pending', null],
    ['waits', 'failed', 'waited'],
    ['young', 'pending', null],
  ])
  const events = await db.selectFrom('event').select('data').where('type', '=', 'webhook.gave_up').execute()
  expect(events).toMatchObject([{ data: { webhookId: webhook.id } }])
})

test('an old secret is wiped when its time is over', async () => {
  const { webhook } = await made()
  await post(`/webhooks/${webhook.id}/secret`, { overlapHours: 1 })
  const old = async () => (await db.selectFrom('webhook').select('old_secret').executeTakeFirst())?.old_secret
  await tidyWebhooks(platform)
  expect(await old()).not.toBeNull()
  clock.forward(3601)
  await tidyWebhooks(platform)
  expect(await old()).toBeNull()
})

test('a header that was sealed with a lost key is asked for anew', async () => {
  const { webhook } = await made()
  const path = `/webhooks/${webhook.id}`
  const strange = createSecrets('another secret key of sufficient length')
  const headers = strange.encrypt(JSON.stringify([{ name: 'X-Key', value: 'k1' }]))
  await db
    .updateTable('webhook')
    .set({ headers, header_names: ['X-Key'] })
    .execute()
  const change = (wanted: object[]) =>
    ask({ method: 'PATCH', path, body: { version: webhook.version, headers: wanted }, as: boss })
  const refused = await change([{ name: 'X-Key' }])
  expect([refused.status, refused.body.error.name, refused.body.error.fields[0].path]).toEqual([
    400,
    'invalid_input',
    'body.headers',
  ])
  expect((await change([{ name: 'X-Key', value: 'k2' }])).status).toBe(200)
})

test('a secret that leaked is replaced at once', async () => {
  const { webhook } = await made()
  const { body } = await post(`/webhooks/${webhook.id}/secret`, { overlapHours: 0 })
  expect(body.webhook.oldSecretUntil).toBeNull()
  expect(await db.selectFrom('webhook').select(['old_secret', 'old_secret_until']).execute()).toEqual([
    { old_secret: null, old_secret_until: null },
  ])
})

test('a webhook that is enabled again begins at once, also in lines that waited for their next try', async () => {
  const { webhook } = await made()
  const { ticketId } = await buildMessage(db)
  const later = new Date(clock.now().getTime() + 6 * 3_600_000)
  await db.updateTable('webhook_lane').set({ next_at: later }).where('lane', '=', ticketId).execute()
  const path = `/webhooks/${webhook.id}`
  for (const state of ['disabled', 'active']) {
    const { version } = (await get(path)).body
    expect((await ask({ method: 'PATCH', path, body: { version, state }, as: boss })).status).toBe(200)
  }
  await inTransaction(db, (tx) =>
    recordEvent(tx, {
      type: 'note.added',
      at: clock.now(),
      actor: { kind: 'system', id: null },
      ticketId,
    }),
  )
  const lane = await db.selectFrom('webhook_lane').select('next_at').executeTakeFirstOrThrow()
  expect(lane.next_at <= clock.now()).toBe(true)
})

test('nothing is sent again to a webhook that is disabled', async () => {
  const { webhook } = await made()
  const body = { version: webhook.version, state: 'disabled' }
  await ask({ method: 'PATCH', path: `/webhooks/${webhook.id}`, body, as: boss })
  const { status, body: answer } = await post(`/webhooks/${webhook.id}/resend-failed`)
  expect([status, answer.error.name]).toEqual([409, 'webhook_disabled'])
  expect((await post('/webhook-deliveries/999/resend')).status).toBe(404)
})

test('the desk’s health tells of a webhook that takes nothing, and not of one disabled by hand', async () => {
  const { webhook } = await made()
  const ago = (minutes: number) => new Date(clock.now().getTime() - minutes * 60_000)
  const names = async () =>
    (await webhookAlerts(db, clock.now())).map(({ name, detail }) => [name, detail['webhookId']])
  const failing = async (since: Date) =>
    db.updateTable('webhook').set({ failing_since: since }).where('id', '=', webhook.id).execute()
  await failing(ago(1))
  expect(await names()).toEqual([])
  await failing(ago(16))
  expect(await names()).toEqual([['webhook_failing', webhook.id]])
  const body = { version: webhook.version, state: 'disabled' }
  await ask({ method: 'PATCH', path: `/webhooks/${webhook.id}`, body, as: boss })
  expect(await names()).toEqual([])
})
