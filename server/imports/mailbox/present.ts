import type { MailboxImport } from '#contract/mailbox-imports.ts'
import type { MailboxImportRow } from './tables.ts'

/** An import for the page, with how fast it goes and how long it will take. */
export function presentImport(row: MailboxImportRow): MailboxImport {
  const share = shareOf(row)
  const seconds = row.busy_ms / 1000
  const isRunning = row.state === 'running' && seconds > 0 && row.letters_read > 0
  return {
    id: row.id,
    inboxId: row.inbox_id,
    source: row.source,
    name: row.name,
    state: row.state,
    sizeBytes: row.size_bytes,
    uploadedBytes: row.uploaded_bytes,
    share,
    lettersRead: row.letters_read,
    ticketsMade: row.tickets_made,
    messagesMade: row.messages_made,
    repliesMade: row.replies_made,
    skipped: row.skipped,
    failed: row.failed,
    ticketsKept: row.tickets_kept,
    lettersPerSecond: isRunning ? Math.round((row.letters_read / seconds) * 10) / 10 : null,
    secondsLeft: isRunning && share > 0 ? Math.round((seconds / share) * (1 - share)) : null,
    error: row.error,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}

function shareOf(row: MailboxImportRow): number {
  if (row.state === 'done') return 1
  if (row.state === 'uploading') return (row.uploaded_bytes ?? 0) / Math.max(1, row.size_bytes ?? 1)
  const whole = row.source === 'mbox' ? row.size_bytes : row.letters_total
  const done = row.source === 'mbox' ? row.position : row.letters_read
  return whole ? Math.min(1, done / whole) : 0
}
