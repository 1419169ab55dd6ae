import type { Generated, GeneratedAlways, Selectable } from 'kysely'
import type { MailboxImport } from '#contract/mailbox-imports.ts'

interface MailboxImportTable {
  id: GeneratedAlways<number>
  inbox_id: number
  source: MailboxImport['source']
  name: string
  state: MailboxImport['state']
  size_bytes: number | null
  uploaded_bytes: number | null
  position: Generated<number>
  uid_validity: number | null
  letters_total: number | null
  letters_read: Generated<number>
  tickets_made: Generated<number>
  messages_made: Generated<number>
  replies_made: Generated<number>
  skipped: Generated<number>
  failed: Generated<number>
  busy_ms: Generated<number>
  tickets_kept: Generated<number>
  error: string | null
  created_by_id: number | null
  created_at: Date
  finished_at: Date | null
}

interface ImportedLetterTable {
  import_id: number
  inbound_letter_id: number
  ticket_id: number
  post_id: number
  is_new_ticket: boolean
}

interface MailboxImportProblemTable {
  id: GeneratedAlways<number>
  import_id: number
  position: number
  subject: string | null
  message_id: string | null
  problem: string
  detail: string | null
}

export type MailboxImportRow = Selectable<MailboxImportTable>
export type MailboxImportProblemRow = Selectable<MailboxImportProblemTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    mailbox_import: MailboxImportTable
    imported_letter: ImportedLetterTable
    mailbox_import_problem: MailboxImportProblemTable
  }
}
