import { useCallback, useMemo, useRef, useState } from 'react'

export interface Selection {
  readonly ids: ReadonlySet<number>
  /** Chooses one or lets it go; with `isRange` everything from the one chosen before up to it. */
  readonly toggle: (id: number, isRange?: boolean) => void
  readonly selectAll: () => void
  readonly clear: () => void
}

/** Which tickets of a list are chosen, in the order they stand in. */
export function useSelection(order: readonly number[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const anchor = useRef<number | null>(null)
  const latest = useRef(order)
  latest.current = order
  const toggle = useCallback((id: number, isRange = false) => {
    const from = isRange && anchor.current !== null ? latest.current.indexOf(anchor.current) : -1
    const to = latest.current.indexOf(id)
    anchor.current = id
    setChosen((was) => {
      const next = new Set(was)
      if (from >= 0 && to >= 0) {
        for (const each of latest.current.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each)
      } else if (!next.delete(id)) next.add(id)
      return next
    })
  }, [])
  const selectAll = useCallback(() => setChosen(new Set(latest.current)), [])
  const clear = useCallback(() => {
    anchor.current = null
    setChosen((was) => (was.size === 0 ? was : new Set()))
  }, [])
  return useMemo(() => {
    // What has left the list meanwhile is not chosen any more: nobody sees that it is.
    const ids = new Set(order.filter((id) => chosen.has(id)))
    return { ids, toggle, selectAll, clear }
  }, [order, chosen, toggle, selectAll, clear])
}
