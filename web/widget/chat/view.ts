import type { ChatLine, ChatState } from '#contract/chat.ts'
import type { Pending } from './outbox.ts'

/** Everything the widget shows. */
export interface View {
  isOpen: boolean
  /** The server has answered at least once since the chat was opened. */
  isReady: boolean
  isConnected: boolean
  isMuted: boolean
  lines: ChatLine[]
  pending: Pending[]
  hasEarlier: boolean
  isEnded: boolean
  hasConversation: boolean
  agent: string | null
  typing: string | null
  readByDeskId: number
  /** How far the visitor has read. */
  readId: number
  visitor: ChatState['visitor']
  hasConsented: boolean
  proactive: { id: string; text: string } | null
  /** What was said does not get through; it is tried again. */
  isFailing: boolean
}

/** What is known of a visitor of whom nothing is known. */
export const nothingSaid = {
  lines: [],
  hasEarlier: false,
  isEnded: false,
  hasConversation: false,
  agent: null,
  typing: null,
  readByDeskId: 0,
  readId: 0,
  visitor: { name: '', email: null, isIdentified: false },
  hasConsented: false,
} satisfies Partial<View>
