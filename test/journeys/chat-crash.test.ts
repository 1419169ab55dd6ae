import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, expect, onTestFailed, test } from 'vitest'
import WebSocket from 'ws'
import type { ChatLine, ChatMessage, ChatState } from '#contract/chat.ts'
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts'
import { livePostmaster } from '#server/platform/embedded-postgres/postmaster.ts'
import { CrashDesk, freePort } from './crash-desk.ts'

const administrator = { email: 'admin@desk.example', password: 'correct horse battery' }
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'otklik-chat-crash-'))
// Without fsync: what was written survives the death of processes; the loss of power is another test's matter.
await (await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } })).stop()
const settings = {
  DATA_DIR: dataDir,
  OTKLIK_ADMIN_EMAIL: administrator.email,
  OTKLIK_ADMIN_PASSWORD: administrator.password,
}
const ports = [await freePort(), await freePort()] as const
/** Two servers over one database: visitors have come to the first, agents to the second. */
const [shop, office] = ports.map(
  (port) => new CrashDesk({ ...settings, PORT: String(port), SMTP_PORT: '0' }),
) as [CrashDesk, CrashDesk]
const [shopUrl, officeUrl] = ports.map((port) => `http://127.0.0.1:${port}/api/v1`) as [string, string]
const sockets = new Set<WebSocket>()
afterAll(async () => {
  for (const socket of sockets) socket.terminate()
  for (const desk of [shop, office])
    for (const role of ['worker', 'web'] as const) await desk.kill(role, 'SIGTERM')
  await rm(dataDir, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
})

async function untilDone<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch {
      await delay(50)
    }
  }
}

async function ask<T>(
  url: string,
  method: string,
  where: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<T> {
  const answer = await fetch(url + where, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

/** An open widget: it comes back whenever it is cut off, and goes on from the last line it has. */
function openWidget(token: string): { lines: Map<number, ChatLine>; told: number[] } {
  const lines = new Map<number, ChatLine>()
  const told: number[] = []
  const take = (more: readonly ChatLine[]) => {
    for (const line of more) {
      if (!lines.has(line.id)) told.push(line.id)
      lines.set(line.id, line)
    }
  }
  const connect = () => {
    const socket = new WebSocket(`${shopUrl.replace('http', 'ws')}/chat/live`)
    sockets.add(socket)
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'hello', token, after: Math.max(0, ...lines.keys()) })),
    )
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as ChatMessage
      if (message.type === 'state') take(message.state.conversation?.lines ?? [])
      else if (message.type === 'lines') take(message.lines)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (sockets.delete(socket)) setTimeout(connect, 100)
    })
  }
  connect()
  return { lines, told }
}

/** What an agent's browser is told: which tickets changed. */
async function openDeskLine(as: Record<string, string>): Promise<{ heard: number[] }> {
  const socket = new WebSocket(`${officeUrl.replace('http', 'ws')}/live`, {
    headers: { ...as, origin: officeUrl.replace('/api/v1', '') },
  })
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
  const heard: number[] = []
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { type: string; ticketId?: number }
    if (message.type === 'ticket' && message.ticketId !== undefined) heard.push(message.ticketId)
  })
  await once(socket, 'open')
  return { heard }
}

