import type { ChatCommand, ChatConfig, ChatFile, ChatLine, ChatMessage, ChatState } from '#contract/chat.ts'
import { type Api, Refused } from './api.ts'
import { openKeep } from './keep.ts'
import { keepLine } from './live-line.ts'
import { markSeen, waitForProactive } from './proactive.ts'
import { lastId, mergeLines } from './merge-lines.ts'
import { fateOf, type Pending, readPending } from './outbox.ts'
import { nothingSaid, type View } from './view.ts'
import { beep } from '../../ui/beep.ts'

type ChatEvent = 'open' | 'close' | 'line' | 'begin'
export type Chat = ReturnType<typeof createChat>

const typingMs = 4000
const presenceMs = 60_000

/** One visitor's chat: what is known, what is on its way, and the live line that brings what is new. */
export function createChat(api: Api, config: ChatConfig, firstUserToken?: string) {
  const keep = openKeep(api.key)
  const listeners = new Set<() => void>()
  const handlers = new Map<ChatEvent, Set<() => void>>()
  let token = keep.read('token')
  let userToken = firstUserToken ?? null
  let isPumping = false
  let sayingTyping = 0
  let typingTimer: number | undefined
  let arriving: Promise<string> | null = null
  let view: View = {
    ...nothingSaid,
    isOpen: false,
    isReady: false,
    isConnected: false,
    isMuted: keep.read('muted') === 'yes',
    pending: readPending(keep.read('outbox')),
    readId: Number(keep.read('read') ?? 0),
    hasConsented: keep.read('consent') === 'yes',
    proactive: null,
    isFailing: false,
  }
  const set = (change: Partial<View>) => {
    view = { ...view, ...change }
    for (const listener of listeners) listener()
  }
  const tell = (event: ChatEvent) => handlers.get(event)?.forEach((handler) => handler())
  const setPending = (pending: Pending[]) => {
    keep.write('outbox', pending.length > 0 ? JSON.stringify(pending) : null)
    set({ pending })
  }
  const take = (lines: ChatLine[]) => {
    const known = new Set(view.lines.map((line) => line.id))
    const fresh = lines.filter((line) => !known.has(line.id))
    // What the server has is no longer on its way.
    const arrived = new Set(lines.flatMap((line) => line.clientKey ?? []))
    if (view.pending.some((one) => arrived.has(one.clientKey)))
      setPending(view.pending.filter((one) => !arrived.has(one.clientKey)))
    set({ lines: mergeLines(view.lines, lines), typing: fresh.length > 0 ? null : view.typing })
    const theirs = fresh.filter((line) => line.from !== 'visitor')
    const last = lastId(theirs)
    if (last > 0) say({ type: 'got', lineId: last })
    return theirs
  }
  const takeState = ({ visitor, conversation }: ChatState): ChatLine[] => {
    // A state that was read before the visitor said who they are may come after it.
    const { name, email } = view.visitor
    const known = { ...visitor, name: visitor.name || name, email: visitor.email ?? email }
    set({ visitor: known, isReady: true, hasConversation: conversation !== null })
    if (!conversation) return []
    const isFirst = view.lines.length === 0
    const theirs = take(conversation.lines)
    set({
      isEnded: conversation.isEnded,
      agent: conversation.agent,
      readByDeskId: conversation.readByDeskId,
      readId: Math.max(view.readId, conversation.readByVisitorId),
      ...(isFirst && { hasEarlier: conversation.hasEarlier }),
    })
    markRead()
    return theirs
  }
  const line = keepLine({
    api,
    hello: () => (token === null ? null : { token, after: lastId(view.lines) }),
    hear: (message) => hear(message),
    async ask() {
      if (view.hasConversation) tellNew(await askState())
    },
    isWatched: () => isRead(),
    onConnection: (isConnected) => set({ isConnected, ...(!isConnected && { typing: null }) }),
  })
  const say = (command: ChatCommand) => line.say(command)

  /** Somebody else from now on, here or in another tab: nothing of whoever it was stays to be seen, or is said by them. */
  const become = (next: string | null) => {
    token = next
    line.hangUp()
    set({ ...nothingSaid, ...(view.visitor.isIdentified && { pending: [] }) })
  }

  /** A token of one's own, asked for when there is something to say. */
  const arrive = (): Promise<string> =>
    (arriving ??= (async () => {
      const page = { url: location.href.slice(0, 2000), title: document.title.slice(0, 300) }
      const asked = token
      const body = {
        language: config.language,
        page,
        ...(token && { token }),
        ...(userToken && { userToken }),
      }
      const answer = await api.arrive(body)
      // What another tab has found out meanwhile is later.
      if (token !== null && token !== asked) return token
      if (answer.token !== token) {
        for (const what of ['read', 'consent']) keep.write(what, null)
        keep.write('token', answer.token)
        become(answer.token)
        setPending(view.pending)
      }
      takeState(answer.state)
      line.connect()
      return answer.token
    })().finally(() => {
      arriving = null
    }))

  /** What is new as the server has it; what it says of whoever it was meanwhile is nobody's here. */
  const askState = async (): Promise<ChatLine[]> => {
    const asked = token
    if (asked === null) return []
    const state = await api.state(asked, { after: lastId(view.lines) })
    return asked === token ? takeState(state) : []
  }
  const tellNew = (theirs: ChatLine[]) => {
    if (theirs.length === 0) return
    tell('line')
    if (!isRead()) announce()
  }
  const hear = (message: ChatMessage) => {
    if (message.type === 'refused') {
      // A token that is worth nothing any more: the next word begins anew.
      token = null
      keep.write('token', null)
      return
    }
    if (message.type === 'typing') {
      set({ typing: message.name })
      clearTimeout(typingTimer)
      typingTimer = window.setTimeout(() => set({ typing: null }), 45_000)
      return
    }
    set({ isConnected: true })
    if (message.type === 'state') {
      takeState(message.state)
      void pump()
      return
    }
    const theirs = take(message.lines)
    set({
      readByDeskId: message.readByDeskId,
      agent: message.agent,
      isEnded: message.isEnded,
      hasConversation: true,
    })
    tellNew(theirs)
    markRead()
  }
  /** One tab of several makes the noise. */
  const announce = () => {
    if (view.isMuted) return
    const mark = String(lastId(view.lines))
    if (keep.read('beeped') === mark) return
    keep.write('beeped', mark)
    beep()
  }
  const isRead = () => view.isOpen && document.visibilityState === 'visible'
  const markRead = () => {
    if (!isRead()) return
    const last = lastId(view.lines.filter((line) => line.from !== 'visitor'))
    if (last <= view.readId) return
    keep.write('read', String(last))
    set({ readId: last })
    say({ type: 'read', lineId: last })
  }

  /** Sends what waits, one after the other, until nothing does: a line is never said before the one above it. */
  const pump = async (): Promise<void> => {
    if (isPumping) return
    isPumping = true
    try {
      for (let attempt = 0; ;) {
        const next = view.pending.find((one) => !one.isRefused)
        if (!next) return
        const { clientKey, text, fileIds } = next
        try {
          await api.say(token ?? (await arrive()), { clientKey, text, fileIds })
          attempt = 0
          if (!view.hasConversation) tell('begin')
          set({ hasConversation: true, isEnded: false, isFailing: false })
          // The live line brings it back with its number, and only then does it leave the outbox.
          line.connect()
          await shown(clientKey)
        } catch (error) {
          const refusal = error instanceof Refused ? error : null
          if (refusal?.status === 401) {
            token = null
            keep.write('token', null)
          }
          const fate =
            refusal?.status === 401 ? ({ kind: 'wait', ms: 500 } as const) : fateOf(refusal, attempt++)
          if (fate.kind === 'refused')
            setPending(view.pending.map((one) => (one === next ? { ...one, isRefused: true } : one)))
          else if (fate.kind === 'wait') {
            set({ isFailing: refusal === null })
            await new Promise((resolve) => setTimeout(resolve, fate.ms))
          }
        }
      }
    } finally {
      isPumping = false
    }
  }
  /** Until the line is in the log; a line that is late there is asked for. */
  const shown = async (clientKey: string): Promise<void> => {
    for (let n = 0; n < 20; n++) {
      if (!view.pending.some((one) => one.clientKey === clientKey)) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await askState()
    setPending(view.pending.filter((one) => one.clientKey !== clientKey))
  }

  /** A page may stand open for hours: who is there is asked again when somebody wants to talk. */
  let knownAt = Date.now()
  const refresh = async (): Promise<void> => {
    if (Date.now() - knownAt < presenceMs) return
    knownAt = Date.now()
    try {
      const { isOnline, nextOnlineAt } = await api.config(config.language)
      Object.assign(config, { isOnline, nextOnlineAt })
      set({})
    } catch {
      // What was known is still the best there is.
    }
  }

  keep.onChange((what) => {
    if (what === 'token' && keep.read('token') !== token) {
      become(keep.read('token'))
      void askState().catch(() => undefined)
      line.connect()
    } else if (what === 'read') set({ readId: Math.max(view.readId, Number(keep.read('read') ?? 0)) })
    else if (what === 'consent') set({ hasConsented: keep.read('consent') === 'yes' })
    else if (what === 'muted') set({ isMuted: keep.read('muted') === 'yes' })
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible') return
    markRead()
    line.hurry()
  })
  addEventListener('online', line.connect)
  // Whoever has talked before goes on where they were, and hears of what is new while the chat is closed.
  if (token !== null) void arrive().catch(() => line.connect())
  else if (userToken !== null) void arrive().catch(() => undefined)
  if (view.pending.length > 0) void pump()
  waitForProactive(config, keep, (proactive) => {
    if (view.isOpen || view.hasConversation || view.proactive) return false
    set({ proactive })
    return true
  })

  return {
    config,
    api,
    view: () => view,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    on(event: ChatEvent, handler: () => void) {
      const all = handlers.get(event) ?? new Set()
      handlers.set(event, all.add(handler))
      return () => all.delete(handler)
    },
    token: () => token,
    open() {
      void refresh()
      if (view.proactive) markSeen(keep, view.proactive.id)
      set({ isOpen: true, proactive: null })
      tell('open')
      if (token === null) set({ isReady: true })
      line.hurry()
      markRead()
    },
    close() {
      set({ isOpen: false })
      tell('close')
    },
    dismissProactive() {
      if (view.proactive) markSeen(keep, view.proactive.id)
      set({ proactive: null })
    },
    send(text: string, files: readonly ChatFile[]) {
      const pending = {
        clientKey: crypto.getRandomValues(new Uint32Array(4)).join('-'),
        text,
        fileIds: files.map((file) => file.id),
        fileNames: files.map((file) => file.name),
        at: new Date().toISOString(),
        isRefused: false,
      }
      setPending([...view.pending, pending])
      say({ type: 'typing', isTyping: false })
      sayingTyping = 0
      void pump()
    },
    retry(clientKey: string) {
      setPending(
        view.pending.map((one) => (one.clientKey === clientKey ? { ...one, isRefused: false } : one)),
      )
      void pump()
    },
    typed() {
      if (Date.now() - sayingTyping < typingMs) return
      sayingTyping = Date.now()
      say({ type: 'typing', isTyping: true })
    },
    async introduce(who: { name?: string; email?: string; hasConsented?: boolean }) {
      await api.introduce(token ?? (await arrive()), who)
      if (who.hasConsented) keep.write('consent', 'yes')
      set({
        visitor: {
          ...view.visitor,
          name: who.name ?? view.visitor.name,
          email: who.email ?? view.visitor.email,
        },
        hasConsented: view.hasConsented || who.hasConsented === true,
      })
    },
    async upload(file: File, onProgress: (part: number) => void): Promise<ChatFile> {
      return api.upload(token ?? (await arrive()), file, onProgress)
    },
    async showEarlier() {
      const first = view.lines[0]
      if (!token || !first) return
      const asked = token
      const { conversation } = await api.state(asked, { before: first.id })
      if (!conversation || asked !== token) return
      set({ lines: mergeLines(view.lines, conversation.lines), hasEarlier: conversation.hasEarlier })
    },
    async end(wantsTranscript: boolean) {
      if (!token) return
      await api.end(token, wantsTranscript)
      set({ isEnded: true })
    },
    toggleSound() {
      keep.write('muted', view.isMuted ? null : 'yes')
      set({ isMuted: !view.isMuted })
    },
    identify(next: string | null) {
      userToken = next
      // An arrival that is on its way says who it was before.
      const before = arriving ?? Promise.resolve()
      void before.then(arrive, arrive).catch(() => undefined)
    },
  }
}
