import type { LiveCommand, LiveMessage, ViewingCommand } from '#contract/live.ts'

export type LiveState = 'connecting' | 'open' | 'lost'

export interface Live {
  /** Says which ticket is open here; repeated by itself after every reconnect. */
  readonly viewing: (ticketId: number | null, isWriting: boolean) => void
  /** Says whether anybody touches this page; repeated like the above. */
  readonly idle: (isIdle: boolean) => void
  readonly state: () => LiveState
  readonly onState: (listener: (state: LiveState) => void) => () => void
  readonly close: () => void
}

/** How long to wait before attempt `n` (from 0), in ms: doubles up to 30 s, with chance in it so that a desk does not return as one. */
export function backOff(attempt: number, chance = Math.random()): number {
  return Math.min(30_000, 500 * 2 ** Math.min(attempt, 6)) * (0.5 + chance / 2)
}

/**
 * Keeps one WebSocket to the server for as long as the app lives. Messages only say that something changed; after a
 * gap in the connection nobody knows what did, so `reconnect` refetches what is shown. A browser does not say why it
 * was not let in: `refused` finds out by an ordinary request.
 */
export function connectLive(on: {
  message: (message: LiveMessage) => void
  reconnect: () => void
  refused: () => void
}): Live {
  let socket: WebSocket | null = null
  let state: LiveState = 'connecting'
  let attempt = 0
  let hadConnection = false
  let isClosed = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let isIdle = false
  let viewing: ViewingCommand = { type: 'viewing', ticketId: null, isWriting: false }
  const listeners = new Set<(state: LiveState) => void>()

  const setState = (next: LiveState) => {
    if (next === state) return
    state = next
    for (const listener of listeners) listener(next)
  }
  const tell = (command: LiveCommand = viewing) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(command))
  }
  const retry = () => {
    if (isClosed) return
    clearTimeout(timer)
    timer = setTimeout(open, backOff(attempt++))
  }
  function open(): void {
    const url = new URL('/api/v1/live', location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    const opened = new WebSocket(url)
    socket = opened
    let wasLetIn = false
    opened.onopen = () => {
      wasLetIn = true
      attempt = 0
      setState('open')
      if (viewing.ticketId !== null) tell()
      if (isIdle) tell({ type: 'idle', isIdle })
      if (hadConnection) on.reconnect()
      hadConnection = true
    }
    opened.onmessage = (event) => {
      try {
        on.message(JSON.parse(String(event.data)) as LiveMessage)
      } catch {
        // A newer server may say more than this page knows; what it cannot read it cannot need.
      }
    }
    opened.onclose = () => {
      if (socket !== opened) return
      socket = null
      setState('lost')
      if (!wasLetIn) on.refused()
      retry()
    }
  }
  // The server forgets a viewer it has not heard of for 45 s: a closed laptop says no goodbye.
  const heartbeat = setInterval(() => viewing.ticketId !== null && tell(), 20_000)
  const hurry = () => {
    if (socket || isClosed) return
    attempt = 0
    clearTimeout(timer)
    open()
  }
  // A socket does not notice a pulled cable for minutes; the browser does at once.
  const leave = () => {
    const dead = socket
    socket = null
    dead?.close()
    setState('lost')
  }
  window.addEventListener('online', hurry)
  window.addEventListener('offline', leave)
  open()

  return {
    viewing: (ticketId, isWriting) => {
      if (viewing.ticketId === ticketId && viewing.isWriting === isWriting) return
      viewing = { type: 'viewing', ticketId, isWriting }
      tell()
    },
    idle: (now) => {
      if (now === isIdle) return
      isIdle = now
      tell({ type: 'idle', isIdle })
    },
    state: () => state,
    onState: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      isClosed = true
      clearTimeout(timer)
      clearInterval(heartbeat)
      window.removeEventListener('online', hurry)
      window.removeEventListener('offline', leave)
      socket?.close()
    },
  }
}
