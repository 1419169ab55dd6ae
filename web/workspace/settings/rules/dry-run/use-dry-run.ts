import { useCallback, useEffect, useRef, useState } from 'react'
import { type DryRunItem, type DryRunPage, dryRunRule } from '#contract/rule-runs.ts'
import type { RuleContent } from '#contract/rules.ts'
import { call } from '../../../../api/call.ts'
import { whole } from '../whole.ts'
import { type FailureName, RequestFailed } from '../../../../api/failure.ts'

export interface DryRunState {
  items: readonly DryRunItem[]
  examined: number
  /** Null before the first answer. */
  total: number | null
  since: string | null
  isRunning: boolean
  /** All tickets have been looked at: neither stopped nor broken off. */
  isWhole: boolean
  failure: FailureName | null
}

const nothingYet: DryRunState = {
  items: [],
  examined: 0,
  total: null,
  since: null,
  isRunning: true,
  isWhole: false,
  failure: null,
}
/** The server stops a request after a while; this only bounds how many tickets one answer carries. */
const perRequest = 200

/** Asks part by part until all tickets have been looked at; what is found is shown as it comes. */
export function useDryRun(content: RuleContent, days: number) {
  const [state, setState] = useState(nothingYet)
  const running = useRef<AbortController | null>(null)

  const start = useCallback(async () => {
    running.current?.abort()
    const mine = new AbortController()
    running.current = mine
    setState(nothingYet)
    let cursor: string | undefined
    try {
      do {
        const body = { content, days, cursor, limit: perRequest }
        const page = await whole<DryRunPage>(call(dryRunRule, { body }, { signal: mine.signal }))
        if (mine.signal.aborted) return
        cursor = page.nextCursor ?? undefined
        setState((old) => ({
          items: [...old.items, ...page.items],
          examined: old.examined + page.examined,
          total: page.total,
          since: page.since,
          isRunning: cursor !== undefined,
          isWhole: cursor === undefined,
          failure: null,
        }))
      } while (cursor !== undefined)
    } catch (error) {
      if (mine.signal.aborted) return
      const failure = error instanceof RequestFailed ? error.failure : 'internal'
      setState((old) => ({ ...old, isRunning: false, failure }))
    }
  }, [content, days])

  useEffect(() => () => running.current?.abort(), [])
  return {
    ...state,
    start,
    stop: () => {
      running.current?.abort()
      setState((old) => ({ ...old, isRunning: false }))
    },
  }
}
