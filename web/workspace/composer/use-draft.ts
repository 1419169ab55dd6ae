import { useCallback, useEffect, useRef, useState } from 'react'
import { type Draft, getDraft, saveDraft } from '#contract/drafts.ts'
import type { ChosenRecipients } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { isFailure } from '../../api/failure.ts'
import type { FileRef } from '../../api/upload.ts'
import { useSession } from '../session.ts'

export type DraftState = 'idle' | 'saving' | 'saved' | 'failed' | 'elsewhere'

export interface DraftContent {
  readonly kind: 'reply' | 'note'
  /** Empty when there is nothing to keep. */
  readonly html: string
  readonly files: readonly FileRef[]
  /** Null while the usual ones are meant. */
  readonly recipients: ChosenRecipients | null
}

export const isBlank = ({ html, files }: DraftContent): boolean => html === '' && files.length === 0

/** One text for one content: what is the same is not saved twice. */
export function keyOf({ kind, html, files, recipients }: DraftContent): string {
  return JSON.stringify([kind, html, files.map((file) => file.id), recipients])
}

/** What the server could not be given before the ticket was left: this page keeps it. */
const unsaved = new Map<string, { content: DraftContent; version: number }>()

const placeOf = (agentId: number, ticketId: number) => `${agentId} ${ticketId}`

/** An answer that was left unsaved, as a draft; null when the server's is the newest. */
export function unsavedDraft(agentId: number, ticketId: number): Draft | null {
  const left = unsaved.get(placeOf(agentId, ticketId))
  if (!left) return null
  const { files, ...content } = left.content
  const list = [...files]
  return {
    ...content,
    files: list,
    fileIds: list.map((file) => file.id),
    version: left.version,
    updatedAt: '',
  }
}

/** Quiet typing for this long is saved. */
const pauseMs = 800

/**
 * Keeps an unfinished answer on the server, one save at a time. Another tab that was faster is noticed by the version;
 * then nothing is saved until the agent has chosen which one to keep.
 */
export function useDraft(ticketId: number, initialVersion: number) {
  const { agent } = useSession()
  const place = placeOf(agent.id, ticketId)
  const [state, setState] = useState<DraftState>('idle')
  const version = useRef(initialVersion)
  const pending = useRef(unsaved.get(place)?.content ?? null)
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
    const { files, ...rest } = content
    running.current = call(saveDraft, {
      params: { id: ticketId },
      body: { ...rest, fileIds: files.map((file) => file.id), version: version.current },
    })
      .then(
        ({ draft }) => {
          version.current = draft?.version ?? 0
          unsaved.delete(place)
          setState('saved')
        },
        (error: unknown) => {
          // Not lost: the newest words stay pending and go with the next save.
          pending.current ??= content
          unsaved.set(place, { content: pending.current, version: version.current })
          isHeld.current = isFailure(error, 'version_conflict')
          setState(isHeld.current ? 'elsewhere' : 'failed')
        },
      )
      .finally(() => {
        running.current = null
      })
    return running.current
  }, [ticketId, place])

  const keep = useCallback(
    (content: DraftContent) => {
      pending.current = content
      clearTimeout(timer.current)
      if (!isHeld.current) timer.current = setTimeout(() => void flush(), pauseMs)
    },
    [flush],
  )

  /** Without waiting for a pause in the typing. */
  const save = useCallback(
    (content: DraftContent) => {
      keep(content)
      return flush()
    },
    [keep, flush],
  )

  /** Waits for a save under way and forgets the rest: the answer itself is about to be sent. */
  const settle = useCallback(async () => {
    const forget = () => {
      clearTimeout(timer.current)
      pending.current = null
      unsaved.delete(place)
    }
    forget()
    while (running.current) await running.current
    // What failed to be saved had come back.
    forget()
  }, [place])

  /**
   * After an answer was sent: the server has forgotten its draft, and keeps one of the other kind if there was any.
   * Writing goes on from what is really there.
   */
  const restart = useCallback(async () => {
    pending.current = null
    unsaved.delete(place)
    isHeld.current = false
    setState('idle')
    const { draft } = await call(getDraft, { params: { id: ticketId } }).catch(() => ({ draft: null }))
    version.current = draft?.version ?? 0
  }, [ticketId, place, setState])

  /** Settles a quarrel between two tabs; gives the other tab's draft when that one is taken. */
  const resolve = useCallback(
    async (choice: 'mine' | 'other'): Promise<Draft | null> => {
      const { draft } = await call(getDraft, { params: { id: ticketId } })
      version.current = draft?.version ?? 0
      isHeld.current = false
      if (choice === 'other') {
        pending.current = null
        unsaved.delete(place)
        setState('saved')
        return draft
      }
      await flush()
      return null
    },
    [ticketId, place, flush, setState],
  )

  /** What the server has just made the draft: writing goes on from there. */
  const adopt = useCallback(
    (next: Draft) => {
      clearTimeout(timer.current)
      pending.current = null
      unsaved.delete(place)
      isHeld.current = false
      version.current = next.version
      setState('saved')
    },
    [place, setState],
  )

  useEffect(() => {
    // Left unsaved last time: the next try is now.
    void flush()
    const leave = () => document.visibilityState === 'hidden' && void flush()
    const online = () => void flush()
    document.addEventListener('visibilitychange', leave)
    window.addEventListener('online', online)
    return () => {
      document.removeEventListener('visibilitychange', leave)
      window.removeEventListener('online', online)
      // While two tabs quarrel nothing is saved, and nothing is thrown away either.
      if (isHeld.current && pending.current)
        unsaved.set(place, { content: pending.current, version: version.current })
      void flush()
    }
  }, [flush, place])

  return { state, keep, save, flush, settle, restart, resolve, adopt }
}
