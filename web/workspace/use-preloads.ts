import { useEffect } from 'react'
import { queryClient } from './query-client.ts'

const lookEveryMs = 250

/** Fetches what is likely to be opened next, once everything the page itself shows has arrived. */
export function usePreloads(parts: readonly { preload: () => void }[]): void {
  useEffect(() => {
    const look = setInterval(() => {
      if (queryClient.isFetching() > 0) return
      clearInterval(look)
      for (const part of parts) part.preload()
    }, lookEveryMs)
    return () => clearInterval(look)
  }, [parts])
}
