import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { liveTicketId } from '#server/tickets/index.ts'
import { type Hearing, type Outcome, ignored } from '../receiving/letter-case.ts'
import { asPerson } from '../receiving/letter-people.ts'
import type { Thread } from '../threading/thread.ts'
import { threadDetail } from '../threading/thread-detail.ts'
import { raiseAlert } from './raise-alert.ts'
import type { Ruling } from './run-rules.ts'

const hourMs = 3600_000
/** A ticket's newest messages, as many as are looked through; more than the limit can be. */
const mostLookedAt = 2000

/**
 * More letters of one sender into one ticket than an hour may bring: a machine that does not say that it is one.
 * What has entered counts, letters of the same batch among it; those that say they are a machine's have a limit of
 * their own.
 */
export async function refuseInsistent(
  tx: Tx,
  { policy, sender, judgement, isWanted, inbox, now }: Hearing,
  thread: Thread | null,
  ruling: Ruling | null,
): Promise<Outcome | null> {
  const { address } = asPerson(sender.person ?? { name: '', address: '' })
  if (!thread || isWanted || address === '' || judgement.kind === 'auto_reply' || ruling?.actions.isTrusted)
    return null
  const most = policy.limits.lettersPerTicketPerHour
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from_address, created_at from customer_message where ticket_id = ${liveTicketId(thread.ticketId)}
      order by id desc limit ${mostLookedAt}
    ) as last where from_address = ${address} and created_at > ${new Date(now.getTime() - hourMs)}`.execute(
    tx,
  )
  if ((rows[0]?.count ?? 0) < most) return null
  await raiseAlert(tx, { kind: 'ticket_flood', subject: address, inboxId: inbox.id }, now)
  return { ...ignored('ticket_flood', { ...threadDetail(thread), limit: most }), ticketId: thread.ticketId }
}
