import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { ChatTexts, ProactiveMessage } from '#contract/chat.ts'
import type { Language } from '#contract/common.ts'

type Asked = 'off' | 'optional' | 'required'

interface ChatTable {
  id: GeneratedAlways<number>
  key: string
  name: string
  is_active: Generated<boolean>
  team_id: number | null
  calendar_id: number | null
  inbox_id: number | null
  languages: Generated<Language[]>
  texts: ColumnType<Partial<Record<Language, ChatTexts>>, string, string>
  accent: string | null
  accent_dark: string | null
  position: Generated<'right' | 'left'>
  asks_name: Generated<Asked>
  asks_email: Generated<Asked>
  has_consent: Generated<boolean>
  sites: Generated<string[]>
  proactive: ColumnType<ProactiveMessage[], string | undefined, string>
  /** Sealed. */
  secret: string
  version: Generated<number>
  created_at: Date
  archived_at: Date | null
}

interface ChatVisitorTable {
  id: GeneratedAlways<number>
  chat_id: number
  token_hash: Buffer
  customer_id: number | null
  name: Generated<string>
  email: string | null
  is_identified: Generated<boolean>
  has_consented: Generated<boolean>
  language: Language
  page_url: Generated<string>
  page_title: Generated<string>
  created_at: Date
  seen_at: Date
  /** When the last widget was closed; null while one is open. */
  left_at: Date | null
}

interface ChatConversationTable {
  ticket_id: number
  visitor_id: number
  received_post_id: Generated<number>
  read_post_id: Generated<number>
  ended_at: Date | null
  mailed_post_id: Generated<number>
}

interface ChatLineTable {
  visitor_id: number
  client_key: string
  post_id: number
}

interface ChatFileTable {
  id: GeneratedAlways<number>
  visitor_id: number
  sha256: Buffer
  name: string
  mime: string
  size_bytes: number
  created_at: Date
}

interface ChatNoticeTable {
  id: GeneratedAlways<number>
  ticket_id: number
  agent_id: number
  event_id: number
  text: string
  at: Date
}

export type ChatRow = Selectable<ChatTable>
export type ChatVisitorRow = Selectable<ChatVisitorTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    chat: ChatTable
    chat_visitor: ChatVisitorTable
    chat_conversation: ChatConversationTable
    chat_line: ChatLineTable
    chat_file: ChatFileTable
    chat_notice: ChatNoticeTable
  }
}
