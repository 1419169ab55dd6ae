import { useEffect, useSyncExternalStore } from 'react'
import type { LiveMessage } from '#contract/live.ts'
import { connectLive, type Live, type LiveState } from '../api/live.ts'
import { sayTyping } from './chat/typing.ts'
import { sessionQuery } from './queries.ts'
import { queryClient } from './query-client.ts'

let live: Live | null = null
const stale = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined

/** A busy desk changes many times a second; lists and counts are refetched at most once in that time. */
const gatherForMs = 400
/** Lists of letters are long and looked at by few: they may wait a little more. */
const mailForMs = 1_500

function refetchSoon(...keys: string[]): void {
  for (const key of keys) stale.add(key)
  timer ??= setTimeout(() => {
    timer = undefined
    const due = [...stale]
    stale.clear()
    for (const key of due) void queryClient.invalidateQueries({ queryKey: [key] })
  }, gatherForMs)
}

let mailTimer: ReturnType<typeof setTimeout> | undefined

function refetchMailSoon(): void {
  mailTimer ??= setTimeout(() => {
    mailTimer = undefined
    void queryClient.invalidateQueries({ queryKey: ['mail'] })
  }, mailForMs)
}

type ReplyHeld = Extract<LiveMessage, { type: 'replyHeld' }>
const heldListeners = new Set<(message: ReplyHeld) => void>()

/** Hears of replies that wait for a decision of whoever sits here; answers how to stop. */
export function onReplyHeld(listener: (message: ReplyHeld) => void): () => void {
  heldListeners.add(listener)
  return () => void heldListeners.delete(listener)
}

function onMessage(message: LiveMessage): void {
  if (message.type === 'ticket') {
    // What is open on the screen changes at once; the lists may wait for their neighbours.
    void queryClient.invalidateQueries({ queryKey: ['ticket', message.ticketId] })
    void queryClient.invalidateQueries({ queryKey: ['feed', message.ticketId] })
    void queryClient.invalidateQueries({ queryKey: ['recipients', message.ticketId] })
    void queryClient.invalidateQueries({ queryKey: ['care', message.ticketId] })
    void queryClient.invalidateQueries({ queryKey: ['chat', message.ticketId] })
    refetchSoon('tickets', 'counts', 'chats')
    refetchMailSoon()
  } else if (message.type === 'chat') {
    void queryClient.invalidateQueries({ queryKey: ['chat', message.ticketId] })
    refetchSoon('chats')
  } else if (message.type === 'chatTyping') {
    sayTyping(message.ticketId, message.isTyping)
  } else if (message.type === 'replyHeld') {
    for (const listener of heldListeners) listener(message)
  } else if (message.type === 'notifications') {
    refetchSoon('notifications')
  } else if (message.type === 'webhook') {
    refetchSoon('webhooks')
  } else if (message.type === 'mail') {
    refetchMailSoon()
  } else if (message.type === 'presence') {
    void queryClient.invalidateQueries({ queryKey: ['presence', message.ticketId] })
  } else if (message.type === 'knowledge') {
    refetchSoon('knowledge')
  } else if (message.type === 'desk') {
    refetchSoon('desk')
  } else if (message.type === 'automation') {
    // The lists alone: what is open in an editor keeps the version it was opened with, and so hears of a conflict.
    void queryClient.invalidateQueries({ queryKey: ['settings', message.of], exact: true })
  } else if (message.type === 'attendance') {
    refetchSoon('attendance')
  } else if (message.type === 'session') {
    refetchSoon('session', 'counts', 'tickets')
  }
}

/** Keeps the live connection while the desk is on the screen. */
export function useLiveConnection(): void {
  useEffect(() => {
    const opened = connectLive({
      message: onMessage,
      reconnect: () => void queryClient.invalidateQueries(),
      refused: () => void queryClient.invalidateQueries(sessionQuery),
    })
    live = opened
    // A ticket's own effect runs before this one: what it wanted to say is said now.
    opened.viewing(wanted.ticketId, wanted.isWriting)
    for (const listener of stateListeners) listener()
    const stop = opened.onState(() => {
      for (const listener of stateListeners) listener()
    })
    return () => {
      stop()
      opened.close()
      live = null
    }
  }, [])
}

const stateListeners = new Set<() => void>()

/** Whether the server can be heard just now. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    () => live?.state() ?? 'connecting',
  )
}

let wanted: { ticketId: number | null; isWriting: boolean } = { ticketId: null, isWriting: false }

function view(ticketId: number | null, isWriting: boolean): void {
  wanted = { ticketId, isWriting }
  live?.viewing(ticketId, isWriting)
}

/** Tells the server whether anybody touches this page. */
export function sayIdle(isIdle: boolean): void {
  live?.idle(isIdle)
}

/** Tells colleagues that this ticket is open here, and whether somebody is writing in it. */
export function useViewing(ticketId: number | null, isWriting: boolean): void {
  useEffect(() => {
    view(ticketId, isWriting)
  }, [ticketId, isWriting])
  useEffect(() => () => view(null, false), [])
}
