import { useEffect, useLayoutEffect, useRef } from 'react'

/** A window of the composer that is opened from wherever: the palette has no idea what a composer is. */
function askedFor() {
  /** The composer that is there to open it; the latest one on the page. */
  let taker: (() => void) | null = null
  return {
    /** Whether there is a composer right now. */
    canAsk: (): boolean => taker !== null,
    ask: (): void => taker?.(),
    useAsked: (open: () => void): void => {
      const latest = useRef(open)
      useLayoutEffect(() => {
        latest.current = open
      })
      useEffect(() => {
        const mine = () => latest.current()
        taker = mine
        return () => {
          if (taker === mine) taker = null
        }
      }, [])
    },
  }
}

/** The choice of macros. */
export const macroChoice = askedFor()
/** The choice of articles. */
export const articleChoice = askedFor()
