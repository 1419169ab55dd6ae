import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts'
import { startWebhookReceiver } from '#test/servers/webhook-receiver.ts'
import { CrashDesk, freePort } from './crash-desk.ts'

const count = 40
const administrator = { email: 'admin@desk.example', password: 'correct horse battery' }
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'otklik-webhooks-'))
await (await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } })).stop()
const port = await freePort()
const receiver = await startWebhookReceiver()
const desk = new CrashDesk({
  DATA_DIR: dataDir,
  PORT: String(port),
  SMTP_PORT: 'off',
  OTKLIK_ADMIN_EMAIL: administrator.email,
  OTKLIK_ADMIN_PASSWORD: administrator.password,
  OUTGOING_PRIVATE_NETWORKS: '127.0.0.1',
})
afterAll(async () => {
  await desk.kill('worker', 'SIGTERM')
  await desk.kill('web', 'SIGTERM')
  await receiver.stop()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
})

async function ask(method: string, where: string, headers: Record<string, string>, body?: unknown) {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1${where}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${await answer.text()}`)
  return answer
}

test('workers are killed in the middle of a burst: every event arrives, under one id, in its ticket’s order', async () => {
  await desk.start('web')
  await desk.start('worker')
  const signedIn = await ask('POST', '/sessions', {}, administrator)
  const cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  const as = { cookie }
  const types = ['ticket.created', 'ticket.updated']
  const made = await ask('POST', '/webhooks', as, { name: 'CRM', url: receiver.url, types })
  const { webhook } = (await made.json()) as { webhook: { id: number } }

  for (let serial = 0; serial < count; serial++) {
    const body = {
      subject: `Ticket ${serial}`,
      text: 'Hello',
      customer: { name: 'Vera', email: 'vera@c.example' },
    }
    const ticket = (await (await ask('POST', '/tickets', as, body)).json()) as { id: number; version: number }
    await ask('PATCH', `/tickets/${ticket.id}`, as, { version: ticket.version, priority: 'high' })
    if (serial % 15 === 14) {
      await receiver.received(serial)
      await desk.kill('worker')
      await desk.start('worker')
    }
  }
  const log = async (query: string) => {
    const answer = await ask('GET', `/webhooks/${webhook.id}/deliveries?limit=200${query}`, as)
    return ((await answer.json()) as { items: { messageId: string; state: string }[] }).items
  }
  await expect
    .poll(async () => (await log('&state=delivered')).length, { timeout: 100_000, interval: 500 })
    .toBe(count * 2)
  const all = await log('')
  expect(all).toHaveLength(count * 2)
  const arrived = new Map(
    receiver.delivered.map(({ headers, payload }) => [headers['webhook-id'], payload.data.event.id]),
  )
  expect(new Set(arrived.keys())).toEqual(new Set(all.map(({ messageId }) => messageId)))
  expect(new Set(arrived.values()).size).toBe(count * 2)
  const byTicket = Map.groupBy(receiver.delivered, ({ payload }) => payload.data.ticket.id as number)
  for (const told of byTicket.values()) {
    const ids = told.map(({ payload }) => payload.data.event.id as number)
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
  }
})
