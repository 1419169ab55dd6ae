import { useEffect, useLayoutEffect, useRef } from 'react'

/** The composer that is there to take an article; the latest one on the page. */
let taker: (() => void) | null = null

/** Whether an article could be put into an answer right now. */
export function canAskForArticle(): boolean {
  return taker !== null
}

/** Opens the choice of articles in the composer, from wherever. */
export function askForArticle(): void {
  taker?.()
}

export function useArticleAsked(open: () => void): void {
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
