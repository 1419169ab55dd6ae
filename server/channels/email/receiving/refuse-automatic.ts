import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { liveTicketId } from '#server/tickets/index.ts'
import { raiseAlert } from '../policy/raise-alert.ts'
import { type Hearing, type Outcome, ignored } from './letter-case.ts'
import type { Thread } from '../threading/thread.ts'

/**
 * A machine's answer makes no ticket: it answers something, and if that was ours it is found by its thread. Nor
 * may two machines talk for ever: beyond a few a day on one ticket the rest stays in the ledger.
 */
export async function refuseAutomatic(
  tx: Tx,
  { opened: { letter }, judgement, policy, inbox, isWanted, now }: Hearing,
  thread: Thread | null,
): Promise<Outcome | null> {
  if (isWanted || judgement.kind !== 'auto_reply') return null
  const detail = { signs: judgement.reasons }
  if (!thread) {
    const isNotice = judgement.reasons.some((reason) => reason.startsWith('auto-submitted: auto-generated'))
    return isNotice ? null : ignored('automatic_reply', detail)
  }
  const since = new Date(now.getTime() - 24 * 3600_000)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from inbound_letter
    where ticket_id = ${liveTicketId(thread.ticketId)} and received_at > ${since} and from_address = ${letter.from?.address.toLowerCase() ?? ''}
      and detail ? 'signs'`.execute(tx)
  const count = (rows[0]?.count ?? 0) + policy.automaticIn(thread.ticketId, letter.from?.address ?? '')
  if (count < policy.limits.automaticLettersPerDay) return null
  const subject = letter.from?.address.toLowerCase() ?? ''
  await raiseAlert(tx, { kind: 'answer_flood', subject, inboxId: inbox.id }, now)
  return { ...ignored('automatic_flood', detail), ticketId: thread.ticketId }
}
