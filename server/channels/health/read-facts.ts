import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

/** What the tables know of an inbox at this moment. */
export interface InboxFacts {
  id: number
  name: string
  address: string
  is_active: boolean
  created_at: Date
  receives_by: 'smtp' | 'imap' | 'graph'
  can_send: boolean
  last_received_at: Date | null
  last_sent_at: Date | null
  receive_error: string | null
  receive_error_at: Date | null
  send_error: string | null
  send_error_at: Date | null
  copy_error: string | null
  copy_error_at: Date | null
  looked_at: Date | null
  behind: number | null
  /** Letters received and not decided; those never tried are counted by `oldest_untried_at`. */
  waiting_in: number
  oldest_in_at: Date | null
  oldest_untried_at: Date | null
  quarantined: number
  quarantined_since: Date | null
  waiting_out: number
  oldest_out_at: Date | null
  /** When the letter that should have been tried longest ago was due; a polite wait for a busy server is none. */
  overdue_since: Date | null
  failed: number
  /** Null: it signs in by password. */
  connection: 'new' | 'connected' | 'lost' | null
  connection_problem: string | null
  connection_lost_at: Date | null
  connection_expires_at: Date | null
}

/** The facts of every inbox that is not put away; a few index scans however large the ledger is. */
export async function readFacts(db: Db): Promise<InboxFacts[]> {
  const { rows } = await sql<InboxFacts>`
    with coming as (
      select inbox_id, count(*) filter (where state = 'received')::int as waiting,
        min(received_at) filter (where state = 'received') as oldest,
        min(received_at) filter (where state = 'received' and attempts = 0) as untried,
        count(*) filter (where state = 'quarantined')::int as quarantined,
        min(decided_at) filter (where state = 'quarantined') as quarantined_since
      from inbound_letter where state in ('received', 'quarantined') group by inbox_id
    ), going as (
      select inbox_id, count(*) filter (where state in ('queued', 'handing_over'))::int as waiting,
        min(created_at) filter (where state in ('queued', 'handing_over')) as oldest,
        min(case state when 'queued' then next_try_at else handed_over_at end)
          filter (where state in ('queued', 'handing_over')) as due,
        count(*) filter (where state in ('failed', 'unconfirmed') and not exists (select from outbound_letter as newer
          where newer.reply_id = outbound_letter.reply_id and newer.id > outbound_letter.id))::int as failed
      from outbound_letter where state <> 'sent' group by inbox_id
    ), looked as (
      select inbox_id, max(looked_at) as looked_at, sum(behind)::int as behind from imap_position group by inbox_id
    )
    select inbox.id, inbox.name, inbox.address, inbox.is_active, inbox.created_at, inbox.receives_by,
      inbox.smtp is not null or inbox.sends_by = 'graph' as can_send, inbox.last_received_at, inbox.last_sent_at,
      inbox.receive_error, inbox.receive_error_at, inbox.send_error, inbox.send_error_at,
      inbox.copy_error, inbox.copy_error_at,
      looked.looked_at, looked.behind, coalesce(coming.waiting, 0) as waiting_in, coming.oldest as oldest_in_at,
      coming.untried as oldest_untried_at, coalesce(coming.quarantined, 0) as quarantined, coming.quarantined_since,
      coalesce(going.waiting, 0) as waiting_out, going.oldest as oldest_out_at, going.due as overdue_since,
      coalesce(going.failed, 0) as failed, inbox.connection_state as connection,
      coalesce(mail_connection.detail, mail_connection.problem) as connection_problem,
      mail_connection.lost_at as connection_lost_at, mail_connection.expires_at as connection_expires_at
    from inbox left join coming on coming.inbox_id = inbox.id left join going on going.inbox_id = inbox.id
      left join looked on looked.inbox_id = inbox.id left join mail_connection on mail_connection.inbox_id = inbox.id
    where inbox.archived_at is null order by inbox.id`.execute(db)
  return rows
}
