import { useSyncExternalStore } from 'react'

let said = ''
const listeners = new Set<() => void>()

/** Says something to a screen reader without moving the focus. */
export function announce(text: string): void {
  // The same words twice would be silent: a no-break space makes them new.
  said = text === said ? `${text} ` : text
  for (const listener of listeners) listener()
}

/** Stands once in the app; what `announce` says is read from here. */
export function LiveRegion() {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => said,
  )
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {text}
    </div>
  )
}
