import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import WebSocket from 'ws'
import type { ChatMessage } from '#contract/chat.ts'
import { type Bench, print } from '../load/bench.ts'
import { createClient, json } from '../load/client.ts'
import { percentile } from '../load/measure-http.ts'
import { memoryOf } from '../load/processes.ts'

const VISITORS = 2000
const CONVERSATIONS = 200
/** Somebody in a conversation says something this often. */
const PACE_MS = 10_000
const ROUNDS = 4
const SETTLE_MS = 20_000
const PATIENCE_MS = 15_000

interface Visitor {
  token: string
  /** The address it comes from: they are two thousand people. */
  from: Record<string, string>
  socket: WebSocket
}

/**
 * Two thousand visitors with the chat open, two hundred of them talking at people's pace: `chat_idle`, what one who is
 * silent takes of the server's memory; `chat_to_visitor` and `chat_to_agent`, from Send on one side until the other has
 * been told (the agent's page fetches the conversation then, and has it).
 */
export async function chat(bench: Bench): Promise<void> {
  const { id, key } = await json<{ id: number; key: string }>(
    bench.admin.ask('POST', '/api/v1/chats', { name: 'Bench' }),
  )
  const tokens = Array.from({ length: VISITORS }, () => randomBytes(32).toString('base64url'))
  await bench.database.query(
    `insert into chat_visitor (chat_id, token_hash, language, created_at, seen_at)
     select $1, decode(hash, 'hex'), 'ru', now(), now() from unnest($2::text[]) as hash`,
    [id, tokens.map((token) => createHash('sha256').update(token).digest('hex'))],
  )
  const [server = 0] = bench.desk.roots
  await json(createClient(bench.desk.base).ask('GET', `/api/v1/chat/${key}/config`))
  await delay(SETTLE_MS)
  const before = memoryOf(server)
  const visitors: Visitor[] = []
  for (const [index, token] of tokens.entries()) {
    visitors.push(await connect(bench, token, index))
  }
  await delay(SETTLE_MS)
  print('chat_idle', (memoryOf(server) - before) / 1024 / VISITORS, 'KB a visitor')
  await converse(bench, visitors.slice(0, CONVERSATIONS))
  for (const { socket } of visitors) socket.terminate()
}

async function connect({ desk }: Bench, token: string, index: number): Promise<Visitor> {
  const from = { 'x-forwarded-for': `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}` }
  const socket = new WebSocket(`${desk.base.replace('http', 'ws')}/api/v1/chat/live`, {
    headers: { ...from, origin: 'https://shop.example' },
  })
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'hello', token, after: 0 }))
  await once(socket, 'message')
  return { token, from, socket }
}

async function converse(bench: Bench, visitors: Visitor[]): Promise<void> {
  const agent = new WebSocket(`${bench.desk.base.replace('http', 'ws')}/api/v1/live`, {
    headers: { cookie: bench.agent.cookie },
  })
  agent.setMaxListeners(CONVERSATIONS * 2)
  await once(agent, 'message')
  const [toVisitor, toAgent]: [number[], number[]] = [[], []]
  await Promise.all(
    visitors.map(async (visitor, index) => {
      const client = createClient(bench.desk.base, { ...visitor.from, 'x-visitor': visitor.token })
      const say = (text: string) =>
        json(client.ask('POST', '/api/v1/chat/lines', { clientKey: randomBytes(9).toString('hex'), text }))
      // Not all in one breath.
      await delay((index / CONVERSATIONS) * PACE_MS)
      const begun = told(visitor.socket, 'Begin')
      await say(`Begin ${index}`)
      await begun
      const { conversation } = await json<{ conversation: { number: string } }>(
        client.ask('GET', '/api/v1/chat/state'),
      )
      const ticketId = Number(conversation.number.split('-')[1])
      for (let round = 0; round < ROUNDS; round++) {
        await delay(PACE_MS)
        const question = `Question ${round} ${bench.writer.message(bench.random, 'ru', bench.writer.person('ru', 1)).text}`
        const isTold = changed(agent, ticketId)
        const asked = performance.now()
        await Promise.all([
          say(question.slice(0, 400)),
          isTold.then(() => json(bench.agent.ask('GET', `/api/v1/tickets/${ticketId}/feed`))),
        ])
        toAgent.push(performance.now() - asked)
        await delay(PACE_MS)
        const words = `Answer ${round}`
        const arrived = told(visitor.socket, words)
        const answered = performance.now()
        await Promise.all([
          json(bench.agent.ask('POST', `/api/v1/tickets/${ticketId}/replies`, { text: words })),
          arrived,
        ])
        toVisitor.push(performance.now() - answered)
      }
      client.close()
    }),
  )
  agent.close()
  for (const [name, times] of [
    ['chat_to_visitor', toVisitor],
    ['chat_to_agent', toAgent],
  ] as const) {
    print(`${name}_p50`, percentile(times, 0.5), 'ms')
    print(`${name}_p95`, percentile(times, 0.95), 'ms')
  }
}

/** Until a widget has been told a line that begins so. */
function told(socket: WebSocket, start: string): Promise<void> {
  return heard(socket, (said) => {
    const message = said as ChatMessage
    return message.type === 'lines' && message.lines.some((line) => line.text.startsWith(start))
  })
}

/** Until an agent's page has been told that a ticket changed. */
function changed(socket: WebSocket, ticketId: number): Promise<void> {
  return heard(socket, (said) => {
    const message = said as { type: string; ticketId?: number }
    return message.type === 'ticket' && message.ticketId === ticketId
  })
}

function heard(socket: WebSocket, fits: (message: unknown) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.off('message', listen)
      reject(new Error('nothing was told in time'))
    }, PATIENCE_MS)
    const listen = (data: Buffer) => {
      if (!fits(JSON.parse(data.toString()))) return
      clearTimeout(timer)
      socket.off('message', listen)
      resolve()
    }
    socket.on('message', listen)
  })
}
