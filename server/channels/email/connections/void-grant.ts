import { isSameServer } from '#server/channels/inboxes/kept-password.ts'
import type { InboxRow } from '#server/channels/tables.ts'
import type { Tx } from '#server/platform/database/open-database.ts'

type Ends = Pick<InboxRow, 'imap' | 'smtp'>

/**
 * Whether a grant may stay after an inbox was changed: it is shown to the servers it was given for and to no others,
 * it was given for Graph or for IMAP and SMTP, and for this address. Pure.
 */
export function grantStaysWith(
  before: Ends & Pick<InboxRow, 'connection_state' | 'receives_by' | 'sends_by' | 'address'>,
  after: Ends & { receivesBy: InboxRow['receives_by']; sendsBy: InboxRow['sends_by'] },
  address: string | undefined,
): boolean {
  if (before.connection_state === null) return true
  const usedGraph = before.receives_by === 'graph' || before.sends_by === 'graph'
  const usesGraph = after.receivesBy === 'graph' || after.sendsBy === 'graph'
  const keepsServer = (one: Ends['imap' | 'smtp'], other: Ends['imap' | 'smtp']) =>
    other === null || isSameServer(one, other)
  return (
    usedGraph === usesGraph &&
    (address === undefined || address === before.address) &&
    // Graph's tokens never go to a mail server.
    (usesGraph || (keepsServer(before.imap, after.imap) && keepsServer(before.smtp, after.smtp)))
  )
}

/** Forgets what the provider gave; somebody has to connect again. The caller marks the inbox. */
export async function voidGrant(tx: Tx, inboxId: number, now: Date): Promise<void> {
  await tx
    .updateTable('mail_connection')
    .set({
      state: 'new',
      grant_sealed: null,
      problem: null,
      detail: null,
      lost_at: null,
      account: null,
      connected_at: null,
      refreshed_at: null,
      expires_at: null,
      expires_because: null,
      updated_at: now,
    })
    .where('inbox_id', '=', inboxId)
    .execute()
}
