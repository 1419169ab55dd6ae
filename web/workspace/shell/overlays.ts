import { useSyncExternalStore } from 'react'

export type Overlay = 'palette' | 'help' | 'new-ticket' | 'navigation' | 'context' | 'notices' | null

let open: Overlay = null
const listeners = new Set<() => void>()

/** Opens one of the windows that lie over the desk; there is never more than one. */
export function openOverlay(next: Overlay): void {
  open = next
  for (const listener of listeners) listener()
}

export function closeOverlay(): void {
  openOverlay(null)
}

/** Which window lies over the desk now. */
export function useOverlay(): Overlay {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => open,
  )
}
