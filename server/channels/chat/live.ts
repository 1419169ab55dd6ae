import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { WebSocket } from 'ws'
import { ChatCommand, type ChatMessage } from '#contract/chat.ts'
import type { Platform } from '#server/platform/platform.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { readLines } from './read-lines.ts'
import { deskSide, readState } from './read-state.ts'
import { markReadByVisitor, markReceived } from './receive-marks.ts'
import type { ChatVisitorRow } from './tables.ts'
import { conversationOf, visitorByToken } from './visitor.ts'

/** Proxies cut silent connections; a widget that does not answer two pings is gone. */
const pingEveryMs = 25_000
const mostBuffered = 500_000
/** A widget says who it is at once; a line that stays silent is a scanner's. */
const helloMs = 10_000
/** The next page of a site opens its widget within this. */
const turningPageMs = 5_000
const linesAtOnce = 100

/** One open widget. Two thousand of them are open at once: nothing is kept here that can be asked for. */
interface Line {
  socket: WebSocket
  visitorId: number
  /** Where the conversation began and is; zero before there is one. */
  ticketId: number
  liveId: number
  email: string | null
  /** The last line that was told. */
  last: number
  unanswered: number
}

/**
 * The live lines of widgets, `/api/v1/chat/live`. What is said is told from the notice of the transaction that wrote it,
 * by reading what came after the last line told: nothing is told twice or left out, whatever was missed meanwhile.
 */
