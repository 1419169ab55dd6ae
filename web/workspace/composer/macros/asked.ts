import { useEffect, useLayoutEffect, useRef } from 'react'

/** The composer that is there to take a macro; the latest one on the page. */
let taker: (() => void) | null = null

/** Whether somebody could put a macro into an answer right now. */
export function canAskForMacro(): boolean {
  return taker !== null
}

/** Opens the choice of macros in the composer, from wherever: the palette has no idea what a composer is. */
export function askForMacro(): void {
  taker?.()
}

export function useMacroAsked(open: () => void): void {
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
}
