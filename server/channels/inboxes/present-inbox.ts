import type { Inbox } from '#contract/inboxes.ts'
import type { InboxRow } from '#server/channels/tables.ts'
import { openInboxSecrets } from '#server/channels/inbox-secrets.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { presentSections } from './inbox-sections.ts'

const instant = (at: Date | null): string | null => at?.toISOString() ?? null

/** An inbox for the administrator; of its passwords only whether there are any. */
export function presentInbox(secrets: Secrets, row: InboxRow): Inbox {
  const open = openInboxSecrets(secrets, row.secrets)
  return {
    id: row.id,
    name: row.name,
    address: row.address,
    teamId: row.team_id,
    receivesBy: row.receives_by,
    imap: row.imap,
    hasImapPassword: open.imapPassword !== null,
    smtp: row.smtp,
    hasSmtpPassword: open.smtpPassword !== null,
    sendsBy: row.sends_by,
    connectionState: row.connection_state,
    isActive: row.is_active,
    health: {
      lastReceivedAt: instant(row.last_received_at),
      lastSentAt: instant(row.last_sent_at),
      receiveError: row.receive_error,
      receiveErrorAt: instant(row.receive_error_at),
      sendError: row.send_error,
      sendErrorAt: instant(row.send_error_at),
      copyError: row.copy_error,
      copyErrorAt: instant(row.copy_error_at),
    },
    ...presentSections(row),
    version: row.version,
  }
}