/** A visitor's browser and an agent's, each at its own server. */
async function beginTalk() {
  const answer = await fetch(`${officeUrl}/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(administrator),
  })
  const as = { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
  const made = await ask<{ key: string }>(officeUrl, 'POST', '/chats', {
    body: { name: 'Shop' },
    headers: as,
  })
  const arrival = { body: { language: 'en' } }
  const { token } = await ask<{ token: string }>(shopUrl, 'POST', `/chat/${made.key}/visitors`, arrival)
  const visitor = { 'x-visitor': token }
  let serial = 0
  const say = (text: string) => {
    const body = { clientKey: `client-key-${++serial}`, text }
    return untilDone(() => ask<{ id: number }>(shopUrl, 'POST', '/chat/lines', { body, headers: visitor }))
  }
  const state = () => untilDone(() => ask<ChatState>(shopUrl, 'GET', '/chat/state', { headers: visitor }))
  await say('first')
  const number = (await state()).conversation?.number ?? ''
  const ticketId = Number(number.split('-')[1])
  const reply = (text: string) => {
    const headers = { ...as, 'idempotency-key': `chat-crash-${ticketId}-${++serial}` }
    const what = { body: { text, undoSeconds: 0 }, headers }
    return untilDone(() => ask<{ id: number }>(officeUrl, 'POST', `/tickets/${ticketId}/replies`, what))
  }
  const all = async (): Promise<ChatLine[]> => {
    const lines: ChatLine[] = []
    for (let before = ''; ;) {
      const path = `/chat/state${before}`
      const page = await untilDone(() => ask<ChatState>(shopUrl, 'GET', path, { headers: visitor }))
      lines.unshift(...(page.conversation?.lines ?? []))
      if (!page.conversation?.hasEarlier) return lines
      before = `?before=${lines[0]?.id}`
    }
  }
  return { as, token, ticketId, say, reply, all }
}

async function killPostmaster(): Promise<void> {
  const postmaster = await livePostmaster(path.join(dataDir, 'postgres'))
  if (postmaster) process.kill(postmaster.pid, 'SIGKILL')
}

test('two processes: what is said through one is heard through the other, in both directions', async () => {
  onTestFailed(() => void process.stderr.write([...shop.said, ...office.said].join('\n')))
  await shop.start('web')
  await office.start('web')
  await office.start('worker')
  const talk = await beginTalk()
  const widget = openWidget(talk.token)
  const line = await openDeskLine(talk.as)
  await talk.reply('from the office')
  await expect
    .poll(() => [...widget.lines.values()].map((one) => one.text))
    .toEqual(['first', 'from the office'])
  line.heard.length = 0
  await talk.say('from the shop')
  await expect.poll(() => line.heard).toContain(talk.ticketId)
  await expect.poll(() => widget.lines.size).toBe(3)
})

test('kill -9 of either server and of the database in the middle of a talk: each line is there once', async () => {
  onTestFailed(() => void process.stderr.write([...shop.said, ...office.said].join('\n')))
  const talk = await beginTalk()
  const widget = openWidget(talk.token)
  const rounds = 30
  const blows: Record<number, () => Promise<void>> = {
    5: async () => {
      await shop.kill('web')
      await shop.start('web')
    },
    12: async () => {
      await office.kill('web')
      await office.start('web')
    },
    19: killPostmaster,
    25: async () => {
      await Promise.all([shop.kill('web'), office.kill('web'), killPostmaster()])
      await Promise.all([shop.start('web'), office.start('web')])
    },
  }
  let blow: Promise<void> = Promise.resolve()
  for (let round = 0; round < rounds; round++) {
    await blow
    // While it falls, both sides go on talking.
    blow = blows[round]?.() ?? Promise.resolve()
    await Promise.all([talk.say(`visitor ${round}`), talk.reply(`agent ${round}`)])
  }
  await blow
  const wanted = ['first', ...Array.from({ length: rounds }, (_, n) => [`visitor ${n}`, `agent ${n}`]).flat()]
  const lines = await talk.all()
  expect(lines.map((line) => line.text).toSorted()).toEqual(wanted.toSorted())
  const own = (from: ChatLine['from']) => lines.filter((line) => line.from === from).map((line) => line.text)
  expect(own('agent')).toEqual(Array.from({ length: rounds }, (_, n) => `agent ${n}`))
  expect(own('visitor').slice(1)).toEqual(Array.from({ length: rounds }, (_, n) => `visitor ${n}`))
  // The widget has heard them all by itself, and the database is back for whoever only listens.
  await expect.poll(() => widget.lines.size).toBe(wanted.length)
  await talk.reply('after it all')
  await expect.poll(() => [...widget.lines.values()].at(-1)?.text).toBe('after it all')
  expect(new Set(widget.told).size).toBe(widget.told.length)
})
