import type { Generated, GeneratedAlways } from 'kysely'

interface SentCopyTable {
  id: GeneratedAlways<number>
  outbound_letter_id: number
  inbox_id: number
  state: Generated<'queued' | 'kept' | 'failed'>
  attempts: Generated<number>
  error: string | null
  created_at: Date
  kept_at: Date | null
}

interface ImapErrandTable {
  inbox_id: number
  folder: string
  uid_validity: number
  uid: number
  attempts: Generated<number>
}

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    sent_copy: SentCopyTable
    imap_errand: ImapErrandTable
  }
}
