import { useSyncExternalStore } from 'react'

/** A visitor who writes says so every few seconds; who has not said it for so long has stopped, or is gone. */
const lastsMs = 10_000

const writing = new Map<number, ReturnType<typeof setTimeout>>()
const listeners = new Set<() => void>()

/** The visitor of a ticket's chat began or stopped writing. */
export function sayTyping(ticketId: number, isTyping: boolean): void {
  clearTimeout(writing.get(ticketId))
  if (isTyping)
    writing.set(
      ticketId,
      setTimeout(() => sayTyping(ticketId, false), lastsMs),
    )
  else writing.delete(ticketId)
  for (const listener of listeners) listener()
}

export function useVisitorTyping(ticketId: number): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => writing.has(ticketId),
  )
}
