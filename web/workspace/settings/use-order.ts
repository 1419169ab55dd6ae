import type { QueryKey } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { queryClient } from '../query-client.ts'
import { useChange } from './use-change.ts'

interface Move<O> {
  before: O
  next: O
  heard: string | null
}

/**
 * An order that people change step by step. Moves are seen at once: whoever moves something three places presses three
 * times. One request is under way at a time; what is pressed meanwhile goes next, as the order it came to. Did somebody
 * else put it in another order, all that waits is dropped and their order is shown.
 */
export function useOrder<O, L>({
  queryKey,
  send,
  conflict,
}: {
  /** Where the list lies that the answer is. */
  queryKey: QueryKey
  send: (before: O, next: O) => Promise<L>
  /** What is said when somebody else was quicker. */
  conflict: string
}) {
  const { t } = useTranslation()
  const [wanted, setWanted] = useState<O | null>(null)
  const isUnderWay = useRef(false)
  const latest = useRef<Pick<Move<O>, 'next' | 'heard'> | null>(null)
  const change = useChange({
    send: async (move: Move<O>) => {
      try {
        let [known, next] = [move.before, move.next]
        for (;;) {
          const list = await send(known, next)
          const then = latest.current?.next
          if (then === undefined || then === next) {
            // A look that began before the last move would bring the old order back.
            await queryClient.cancelQueries({ queryKey, exact: true })
            if (latest.current?.next === then) {
              queryClient.setQueryData(queryKey, list)
              return
            }
          }
          known = next
          next = latest.current?.next ?? next
        }
      } finally {
        isUnderWay.current = false
        setWanted(null)
      }
    },
    heard: () => latest.current?.heard ?? t('action.saved'),
    words: { version_conflict: conflict },
  })
  return {
    /** The order as it was last pressed, while the server does not have it yet. */
    wanted,
    put: (before: O, next: O, heard: string | null) => {
      latest.current = { next, heard }
      setWanted(next)
      if (isUnderWay.current) return
      isUnderWay.current = true
      change.mutate({ before, next, heard })
    },
  }
}
