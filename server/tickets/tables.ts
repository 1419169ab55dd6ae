import type { ColumnType, Generated, GeneratedAlways, Insertable, Selectable } from 'kysely'
import type { Names, PersonAddress } from '#contract/common.ts'
import type { StatusCategory } from '#contract/desk.ts'
import type { LetterProtection } from '#contract/letter-keys.ts'
import type { ChosenRecipients, DueKind, IfCustomerWrites, Source } from '#contract/tickets.ts'

/** jsonb: read as the value, written as its text. */
type Json<T> = ColumnType<T, string, string>
export type DeliveryState = 'queued' | 'scheduled' | 'held' | 'cancelled' | 'sent' | 'failed' | 'unconfirmed'

interface TicketStatusTable {
  id: GeneratedAlways<number>
  category: StatusCategory
  names: Json<Names>
  is_default: Generated<boolean>
  position: number
  archived_at: Date | null
}

interface TicketCategoryTable {
  id: GeneratedAlways<number>
  parent_id: number | null
  names: Json<Names>
  position: number
  archived_at: Date | null
}

interface TagTable {
  name: string
  created_at: Date
}

interface TicketTable {
  id: Generated<number>
  subject: string
  snippet: Generated<string>
  status_id: number
  status_category: StatusCategory
  is_open: GeneratedAlways<boolean>
  /** 1 low … 4 critical. */
  priority: Generated<number>
  category_id: number | null
  customer_id: number
  assignee_id: number | null
  team_id: number | null
  source: Source
  inbox_id: number | null
  tags: Generated<string[]>
  last_post_id: Generated<number>
  post_count: Generated<number>
  created_at: Date
  updated_at: Date
  last_activity_at: Date
  waiting_since: Date | null
  solved_at: Date | null
  closed_at: Date | null
  merged_into_id: number | null
  /** The nearest running deadline, kept here by whoever runs the clocks. */
  due_at: ColumnType<Date | null, Date | null | undefined, Date | null>
  due_kind: ColumnType<DueKind | null, DueKind | null | undefined, DueKind | null>
  /** Until when it is put aside. */
  frozen_until: ColumnType<Date | null, Date | null | undefined, Date | null>
  /** The status it goes back to when it is frozen no more. */
  thaw_status_id: ColumnType<number | null, number | null | undefined, number | null>
  /** By which channel replies go out for now; null for letters. */
  reply_channel: ColumnType<'chat' | null, 'chat' | null | undefined, 'chat' | null>
  /** The latest score its customer gave, of so many; null while there is none. */
  rating_score: ColumnType<number | null, number | null | undefined, number | null>
  rating_scale: ColumnType<number | null, number | null | undefined, number | null>
  is_rated_good: ColumnType<boolean | null, boolean | null | undefined, boolean | null>
  is_rated_low: ColumnType<boolean | null, boolean | null | undefined, boolean | null>
  /** The desk's own fields, by their keys. */
  fields: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>
  version: Generated<number>
}

interface TicketParticipantTable {
  ticket_id: number
  address: string
  name: Generated<string>
  post_id: number
}

interface CustomerMessageTable {
  id: Generated<number>
  ticket_id: number
  customer_id: number
  channel: Source
  created_at: Date
  sent_at: Date | null
  text: string
  html: string | null
  quoted_text: string | null
  quoted_html: string | null
  has_remote_images: Generated<boolean>
  from_address: string | null
  from_name: string | null
  to_addresses: ColumnType<PersonAddress[] | null, string | null, never>
  cc_addresses: ColumnType<PersonAddress[] | null, string | null, never>
  recorded_by_id: number | null
  /** Set when the From address disowns the letter. */
  sender_warning: Generated<'forged' | null>
  /** What was found out of a signed or encrypted letter. */
  protection: ColumnType<LetterProtection | null, string | null | undefined, string | null>
}

