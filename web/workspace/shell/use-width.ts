import { useSyncExternalStore } from 'react'

/** Whether the window is at least so wide, in CSS pixels; the same steps as the breakpoints in ui.css. */
export function useIsWide(px: number): boolean {
  const query = `(min-width: ${px}px)`
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}
