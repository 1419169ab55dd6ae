import { useCallback, useEffect, useRef, useState } from 'react'
import { type Draft, getDraft, saveDraft } from '#contract/drafts.ts'
import type { ChosenRecipients } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { isFailure } from '../../api/failure.ts'

export type DraftState = 'idle' | 'saving' | 'saved' | 'failed' | 'elsewhere'

export interface DraftContent {
  readonly kind: 'reply' | 'note'
  /** Empty when there is nothing to keep. */
  readonly html: string
  readonly fileIds: number[]
  /** Null while the usual ones are meant. */
  readonly recipients: ChosenRecipients | null
}

/** Quiet typing for this long is saved. */
const pauseMs = 800

/**
 * Keeps an unfinished answer on the server, one save at a time. Another tab that was faster is noticed by the version;
 * then nothing is saved until the agent has chosen which one to keep.
 */
export function useDraft(ticketId: number, initialVersion: number) {
  const [state, setState] = useState<DraftState>('idle')
  const version = useRef(initialVersion)
  const pending = useRef<DraftContent | null>(null)
  const running = useRef<Promise<void> | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const isHeld = useRef(false)

  const flush = useCallback((): Promise<void> => {
    clearTimeout(timer.current)
    if (running.current)
      return running.current.then(() => (pending.current && !isHeld.current ? flush() : undefined))
    const content = pending.current
    if (!content || isHeld.current) return Promise.resolve()
    pending.current = null
    setState('saving')
    running.current = call(saveDraft, {
      params: { id: ticketId },
      body: { ...content, version: version.current },
    })
      .then(
        ({ draft }) => {
          version.current = draft?.version ?? 0
          setState('saved')
        },
        (error: unknown) => {
          // Not lost: the newest words stay pending and go with the next save.
          pending.current ??= content
          isHeld.current = isFailure(error, 'version_conflict')
          setState(isHeld.current ? 'elsewhere' : 'failed')
        },
      )
      .finally(() => {
        running.current = null
      })
    return running.current
  }, [ticketId])

  const keep = useCallback(
    (content: DraftContent) => {
      pending.current = content
      clearTimeout(timer.current)
      if (!isHeld.current) timer.current = setTimeout(() => void flush(), pauseMs)
    },
    [flush],
  )

  /** Waits for a save under way and forgets the rest: the answer itself is about to be sent. */
  const settle = useCallback(async () => {
    clearTimeout(timer.current)
    pending.current = null
    await running.current
  }, [])

  /**
   * After an answer was sent: the server has forgotten its draft, and keeps one of the other kind if there was any.
   * Writing goes on from what is really there.
   */
  const restart = useCallback(async () => {
    pending.current = null
    isHeld.current = false
    setState('idle')
    const { draft } = await call(getDraft, { params: { id: ticketId } }).catch(() => ({ draft: null }))
    version.current = draft?.version ?? 0
  }, [ticketId])

  /** Settles a quarrel between two tabs; gives the other tab's draft when that one is taken. */
  const resolve = useCallback(
    async (choice: 'mine' | 'other'): Promise<Draft | null> => {
      const { draft } = await call(getDraft, { params: { id: ticketId } })
      version.current = draft?.version ?? 0
      isHeld.current = false
      if (choice === 'other') {
        pending.current = null
        setState('saved')
        return draft
      }
      await flush()
      return null
    },
    [ticketId, flush],
  )

  /** What the server has just made the draft: writing goes on from there. */
  const adopt = useCallback((next: Draft) => {
    clearTimeout(timer.current)
    pending.current = null
    isHeld.current = false
    version.current = next.version
    setState('saved')
  }, [])

  useEffect(() => {
    const leave = () => document.visibilityState === 'hidden' && void flush()
    document.addEventListener('visibilitychange', leave)
    return () => {
      document.removeEventListener('visibilitychange', leave)
      void flush()
    }
  }, [flush])

  return { state, keep, flush, settle, restart, resolve, adopt }
}
