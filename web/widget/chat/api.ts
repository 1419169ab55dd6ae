import type { ChatCommand, ChatConfig, ChatFile, ChatMessage, ChatState } from '#contract/chat.ts'
import type { ChatSurvey } from '#contract/surveys.ts'

export interface ArticleHit {
  id: number
  title: string
  excerpt: string
}

/** A request that was answered with a refusal; `retryAfter` in seconds, where the server said. */
export class Refused extends Error {
  readonly status: number
  readonly retryAfter: number

  constructor(status: number, retryAfter: number) {
    super(`refused: ${status}`)
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** The live line that brings what is new. */
export interface LiveLine {
  isOpen: () => boolean
  say: (command: ChatCommand) => void
  close: () => void
}

/** What becomes of a live line. */
export interface Ears {
  onOpen: () => void
  onMessage: (message: ChatMessage) => void
  onClose: () => void
}

export type Api = ReturnType<typeof createApi>

/** The server's side of a chat, by its address and the chat's public key. */
export function createApi(origin: string, key: string) {
  const base = `${origin}/api/v1`
  const ask = async <T>(method: string, path: string, token?: string, body?: object): Promise<T> => {
    const answer = await fetch(base + path, {
      method,
      credentials: 'omit',
      headers: {
        ...(token && { 'x-visitor': token }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Refused(answer.status, Number(answer.headers.get('retry-after') ?? 0))
    return (await answer.json()) as T
  }
  return {
    key,
    origin,
    connect({ onOpen, onMessage, onClose }: Ears): LiveLine {
      const socket = new WebSocket(`${base.replace(/^http/, 'ws')}/chat/live`)
      socket.onopen = onOpen
      socket.onmessage = ({ data }) => onMessage(JSON.parse(String(data)) as ChatMessage)
      socket.onclose = onClose
      const isOpen = () => socket.readyState === WebSocket.OPEN
      return {
        isOpen,
        say: (command) => void (isOpen() && socket.send(JSON.stringify(command))),
        close: () => socket.close(),
      }
    },
    config: (language: string) =>
      ask<ChatConfig>(
        'GET',
        `/chat/${key}/config?${new URLSearchParams({ language: language.slice(0, 35) })}`,
      ),
    arrive: (body: object) =>
      ask<{ token: string; state: ChatState }>('POST', `/chat/${key}/visitors`, undefined, body),
    state: (token: string, page: { before: number } | { after: number }) => {
      const [[name, id] = ['after', 0]] = Object.entries(page)
      return ask<ChatState>('GET', `/chat/state?${name}=${id}`, token)
    },
    say: (token: string, line: object) => ask<{ id: number }>('POST', '/chat/lines', token, line),
    introduce: (token: string, who: object) => ask('POST', '/chat/visitor', token, who),
    end: (token: string, wantsTranscript: boolean) => ask('POST', '/chat/end', token, { wantsTranscript }),
    survey: (token: string) => ask<{ survey: ChatSurvey | null }>('GET', '/chat/survey', token),
    rate: (token: string, rating: object) => ask('POST', '/chat/survey', token, rating),
    articles: (query: string, language: string) =>
      ask<{ items: ArticleHit[] }>(
        'GET',
        `/help/articles?${new URLSearchParams({ query, language, limit: '5', isTyping: 'true' })}`,
      ),
    article: (id: number, language: string) =>
      ask<{ title: string; html: string; url: string }>('GET', `/help/articles/${id}?language=${language}`),
    /** A file's bytes as an address of this page. */
    async picture(token: string, id: number): Promise<string> {
      const answer = await fetch(`${base}/chat/files/${id}?inline=true`, {
        headers: { 'x-visitor': token },
        credentials: 'omit',
      })
      if (!answer.ok) throw new Refused(answer.status, 0)
      return URL.createObjectURL(await answer.blob())
    },
    /** With progress, which fetch does not tell of an upload. */
    upload: (token: string, file: File, onProgress: (part: number) => void): Promise<ChatFile> =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest()
        request.open(
          'POST',
          `${base}/chat/files?${new URLSearchParams({ name: file.name.slice(0, 255) || 'file' })}`,
        )
        request.setRequestHeader('x-visitor', token)
        request.setRequestHeader('content-type', file.type || 'application/octet-stream')
        request.upload.onprogress = (event) => onProgress(event.total > 0 ? event.loaded / event.total : 0)
        request.onerror = () => reject(new Error('network'))
        request.onload = () =>
          request.status < 300
            ? resolve(JSON.parse(request.responseText) as ChatFile)
            : reject(new Refused(request.status, 0))
        request.send(file)
      }),
  }
}
