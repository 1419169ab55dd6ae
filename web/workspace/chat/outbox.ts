import type { FileRef } from '../../api/upload.ts'
import { backOff } from '../../api/live.ts'

/** A line of an agent on its way into a chat. */
export interface WaitingLine {
  /** The same line sent again has the same key, and is the same line. */
  readonly key: string
  /** As the server takes it. */
  readonly html: string
  readonly files: readonly FileRef[]
  readonly statusId: number | undefined
  /** Why the server did not take it, by the failure's name; null while it may yet. */
  readonly problem: string | null
}

/** Sends one line; `again` when nobody knows whether it arrived, else the name of the failure. */
export type Send = (ticketId: number, line: WaitingLine) => Promise<'sent' | 'again' | { problem: string }>

export interface Outbox {
  say(ticketId: number, line: Omit<WaitingLine, 'problem'>): void
  /** A refused line, once more. */
  retry(ticketId: number): void
  /** A refused line goes back to its writer, and the next has its turn. */
  takeBack(ticketId: number): WaitingLine | null
  of(ticketId: number): readonly WaitingLine[]
  isEmpty(): boolean
  readonly listen: (listener: () => void) => () => void
}

const none: readonly WaitingLine[] = []

/**
 * Lines in the order in which they were said, one of a ticket at a time. What a lost connection holds up is tried until it
 * arrives; what is refused stops its ticket until somebody decides. `keep` holds them over a reload.
 */
export function createOutbox(
  send: Send,
  keep: { read: () => string | null; write: (kept: string) => void },
  wait: (ms: number) => Promise<void>,
): Outbox {
  const lines = new Map<number, readonly WaitingLine[]>(restore(keep.read()))
  const running = new Set<number>()
  const listeners = new Set<() => void>()
  const change = (ticketId: number, next: readonly WaitingLine[]) => {
    if (next.length === 0) lines.delete(ticketId)
    else lines.set(ticketId, next)
    keep.write(JSON.stringify([...lines]))
    for (const listener of listeners) listener()
  }
  const of = (ticketId: number) => lines.get(ticketId) ?? none

  const run = async (ticketId: number): Promise<void> => {
    if (running.has(ticketId)) return
    running.add(ticketId)
    let attempt = 0
    for (;;) {
      const [line] = of(ticketId)
      if (!line || line.problem !== null) break
      const outcome = await send(ticketId, line)
      if (outcome === 'again') {
        await wait(backOff(attempt++))
        continue
      }
      attempt = 0
      const rest = of(ticketId).slice(1)
      change(ticketId, outcome === 'sent' ? rest : [{ ...line, problem: outcome.problem }, ...rest])
    }
    running.delete(ticketId)
  }
  for (const ticketId of lines.keys()) void run(ticketId)

  return {
    say: (ticketId, line) => {
      change(ticketId, [...of(ticketId), { ...line, problem: null }])
      void run(ticketId)
    },
    retry: (ticketId) => {
      const [line, ...rest] = of(ticketId)
      if (!line) return
      change(ticketId, [{ ...line, problem: null }, ...rest])
      void run(ticketId)
    },
    takeBack: (ticketId) => {
      const [line, ...rest] = of(ticketId)
      if (!line || line.problem === null) return null
      change(ticketId, rest)
      void run(ticketId)
      return line
    },
    of,
    isEmpty: () => lines.size === 0,
    listen: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function restore(kept: string | null): [number, readonly WaitingLine[]][] {
  try {
    return kept === null ? [] : (JSON.parse(kept) as [number, readonly WaitingLine[]][])
  } catch {
    return []
  }
}
