import type { FastifyInstance } from 'fastify'
import { afterAll, expect } from 'vitest'
import WebSocket from 'ws'
import type { ChatCommand, ChatMessage } from '#contract/chat.ts'
import { channelRoutes, channelTasks } from '#server/channels/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'

type TestApp = Awaited<ReturnType<typeof testApp>>
type Answer = Awaited<ReturnType<TestApp['ask']>>

/** A visitor's browser, as far as it asks. */
export interface Guest {
  token: string
  say: (text: string, more?: object) => Promise<Answer>
  state: () => Promise<Answer['body']>
  call: (method: 'GET' | 'POST', path: string, body?: object) => Promise<Answer>
}

/** A widget's open line. */
export interface ChatLine {
  socket: WebSocket
  send: (command: ChatCommand) => void
  /** The next message that fits and was not handed out yet. */
  until: (fits: (message: ChatMessage) => boolean) => Promise<ChatMessage>
  /** All lines it was told, in order. */
  texts: () => string[]
}

export const says = (text: string) => (message: ChatMessage) =>
  message.type === 'lines' && message.lines.some((line) => line.text === text)

let serial = 0
export const clientKey = () => `client-key-${++serial}`

/** A desk with an inbox and an administrator, Анна, that chats can be added to. Call it at the top level of a test file. */
export async function chatDesk(
  /** Routes of slices above the channels. */
  more: { routes?: (api: FastifyInstance, platform: Platform) => void } = {},
) {
  const desk = await testApp((api, platform) => {
    const presence = openPresence(platform.database.db, platform.notices, platform.clock)
    channelRoutes(api, platform)
    ticketRoutes(api, platform, presence)
    more.routes?.(api, platform)
  })
  const { app, db, ask, platform } = desk
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const sockets: WebSocket[] = []
  afterAll(() => sockets.forEach((socket) => socket.terminate()))

  const boss = await buildAgent(db, { name: 'Анна', role: 'administrator' })
  const asBoss = await signedIn(db, boss)
  await buildInbox(platform, { address: 'support@desk.example' })

  async function newChat(wishes: object = {}) {
    const body = { name: 'Магазин', ...wishes }
    const answer = await ask({ method: 'POST', path: '/chats', body, as: asBoss })
    expect(answer.status).toBe(201)
    return answer.body as { id: number; key: string; version: number }
  }

  async function arrive(key: string, wishes: object = {}): Promise<Guest> {
    const body = { language: 'ru', ...wishes }
    const opened = await ask({ method: 'POST', path: `/chat/${key}/visitors`, body })
    expect(opened.status).toBe(200)
    const { token } = opened.body as { token: string }
    const call: Guest['call'] = (method, path, sent) =>
      ask({ method, path, ...(sent && { body: sent }), headers: { 'x-visitor': token } })
    return {
      token,
      call,
      say: (text, more) => call('POST', '/chat/lines', { clientKey: clientKey(), text, ...more }),
      state: async () => (await call('GET', '/chat/state')).body.conversation,
    }
  }

  async function connect(token: string, after = 0): Promise<ChatLine> {
    const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/chat/live`, {
      headers: { origin: 'https://shop.example' },
    })
    sockets.push(socket)
    const heard: ChatMessage[] = []
    const all: ChatMessage[] = []
    let wake = () => {}
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as ChatMessage
      heard.push(message)
      all.push(message)
      wake()
    })
    const send = (command: ChatCommand) => socket.send(JSON.stringify(command))
    const until: ChatLine['until'] = async (fits) => {
      for (;;) {
        const at = heard.findIndex(fits)
        if (at >= 0) return heard.splice(at, 1)[0] as ChatMessage
        await new Promise<void>((resolve) => (wake = resolve))
      }
    }
    await new Promise((resolve) => socket.once('open', resolve))
    send({ type: 'hello', token, after })
    await until((message) => message.type === 'state')
    const lineTexts = (message: ChatMessage) =>
      message.type === 'lines'
        ? message.lines.map((line) => line.text)
        : message.type === 'state'
          ? (message.state.conversation?.lines ?? []).map((line) => line.text)
          : []
    return { socket, send, until, texts: () => all.flatMap(lineTexts) }
  }

  const ticketOf = async (guest: Guest) => {
    const { number } = await guest.state()
    return Number(String(number).split('-')[1])
  }
  /** In a chat nothing waits to be undone; a letter of these is on its way at once, too, when nothing is said of it. */
  const answer = (ticketId: number, text: string, undoSeconds = 10) =>
    ask({ method: 'POST', path: `/tickets/${ticketId}/replies`, body: { text, undoSeconds }, as: asBoss })
  const work = () => drainJobs(platform.database.pool, channelTasks(platform), platform.log)
  return { ...desk, address, boss, asBoss, newChat, arrive, connect, ticketOf, answer, work }
}