interface ReplyTable {
  id: Generated<number>
  ticket_id: number
  agent_id: number | null
  is_automatic: Generated<boolean>
  channel: Source
  inbox_id: number | null
  /** To whom it was said, where it has no addresses. */
  customer_id: ColumnType<number | null, number | null | undefined, number | null>
  created_at: Date
  /** Its own; null for the ticket's. */
  subject: string | null
  text: string
  html: string | null
  to_addresses: Json<PersonAddress[]>
  cc_addresses: Json<PersonAddress[]>
  bcc_addresses: Json<PersonAddress[]>
  delivery_state: DeliveryState
  delivery_error: string | null
  delivery_detail: string | null
  sent_at: Date | null
  /** Until when it waits; null for one that goes at once. */
  send_at: Date | null
  /** When the outbox took it; from then on nothing stops it. */
  released_at: Date | null
  decided_at: Date | null
  if_customer_writes: IfCustomerWrites | null
  after_status_id: number | null
  moved: ColumnType<Moved | null, string | null | undefined, string | null>
}

/** A ticket's columns that a reply changes, as they were and as it left them. */
export interface Moved {
  before: MovedColumns
  after: MovedColumns
}
export interface MovedColumns {
  status_id: number
  status_category: StatusCategory
  assignee_id: number | null
  last_post_id: number
  /** Instants as text: this is kept as JSON. */
  waiting_since: string | null
  solved_at: string | null
  closed_at: string | null
  last_activity_at: string
  /** Of a ticket that was frozen. */
  frozen_until?: string | null
}

interface NoteTable {
  id: Generated<number>
  ticket_id: number
  agent_id: number | null
  created_at: Date
  text: string
  html: string | null
  mentioned_ids: Generated<number[]>
  reason: string | null
  /** Whom a letter that became this note says it is from. */
  from_address: Generated<string | null>
}

interface FileTable {
  id: GeneratedAlways<number>
  sha256: Buffer
  name: string
  mime: string
  size_bytes: number
  content_id: string | null
  is_inline: Generated<boolean>
  customer_message_id: number | null
  reply_id: number | null
  note_id: number | null
  uploaded_by_id: number | null
  created_at: Date
}

interface DraftTable {
  agent_id: number
  ticket_id: number
  kind: 'reply' | 'note'
  html: string
  file_ids: Generated<number[]>
  recipients: ColumnType<ChosenRecipients | null, string | null | undefined, string | null>
  version: number
  updated_at: Date
}

interface TicketReadTable {
  agent_id: number
  ticket_id: number
  last_post_id: number
}

interface TicketFollowerTable {
  ticket_id: number
  agent_id: number
}

/** What has to be known to take two tickets apart again. */
export interface KeptOfMerge {
  /** What the source was. */
  source: {
    statusId: number
    statusCategory: StatusCategory
    /** Instants as text: this is kept as JSON. */
    waitingSince: string | null
    solvedAt: string | null
    closedAt: string | null
    frozenUntil: string | null
  }
  /** The target's status before and after. */
  target: { statusId: number; newStatusId: number }
  /** By which message the target had addressed its participants. */
  participants: { address: string; post_id: number }[]
  /** What the target has through it. */
  gained: {
    tags: string[]
    followerIds: number[]
    /** As they were when they came; left out by merges of before they went back. */
    drafts?: { agentId: number; version: number; updatedAt: string }[]
    /** Left out by merges of before fields were carried. */
    fields?: Record<string, unknown>
  }
}

interface TicketMergeTable {
  id: GeneratedAlways<number>
  source_id: number
  target_id: number
  merged_at: Date
  merged_by_id: number | null
  post_ids: number[]
  kept: Json<KeptOfMerge>
  undone_at: Date | null
}

export type TicketRow = Selectable<TicketTable>
export type NewTicketRow = Insertable<TicketTable>
export type FileRow = Selectable<FileTable>
export type ReplyRow = Selectable<ReplyTable>
export type NoteRow = Selectable<NoteTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    ticket_status: TicketStatusTable
    ticket_category: TicketCategoryTable
    tag: TagTable
    ticket: TicketTable
    ticket_participant: TicketParticipantTable
    customer_message: CustomerMessageTable
    reply: ReplyTable
    note: NoteTable
    file: FileTable
    draft: DraftTable
    ticket_read: TicketReadTable
    ticket_follower: TicketFollowerTable
    ticket_merge: TicketMergeTable
  }
}
