import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../ui/announce.tsx'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { keyLabel, useShortcut } from '../../ui/keyboard.ts'
import { useSayFailure } from '../ticket/use-say-failure.ts'
import { takeBack } from './taken-back.ts'

export interface Undoable {
  readonly replyId: number
  readonly ticketId: number
  /** By this computer's clock. */
  readonly until: number
}

const longestMs = 30_000
let offered: Undoable | null = null
const listeners = new Set<() => void>()
let undo: (() => void) | null = null

function publish(next: Undoable | null): void {
  offered = next
  for (const listener of listeners) listener()
}

/** The server's time is what counts; a computer whose clock is wrong still shows a window of the right length. */
export function endOfWindow(sendAt: string): number {
  return Math.min(Date.parse(sendAt), Date.now() + longestMs)
}

/** From now on the last reply can be undone with a key, on whatever page. */
export function offerUndo(undoable: Undoable): void {
  if (offered?.replyId !== undoable.replyId) publish(undoable)
}

export function withdrawUndo(replyId: number): void {
  if (offered?.replyId === replyId) publish(null)
}

/** Undoes the last reply if that is still possible; for a page that has the keyboard to itself. */
export function undoSend(): boolean {
  if (!undo) return false
  undo()
  return true
}

/** Seconds until then, counted down on the screen. */
export function useSecondsUntil(until: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((until - now) / 1000))
}

/** Stands once around the desk: the key, and, on any other page than the ticket's own, a line that says so. */
export function UndoSend() {
  const undoable = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => offered,
  )
  return undoable && <Offer key={undoable.replyId} undoable={undoable} />
}

function Offer({ undoable }: { undoable: Undoable }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const sayFailure = useSayFailure()
  const { replyId, ticketId, until } = undoable
  const path = useRouterState({ select: (state) => state.location.pathname })
  const isHere = path === `/tickets/${ticketId}`
  const seconds = useSecondsUntil(until)
  useEffect(() => {
    const timer = setTimeout(() => withdrawUndo(replyId), Math.max(0, until - Date.now()))
    return () => clearTimeout(timer)
  }, [replyId, until])
  const run = useCallback(() => {
    withdrawUndo(replyId)
    takeBack(ticketId, replyId).then(
      () => {
        announce(t('undo.done'))
        if (!isHere) void navigate({ to: '/tickets/$ticketId', params: { ticketId } })
      },
      (error: unknown) => sayFailure(error, t('undo.failed')),
    )
  }, [replyId, ticketId, isHere, navigate, sayFailure, t])
  useShortcut('undo', run)
  useEffect(() => {
    undo = run
    return () => {
      undo = null
    }
  }, [run])
  if (isHere) return null
  return (
    <div
      role="status"
      className="surface fixed bottom-4 left-1/2 z-50 flex -translate-x-1/2 items-center gap-2 py-1.5 pr-1.5 pl-3 whitespace-nowrap"
    >
      <span className="numeric">{t('undo.leavesIn', { seconds })}</span>
      <Button onClick={run}>
        {t('undo.undo')}
        <Kbd>{keyLabel('z')}</Kbd>
      </Button>
    </div>
  )
}