export function chatLine(app: FastifyInstance, platform: Platform): void {
  const { database, notices, clock, log } = platform
  const { db } = database
  const lines = new Map<WebSocket, Line>()
  const byTicket = new Map<number, Set<Line>>()
  const pumps = new Map<number, { again: boolean }>()
  const own = randomUUID()

  const say = (line: Line, message: ChatMessage) => {
    if (line.socket.bufferedAmount > mostBuffered) line.socket.close(1013)
    else if (line.socket.readyState === line.socket.OPEN) line.socket.send(JSON.stringify(message))
  }
  const place = (line: Line, ticketId: number, liveId: number) => {
    leave(line)
    line.ticketId = ticketId
    line.liveId = liveId
    if (liveId === 0) return
    const others = byTicket.get(liveId) ?? new Set()
    byTicket.set(liveId, others.add(line))
  }
  const leave = (line: Line) => {
    const others = byTicket.get(line.liveId)
    others?.delete(line)
    if (others?.size === 0) byTicket.delete(line.liveId)
  }
  /** Everything new of one conversation to every widget that shows it. */
  const pump = async (liveId: number): Promise<void> => {
    const running = pumps.get(liveId)
    if (running) {
      running.again = true
      return
    }
    const state = { again: false }
    pumps.set(liveId, state)
    try {
      do {
        state.again = false
        const open = [...(byTicket.get(liveId) ?? [])]
        const [first] = open
        if (!first) break
        const after = Math.min(...open.map((line) => line.last))
        const [{ lines: said, hasMore }, desk] = await Promise.all([
          readLines(db, { ticketId: liveId, email: first.email, after, limit: linesAtOnce }),
          deskSide(db, liveId),
        ])
        if (hasMore) state.again = true
        for (const line of open) {
          const fresh = said.filter((one) => one.id > line.last || one.from !== 'visitor')
          line.last = Math.max(line.last, ...said.map((one) => one.id))
          say(line, {
            type: 'lines',
            lines: fresh,
            readByDeskId: desk.readId,
            agent: desk.agent,
            isEnded: desk.isOver,
          })
        }
      } while (state.again)
    } catch (error) {
      log.warn({ error: String(error), ticketId: liveId }, 'a chat could not be told what is new')
      // They come back, and ask from the last line they have.
      for (const line of byTicket.get(liveId) ?? []) line.socket.close(1012)
    } finally {
      pumps.delete(liveId)
    }
  }
  const stopListening = notices.listen((notice) => {
    const { topic, ticketId, visitorId } = notice
    if ((topic === 'ticket' || topic === 'chat') && typeof ticketId === 'number') {
      if (byTicket.has(ticketId)) void pump(ticketId)
    } else if (topic === 'presence' && typeof ticketId === 'number' && byTicket.has(ticketId)) {
      const isWriting = notice['isHere'] === true && notice['isWriting'] === true
      for (const line of byTicket.get(ticketId) ?? [])
        say(line, { type: 'typing', name: isWriting ? String(notice['name']) : null })
    } else if (topic === 'chat.begun' && typeof visitorId === 'number') {
      for (const line of lines.values())
        if (line.visitorId === visitorId && line.liveId === 0) void find(line)
    }
  })
  // What was told by nobody meanwhile is asked for.
  const stopWatchingGaps = notices.onGap(() => {
    for (const liveId of byTicket.keys()) void pump(liveId)
  })
  /** A widget whose conversation has just begun, in another of the visitor's tabs perhaps. */
  const find = async (line: Line): Promise<void> => {
    try {
      const visitor = await db
        .selectFrom('chat_visitor')
        .selectAll()
        .where('id', '=', line.visitorId)
        .executeTakeFirstOrThrow()
      const conversation = await conversationOf(db, visitor)
      if (!conversation || !lines.has(line.socket)) return
      line.email = visitor.email
      place(line, conversation.ticketId, conversation.liveId)
      await pump(conversation.liveId)
    } catch {
      line.socket.close(1012)
    }
  }
  const hello = async (socket: WebSocket, token: string, after: number): Promise<void> => {
    let visitor: ChatVisitorRow
    try {
      visitor = await visitorByToken(db, token)
    } catch {
      socket.send(JSON.stringify({ type: 'refused' } satisfies ChatMessage))
      return socket.close(1008)
    }
    const conversation = await conversationOf(db, visitor)
    const line: Line = {
      socket,
      visitorId: visitor.id,
      ticketId: 0,
      liveId: 0,
      email: visitor.email,
      last: after,
      unanswered: 0,
    }
    lines.set(socket, line)
    if (conversation) await markHere([visitor.id])
    // Placed before it is read: what comes between is told by the pump after it.
    if (conversation) place(line, conversation.ticketId, conversation.liveId)
    const state = await readState(db, visitor, after > 0 ? { after } : {})
    line.last = Math.max(line.last, ...(state.conversation?.lines.map((one) => one.id) ?? []))
    say(line, { type: 'state', state })
    if (!conversation) return
    if (visitor.left_at !== null) await notify(db, { topic: 'chat', ticketId: conversation.liveId })
    await pump(conversation.liveId)
  }
  const obey = async (line: Line, command: ChatCommand): Promise<void> => {
    if (command.type === 'page') {
      const where = { page_url: command.url, page_title: command.title, seen_at: clock.now() }
      await db.updateTable('chat_visitor').set(where).where('id', '=', line.visitorId).execute()
      if (line.liveId !== 0) await notify(db, { topic: 'chat', ticketId: line.liveId })
    } else if (line.liveId === 0) return
    else if (command.type === 'got') await markReceived(db, line, command.lineId, clock.now())
    else if (command.type === 'read') await markReadByVisitor(db, line, command.lineId)
    else if (command.type === 'typing')
      await notify(db, { topic: 'chat.typing', ticketId: line.liveId, isTyping: command.isTyping, from: own })
  }
  // One clock for all: a timer each would cost more than the line itself.
  const pinging = setInterval(() => {
    for (const line of lines.values()) {
      if (line.unanswered >= 2) line.socket.terminate()
      else line.socket.ping()
      line.unanswered += 1
    }
    void markHere([...lines.values()].filter((line) => line.liveId !== 0).map((line) => line.visitorId))
  }, pingEveryMs)
  pinging.unref()
  const markHere = async (visitorIds: number[]): Promise<void> => {
    if (visitorIds.length === 0) return
    await db
      .updateTable('chat_visitor')
      .set({ seen_at: clock.now(), left_at: null })
      .where('id', 'in', visitorIds)
      .execute()
      .catch((error: unknown) => log.warn({ error: String(error) }, 'who is in a chat could not be noted'))
  }
  /** Nobody turns a page that slowly: the visitor has gone, and the desk is told. */
  const markLeft = async ({ visitorId, liveId }: Line): Promise<void> => {
    if (isClosing || [...lines.values()].some((line) => line.visitorId === visitorId)) return
    await db
      .updateTable('chat_visitor')
      .set({ left_at: clock.now() })
      .where('id', '=', visitorId)
      .execute()
      .then(() => notify(db, { topic: 'chat', ticketId: liveId }))
      .catch((error: unknown) => log.warn({ error: String(error) }, 'who left a chat could not be noted'))
  }
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
    clearInterval(pinging)
    stopListening()
    stopWatchingGaps()
    for (const socket of lines.keys()) socket.close(1001)
  })

  app.get(
    '/chat/live',
    { websocket: true, schema: { hide: true }, config: { isOpenToSites: true } },
    (socket: WebSocket) => {
      const impatience = setTimeout(() => socket.close(1008), helloMs)
      impatience.unref()
      // What one widget says is done one after the other.
      let queue: Promise<void> | null = null
      let waiting = 0
      socket.on('message', (data: Buffer) => {
        const command = readCommand(data)
        if (!command || waiting > 50) return socket.close(1008)
        waiting++
        queue = (queue ?? Promise.resolve())
          .then(async () => {
            const line = lines.get(socket)
            if (command.type !== 'hello') return line && obey(line, command)
            clearTimeout(impatience)
            if (!line) await hello(socket, command.token, command.after)
          })
          .catch((error: unknown) => {
            log.warn({ error: String(error) }, 'a chat’s word could not be taken')
            socket.close(1012)
          })
          .finally(() => {
            waiting--
          })
      })
      socket.on('pong', () => {
        const line = lines.get(socket)
        if (line) line.unanswered = 0
      })
      socket.on('close', () => {
        clearTimeout(impatience)
        const line = lines.get(socket)
        lines.delete(socket)
        if (line) leave(line)
        if (line && line.liveId !== 0) setTimeout(() => void markLeft(line), turningPageMs).unref()
      })
      socket.on('error', () => socket.terminate())
    },
  )
}

function readCommand(data: Buffer): ChatCommand | null {
  try {
    const command = ChatCommand.safeParse(JSON.parse(data.toString()))
    return command.success ? command.data : null
  } catch {
    return null
  }
}
