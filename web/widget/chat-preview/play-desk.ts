import type { ChatLine, ChatMessage, ChatState } from '#contract/chat.ts'
import type { Language } from '#contract/common.ts'
import type { Api, Ears } from '../chat/api.ts'

interface Part {
  agent: string
  question: string
  answer: string
  reply: string
}

const parts: Record<Language, Part> = {
  ru: {
    agent: 'Анна',
    question: 'Здравствуйте! Когда привезут заказ 4815?',
    answer: 'Добрый день! Он уже у курьера, будет сегодня до 18:00.',
    reply: 'Так будет выглядеть ответ сотрудника.',
  },
  en: {
    agent: 'Anna',
    question: 'Hello! When will order 4815 arrive?',
    answer: 'Good afternoon! It is with the courier, today by 18:00.',
    reply: 'This is how an agent’s answer will look.',
  },
}

const thinkingMs = 700
const typingMs = 1600

/** Takes the place of the server in a preview: everything is answered at once, and nothing is kept. */
export function playDesk(key: string, language: Language, hasTalk: boolean): Api {
  const part = parts[language]
  const visitor: ChatState['visitor'] = { name: '', email: null, isIdentified: false }
  const lines: ChatLine[] = []
  let ears: Ears | null = null
  const add = (from: ChatLine['from'], text: string, clientKey: string | null = null): ChatLine => {
    const author = from === 'agent' ? part.agent : ''
    const at = new Date().toISOString()
    const line = {
      id: lines.length + 1,
      from,
      author,
      isNotice: false,
      at,
      text,
      html: null,
      files: [],
      clientKey,
    }
    lines.push(line)
    return line
  }
  const state = (): ChatState => ({
    visitor,
    conversation:
      lines.length === 0
        ? null
        : {
            number: '1',
            isEnded: false,
            agent: lines.some((line) => line.from === 'agent') ? part.agent : null,
            readByDeskId: lines.length,
            readByVisitorId: lines.length,
            lines,
            hasEarlier: false,
          },
  })
  const tell = (message: ChatMessage) => ears?.onMessage(message)
  const tellLine = (line: ChatLine, agent: string | null) =>
    tell({ type: 'lines', lines: [line], readByDeskId: lines.length, agent, isEnded: false })
  if (hasTalk) {
    add('visitor', part.question)
    add('agent', part.answer)
  }
  return {
    key,
    origin: self.origin,
    connect(given) {
      ears = given
      setTimeout(() => {
        given.onOpen()
        tell({ type: 'state', state: state() })
      })
      return { isOpen: () => true, say: () => undefined, close: () => undefined }
    },
    config: () => Promise.reject(new Error('a preview is given its settings')),
    arrive: async () => ({ token: 'preview', state: state() }),
    state: async () => state(),
    async say(_token, line) {
      const { text, clientKey } = line as { text: string; clientKey: string }
      const isFirst = lines.length === 0
      const said = add('visitor', text, clientKey)
      setTimeout(() => tellLine(said, isFirst ? null : part.agent))
      setTimeout(() => tell({ type: 'typing', name: part.agent }), thinkingMs)
      setTimeout(() => tellLine(add('agent', part.reply), part.agent), thinkingMs + typingMs)
      return { id: said.id }
    },
    async introduce(_token, who) {
      Object.assign(visitor, who)
    },
    end: async () => undefined,
    survey: async () => ({ survey: null }),
    rate: async () => ({}),
    articles: async () => ({ items: [] }),
    article: () => Promise.reject(new Error('a preview has no articles')),
    picture: () => Promise.reject(new Error('a preview keeps no files')),
    upload: () => Promise.reject(new Error('a preview keeps no files')),
  }
}
