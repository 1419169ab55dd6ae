import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import type { Verdict } from './email/authentication/verdict.ts'
import type { SectionColumns } from './inboxes/inbox-sections.ts'

/** jsonb: read as the value, written as its text. */
type OptionalJson<T> = ColumnType<T, string | undefined, string>

export type Security = 'tls' | 'starttls' | 'none'

export interface ImapSettings {
  host: string
  port: number
  security: Security
  user: string
  folder: string
}

export interface SmtpSettings {
  host: string
  port: number
  security: Security
  user: string | null
}

/** A section of an inbox's settings; null where nothing was ever set. */
type Section<N extends keyof SectionColumns> = ColumnType<
  SectionColumns[N],
  string | null | undefined,
  string | null | undefined
>

interface InboxTable {
  id: GeneratedAlways<number>
  kind: 'email'
  name: string
  address: string
  team_id: number | null
  receives_by: 'smtp' | 'imap' | 'graph'
  sends_by: Generated<'smtp' | 'graph'>
  connection_state: 'new' | 'connected' | 'lost' | null
  imap: ColumnType<ImapSettings | null, string | null, string | null>
  smtp: ColumnType<SmtpSettings | null, string | null, string | null>
  secrets: string | null
  is_active: Generated<boolean>
  last_received_at: Date | null
  last_sent_at: Date | null
  receive_error: string | null
  receive_error_at: Date | null
  send_error: string | null
  send_error_at: Date | null
  addressing: Section<'addressing'>
  signature: Section<'signature'>
  copies: Section<'copies'>
  copy_error: string | null
  copy_error_at: Date | null
  authentication: Section<'authentication'>
  protection: Section<'protection'>
  acknowledgement: Section<'acknowledgement'>
  oversize: Section<'oversize'>
  reopening: Section<'reopening'>
  version: Generated<number>
  created_at: Date
  updated_at: Date
  archived_at: Date | null
}

interface ImapPositionTable {
  inbox_id: number
  folder: string
  uid_validity: number
  last_uid: number
  /** When the folder was last looked into with success, and the letters there that are not fetched yet. */
  looked_at: Generated<Date | null>
  behind: Generated<number | null>
}

export type LetterState = 'received' | 'new_ticket' | 'threaded' | 'ignored' | 'quarantined'

/** What the sending server said, and how the letter came. */
export interface LetterEnvelope {
  /** '' is the null sender; null where the transport does not say. */
  mailFrom: string | null
  rcptTo: string[]
  via: 'smtp' | 'imap' | 'graph'
  /** Who handed it over, and the name it gave. */
  remoteAddress?: string
  helo?: string
  /** Set when the letter is larger than the desk takes: so many bytes it has, and only its headers are here. */
  oversizeBytes?: number
}

interface InboundLetterTable {
  id: GeneratedAlways<number>
  inbox_id: number
  raw_sha256: Buffer
  message_id: string | null
  fingerprint: Buffer | null
  from_address: string | null
  subject: string | null
  envelope: OptionalJson<Partial<LetterEnvelope>>
  received_at: Date
  state: Generated<LetterState>
  reason: string | null
  detail: OptionalJson<Record<string, unknown>>
  ticket_id: number | null
  customer_message_id: number | null
  attempts: Generated<number>
  decided_at: Date | null
  /** Who it is from, as far as that was looked at. */
  authentication: ColumnType<Verdict | null, string | null | undefined, string | null>
}

interface LetterAncestorTable {
  message_id: string
  ticket_id: number
}

export type OutboundState = 'queued' | 'handing_over' | 'sent' | 'failed' | 'unconfirmed' | 'cancelled'

interface OutboundLetterTable {
  id: GeneratedAlways<number>
  reply_id: number
  ticket_id: number
  inbox_id: number
  message_id: string
  state: Generated<OutboundState>
  accepted: Generated<string[]>
  sender_id: number | null
  attempts: Generated<number>
  next_try_at: Date
  error: string | null
  detail: string | null
  created_at: Date
  handed_over_at: Date | null
  /** The letter this one repeats at a person's wish, under a Message-ID of its own. */
  resend_of_id: number | null
  resent_by_id: number | null
  /** Whom it goes to instead of the reply's recipients. */
  to_addresses: ColumnType<PersonAddress[] | null, string | null | undefined, string | null>
  part_id: number | null
  search_text: string | null
  sent_at: Date | null
  /** How it was signed and encrypted. */
  protection: ColumnType<unknown, string | null | undefined, string | null>
}

// system_letter is declared by platform/system-letters.ts, which writes its rows; the sender moves their state.

export type InboxRow = Selectable<InboxTable>
export type InboundLetterRow = Selectable<InboundLetterTable>
export type OutboundLetterRow = Selectable<OutboundLetterTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    inbox: InboxTable
    imap_position: ImapPositionTable
    inbound_letter: InboundLetterTable
    letter_ancestor: LetterAncestorTable
    outbound_letter: OutboundLetterTable
  }
}
