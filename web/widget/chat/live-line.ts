import type { ChatCommand, ChatMessage } from '#contract/chat.ts'
import type { Api, LiveLine } from './api.ts'
import { nowAndThen } from './now-and-then.ts'
import { backoff } from './outbox.ts'

interface Wishes {
  api: Pick<Api, 'connect'>
  /** Who calls, and how far they know; null while there is nobody. */
  hello: () => { token: string; after: number } | null
  hear: (message: ChatMessage) => void
  /** Asks for what is new, where no line comes about. */
  ask: () => Promise<void>
  isWatched: () => boolean
  onConnection: (isConnected: boolean) => void
}

/**
 * The line that brings what is new, taken up again whenever it is lost. Where none comes about, as behind some
 * companies' proxies, what is new is asked for instead.
 */
export function keepLine({ api, hello, hear, ask, isWatched, onConnection }: Wishes) {
  let socket: LiveLine | null = null
  let attempts = 0
  let reconnecting: number | undefined
  /** Without a line, what is asked for is answered. */
  let isAnswered = false
  const asking = nowAndThen(async () => {
    isAnswered = await ask().then(
      () => true,
      () => false,
    )
    onConnection(isAnswered)
  }, isWatched)

  const connect = () => {
    clearTimeout(reconnecting)
    if (socket || hello() === null) return
    const own = api.connect({
      onOpen() {
        const who = hello()
        if (who) own.say({ type: 'hello', ...who })
      },
      onMessage(message) {
        if (socket !== own) return
        attempts = 0
        asking.stop()
        isAnswered = false
        hear(message)
      },
      onClose() {
        if (socket !== own) return
        socket = null
        onConnection(isAnswered)
        reconnecting = window.setTimeout(connect, backoff(attempts++))
        if (attempts > 1) asking.start()
      },
    })
    socket = own
  }
  return {
    connect,
    say: (command: ChatCommand) => socket?.say(command),
    /** Somebody looks now. */
    hurry() {
      asking.hurry()
      connect()
    },
    hangUp() {
      const own = socket
      socket = null
      isAnswered = false
      own?.close()
      onConnection(false)
    },
  }
}
