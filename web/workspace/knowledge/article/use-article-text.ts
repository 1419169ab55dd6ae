import { useCallback, useEffect, useRef, useState } from 'react'
import type { Language } from '#contract/common.ts'
import { type Article, type ArticleText, saveArticleText } from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { type FailureName, isFailure, RequestFailed } from '../../../api/failure.ts'
import { keepArticle } from '../queries.ts'

export interface Written {
  readonly title: string
  readonly summary: string
  readonly html: string
}

export type SavingState =
  | { is: 'idle' | 'saving' | 'saved' | 'untitled' | 'elsewhere' }
  | { is: 'failed'; failure: FailureName }

/** Quiet typing for this long is saved. */
const pauseMs = 900

export const writtenOf = (text: ArticleText | undefined): Written => ({
  title: text?.title ?? '',
  summary: text?.summary ?? '',
  html: text?.html ?? '',
})

const isSame = (a: Written, b: Written) => a.title === b.title && a.summary === b.summary && a.html === b.html

/**
 * Keeps what is being written of one text, one save at a time. Somebody who was faster elsewhere is noticed by the
 * version: then nothing is saved until it is chosen whose words stay.
 */
export function useArticleText(article: Article, language: Language) {
  const text = article.texts.find((each) => each.language === language)
  const [written, setWritten] = useState(() => writtenOf(text))
  const [state, setState] = useState<SavingState>({ is: 'idle' })
  const version = useRef(text?.version ?? 0)
  const latest = useRef(written)
  const kept = useRef(written)
  const running = useRef<Promise<boolean> | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const isHeld = useRef(false)
  const articleId = article.id

  const isDirty = useCallback(() => !isSame(latest.current, kept.current), [])

  /** What an operation answered is what writing goes on from. */
  const adopt = useCallback(
    (answer: Article) => {
      version.current = answer.texts.find((each) => each.language === language)?.version ?? 0
      keepArticle(answer)
    },
    [language],
  )

  /** Saves what is not saved yet; false when that could not be done. */
  const flush = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current)
    if (running.current) {
      const went = await running.current
      return went && isDirty() && !isHeld.current ? flush() : went
    }
    if (!isDirty()) return true
    if (isHeld.current) return false
    const sent = latest.current
    if (sent.title.trim() === '') {
      setState({ is: 'untitled' })
      return false
    }
    setState({ is: 'saving' })
    running.current = call(saveArticleText, {
      params: { id: articleId, language },
      body: { version: version.current, ...sent, title: sent.title.trim(), summary: sent.summary.trim() },
    }).then(
      (answer) => {
        kept.current = sent
        adopt(answer)
        setState({ is: 'saved' })
        return true
      },
      (error: unknown) => {
        isHeld.current = isFailure(error, 'version_conflict')
        const failure = error instanceof RequestFailed ? error.failure : 'internal'
        setState(isHeld.current ? { is: 'elsewhere' } : { is: 'failed', failure })
        return false
      },
    )
    const went = await running.current
    running.current = null
    return went && isDirty() ? flush() : went
  }, [articleId, language, adopt, isDirty])

  const write = useCallback(
    (change: Partial<Written>) => {
      latest.current = { ...latest.current, ...change }
      setWritten(latest.current)
      // What has just been typed is not saved yet, and is not said to be.
      setState((before) => (before.is === 'saved' ? { is: 'idle' } : before))
      clearTimeout(timer.current)
      if (!isHeld.current) timer.current = setTimeout(() => void flush(), pauseMs)
    },
    [flush],
  )

  /** Keeps our words over those of somebody else, which stay as a version. */
  const keepMine = useCallback(
    (theirVersion: number) => {
      version.current = theirVersion
      isHeld.current = false
      void flush()
    },
    [flush],
  )

  useEffect(() => {
    const leave = () => document.visibilityState === 'hidden' && void flush()
    const online = () => void flush()
    document.addEventListener('visibilitychange', leave)
    window.addEventListener('online', online)
    return () => {
      document.removeEventListener('visibilitychange', leave)
      window.removeEventListener('online', online)
      void flush()
    }
  }, [flush])

  return {
    written,
    state,
    write,
    flush,
    adopt,
    keepMine,
    isDirty,
    isIdle: () => running.current === null && !isDirty(),
    version: () => version.current,
  }
}

export type ArticleWriting = ReturnType<typeof useArticleText>
