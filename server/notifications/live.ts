import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { WebSocket } from 'ws'
import { LiveCommand, type LiveMessage, type ViewingCommand } from '#contract/live.ts'
import { type Actor, actorOf, watchRevocations } from '#server/identity/index.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import type { Notice } from '#server/platform/realtime/notices.ts'
import { mayHear, mustSee, type PresenceBoard, seesEveryTicket } from '#server/tickets/index.ts'
import { gatherTickets } from './gather-tickets.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** Proxies cut silent connections; a tab that does not answer two pings is gone. */
const pingEveryMs = 25_000
/** Close code "service restart": connect again. Whoever is signed out is then told so by the ordinary 401. */
const comeBack = 1012

/** Whoever keeps the book of who has the desk open. */
interface Attendance {
  opened(tab: string, agentId: number): void
  idle(tab: string, isIdle: boolean): void
  closed(tab: string): void
}

/**
 * The live line of a browser tab, `/api/v1/live`: "this changed", never what it changed to. Data comes by REST,
 * where permissions are decided. Whoever does not see every ticket hears of those they see, or saw until now.
 */
export function liveRoutes(
  app: FastifyInstance,
  platform: Platform,
  presence: PresenceBoard,
  attendance?: Attendance,
): void {
  const { db } = platform.database
  const tabs = new Map<WebSocket, Actor>()
  /** What was taken back while somebody was being let in would be missed by them. */
  let revocations = 0
  const heardBefore = new WeakMap<FastifyRequest, number>()
  const say = (socket: WebSocket, message: LiveMessage) => {
    // A tab that cannot keep up is told to come back and fetch afresh, rather than filling our memory.
    if (socket.bufferedAmount > 1_000_000) socket.close(1013)
    else if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message))
  }
  // Whoever may still come in comes back at once, with fresh rights and a fresh look at everything.
  const stopWatching = watchRevocations(platform.notices, (isConcerned) => {
    revocations++
    for (const [socket, actor] of tabs) if (isConcerned(actor)) socket.close(comeBack)
  })
  const limited = gatherTickets(db, (messages, places) => {
    for (const [socket, actor] of tabs) {
      if (seesEveryTicket(actor)) continue
      for (const message of messages)
        if (mayHear(actor, places.get(message.ticketId) ?? [])) say(socket, message)
    }
  })
  const stopListening = platform.notices.listen((notice) => {
    const message = toMessage(notice)
    if (!message) return
    let isForLimited = false
    for (const [socket, actor] of tabs) {
      if (message.type === 'mail' && !actor.permissions.has('inbox.manage')) continue
      if (message.type === 'webhook' && !actor.permissions.has('webhook.manage')) continue
      if (message.type === 'replyHeld' || message.type === 'notifications') {
        // Their own reply, ticket or notice: they may know of it whatever they see.
        if (isFor(actor, notice)) say(socket, message)
        continue
      }
      if ('ticketId' in message && !seesEveryTicket(actor)) isForLimited = true
      else say(socket, message)
    }
    if (isForLimited && 'ticketId' in message && message.type !== 'replyHeld') limited.add(message)
  })
  app.addHook('preClose', async () => {
    stopWatching()
    stopListening()
    limited.stop()
    for (const socket of tabs.keys()) socket.close(1001)
  })

  app.get(
    '/live',
    {
      websocket: true,
      schema: { hide: true },
      onRequest: async (request) => {
        heardBefore.set(request, revocations)
        request.caller = await app.authenticate(request)
        if (request.caller === null) fail('not_signed_in')
        if (!request.caller.permissions.has('ticket.read')) fail('not_allowed')
      },
    },
    (socket: WebSocket, request: FastifyRequest) => {
      if (heardBefore.get(request) !== revocations) return socket.close(comeBack)
      const actor = actorOf(request)
      const tab = presence.newTab()
      tabs.set(socket, actor)
      attendance?.opened(tab, actor.agentId)
      const place = oneAtATime(
        async ({ ticketId, isWriting }: Pick<ViewingCommand, 'ticketId' | 'isWriting'>) => {
          if (ticketId !== null && !seesEveryTicket(actor)) await mustSee(db, actor, ticketId)
          await presence.place(tab, actor, ticketId, isWriting)
        },
      )
      const stopPinging = keepAlive(socket, () => hasExpired(actor, platform.clock.now()))
      socket.on('message', (data: Buffer) => {
        const command = readCommand(data)
        if (command?.type === 'viewing') place(command)
        else if (command) attendance?.idle(tab, command.isIdle)
      })
      socket.on('close', () => {
        tabs.delete(socket)
        stopPinging()
        attendance?.closed(tab)
        place({ ticketId: null, isWriting: false })
      })
      socket.on('error', () => socket.terminate())
      say(socket, { type: 'hello' })
    },
  )
}

function hasExpired(actor: Actor, now: Date): boolean {
  return actor.expiresAt !== null && actor.expiresAt <= now
}

function keepAlive(socket: WebSocket, isOver: () => boolean): () => void {
  let unanswered = 0
  socket.on('pong', () => {
    unanswered = 0
  })
  const timer = setInterval(() => {
    if (unanswered >= 2 || isOver()) return socket.terminate()
    unanswered += 1
    socket.ping()
  }, pingEveryMs)
  return () => clearInterval(timer)
}

function readCommand(data: Buffer): LiveCommand | null {
  try {
    const command = LiveCommand.safeParse(JSON.parse(data.toString()))
    return command.success ? command.data : null
  } catch {
    return null
  }
}

function isFor(actor: Actor, notice: Notice): boolean {
  const agentIds = notice['agentIds']
  return Array.isArray(agentIds) && agentIds.includes(actor.agentId)
}

function toMessage(notice: Notice): LiveMessage | null {
  const ticketId = notice['ticketId']
  if (notice.topic === 'ticket' && typeof ticketId === 'number') return { type: 'ticket', ticketId }
  if (notice.topic === 'reply.held' && typeof ticketId === 'number') {
    const isCancelled = notice['isCancelled'] === true
    return { type: 'replyHeld', ticketId, reason: String(notice['reason']), isCancelled }
  }
  if (notice.topic === 'presence' && typeof ticketId === 'number') return { type: 'presence', ticketId }
  if (notice.topic === 'chat' && typeof ticketId === 'number') return { type: 'chat', ticketId }
  if (notice.topic === 'chat.typing' && typeof ticketId === 'number')
    return { type: 'chatTyping', ticketId, isTyping: notice['isTyping'] === true }
  if (notice.topic === 'notification') return { type: 'notifications' }
  if (notice.topic === 'webhook') return { type: 'webhook' }
  if (notice.topic === 'mail') return { type: 'mail' }
  if (notice.topic === 'knowledge') return { type: 'knowledge' }
  if (notice.topic === 'desk') return { type: 'desk' }
  if (notice.topic === 'rules' || notice.topic === 'macros') return { type: 'automation', of: notice.topic }
  if (notice.topic === 'sla' || notice.topic === 'calendars') return { type: 'automation', of: notice.topic }
  if (notice.topic === 'attendance') return { type: 'attendance' }
  return null
}
