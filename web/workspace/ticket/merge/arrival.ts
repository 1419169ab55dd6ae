import { useSyncExternalStore } from 'react'

/** By which number somebody came to a ticket that it was merged into. */
export interface Arrival {
  readonly fromId: number
  readonly fromNumber: string
  readonly toId: number
}

let arrival: Arrival | null = null
const listeners = new Set<() => void>()

export function setArrival(next: Arrival | null): void {
  arrival = next
  for (const listener of listeners) listener()
}

/** The last one, until it is put away or another number is followed. */
export function useArrival(): Arrival | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => arrival,
  )
}
