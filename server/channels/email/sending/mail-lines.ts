import type SMTPConnection from 'nodemailer/lib/smtp-connection'

/** A connection to a mail server for one letter, over which others may have gone before. */
export interface MailLine {
  connection: SMTPConnection
  /** It waited since an earlier letter: the server may have hung up unnoticed. */
  isReused: boolean
  /** The letter was answered; the next one may go the same way. */
  keep(): void
  close(): void
}

export interface MailLines {
  /** The line used last of those that wait under this name, or a new one. */
  take(name: string, connect: () => Promise<SMTPConnection>): Promise<MailLine>
  /** Hangs up those that wait. */
  stop(): void
}

/** Far below the five minutes a server has to wait for the next command. */
const defaultKeepMs = 5_000
/** Servers end a connection over which too much came; few allow less than this. */
const mostLetters = 50

interface Waiting {
  connection: SMTPConnection
  letters: number
  timer: NodeJS.Timeout
}

/**
 * Connections that stay open for a moment between letters, for a desk that sends one after another does not greet and
 * sign in each time. The name says to which server, and as whom; nobody gets a line under another's name.
 */
export function createMailLines(keepMs = defaultKeepMs): MailLines {
  const waiting = new Map<string, Waiting[]>()

  const remove = (name: string, one: Waiting): void => {
    clearTimeout(one.timer)
    const left = (waiting.get(name) ?? []).filter((other) => other !== one)
    if (left.length > 0) waiting.set(name, left)
    else waiting.delete(name)
  }
  const wait = (name: string, connection: SMTPConnection, letters: number): void => {
    const timer = setTimeout(() => {
      remove(name, one)
      connection.quit()
    }, keepMs).unref()
    const one: Waiting = { connection, letters, timer }
    waiting.set(name, [...(waiting.get(name) ?? []), one])
  }
  const lineOver = (name: string, connection: SMTPConnection, letters: number): MailLine => ({
    connection,
    isReused: letters > 0,
    keep: () => {
      if (letters + 1 < mostLetters) wait(name, connection, letters + 1)
      else connection.quit()
    },
    close: () => connection.close(),
  })

  return {
    async take(name, connect) {
      for (;;) {
        const last = waiting.get(name)?.at(-1)
        if (!last) return lineOver(name, await connect(), 0)
        remove(name, last)
        if (!last.connection.destroyed) return lineOver(name, last.connection, last.letters)
      }
    },
    stop() {
      for (const one of [...waiting.values()].flat()) {
        clearTimeout(one.timer)
        one.connection.close()
      }
      waiting.clear()
    },
  }
}
