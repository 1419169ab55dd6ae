import { useEffect, useRef } from 'react'
import type { WaitingLine } from './outbox.ts'

const composers = new Map<number, (line: WaitingLine) => void>()

/** While a ticket's composer is on the screen, a refused line comes back into it. */
export function useReturnedLine(ticketId: number, take: (line: WaitingLine) => void): void {
  const latest = useRef(take)
  latest.current = take
  useEffect(() => {
    const open = (line: WaitingLine) => latest.current(line)
    composers.set(ticketId, open)
    return () => {
      if (composers.get(ticketId) === open) composers.delete(ticketId)
    }
  }, [ticketId])
}

export function returnLine(ticketId: number, line: WaitingLine): void {
  composers.get(ticketId)?.(line)
}
