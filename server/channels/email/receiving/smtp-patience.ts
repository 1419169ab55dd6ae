import type { SMTPServer, SMTPServerDataStream } from 'smtp-server'

export interface Patience {
  /** Somebody has connected, or a letter of theirs is in: their time begins anew. */
  begin(sessionId: string): void
  /** A letter comes in; its bytes count. */
  follow(sessionId: string, stream: SMTPServerDataStream): void
  end(sessionId: string): void
  stop(): void
}

interface Progress {
  since: number
  stream: SMTPServerDataStream | null
  /** Of the stream, when it was last seen to get on. */
  bytes: number
}

/** Of a letter so much has to come in that time; a line of 2 kbit/s does it. */
const leastBytes = 64 * 1024
const looksEach = 10

/**
 * Closes connections that get nowhere in `patienceMs`: the ordinary limit is on silence, and a client that says a word
 * now and then, or sends a letter a byte at a time, would hold its place for ever until no other finds one.
 */
export function keepPatience(server: SMTPServer, patienceMs: number): Patience {
  const sessions = new Map<string, Progress>()
  const begin = (sessionId: string): void => {
    sessions.set(sessionId, { since: Date.now(), stream: null, bytes: 0 })
  }
  const look = (): void => {
    const now = Date.now()
    for (const connection of server.connections) {
      const progress = sessions.get(connection.session.id)
      if (!progress) continue
      const bytes = progress.stream?.byteLength ?? 0
      if (bytes - progress.bytes >= leastBytes) Object.assign(progress, { since: now, bytes })
      if (now - progress.since <= patienceMs) continue
      connection.send(421, 'Too slow, try again')
      connection.close()
    }
  }
  const timer = setInterval(look, patienceMs / looksEach).unref()
  return {
    begin,
    follow(sessionId, stream) {
      begin(sessionId)
      Object.assign(sessions.get(sessionId) ?? {}, { stream })
    },
    end: (sessionId) => void sessions.delete(sessionId),
    stop: () => clearInterval(timer),
  }
}
