import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import { changeTicket, liveTicketId, listStatuses, lockTicketRow, setRating } from '#server/tickets/index.ts'
import { alertLeads } from './alert-leads.ts'
import { lockSurvey } from './open-survey.ts'
import { placeOf, type RatedBy } from './rated-by.ts'
import { isGood, isLow, scoresOf } from './score.ts'

export interface Rating {
  score: number
  comment: string
  /** Keys of the settings' causes; what is none of them is left out. */
  causes: readonly string[]
}

export const mostCommentChars = 2000

/**
 * A customer says how it was. Said again alike, nothing happens; said differently while it may be, it is changed. A low
 * score may tell leads and bring the ticket back to work. `link_expired` as in openSurvey, `invalid_input` for a score
 * outside the scale.
 */
export async function rateTicket(tx: Tx, by: RatedBy, given: Rating, now: Date): Promise<void> {
  const { row, settings } = await lockSurvey(tx, by, now)
  if (!scoresOf(row.scale).includes(given.score)) {
    fail('invalid_input', { fields: [{ path: 'body.score', message: 'not on the scale' }] })
  }
  const { score } = given
  const comment = given.comment.trim().slice(0, mostCommentChars)
  const causes = settings.causes.map((cause) => cause.key).filter((key) => given.causes.includes(key))
  const isSame = row.score === score && row.comment === comment && String(row.causes) === String(causes)
  if (isSame) return
  const ticketId = await liveId(tx, row.ticket_id)
  const ticket = await lockTicketRow(tx, ticketId)
  if (!ticket) return fail('link_expired')
  await tx
    .updateTable('survey')
    .set({
      score,
      comment,
      causes,
      is_good: isGood(row.scale, score),
      rated_at: row.rated_at ?? now,
      rated_in: row.rated_in ?? placeOf(by),
      ...(row.rated_at === null && {
        agent_id: ticket.assignee_id,
        team_id: ticket.team_id,
        last_replier_id: await lastReplier(tx, ticketId),
      }),
    })
    .where('id', '=', row.id)
    .execute()
  const rating = { score, scale: row.scale, isGood: isGood(row.scale, score), isLow: isLow(settings, score) }
  await setRating(tx, ticketId, rating)
  const actor = { kind: 'customer', id: row.customer_id } as const
  const said = { ...rating, ...(comment !== '' && { comment }), ...causesSaid(causes) }
  const data = { requestId: row.id, ...said, ...(row.score !== null && { previous: row.score }) }
  const eventId = await recordEvent(tx, { type: 'ticket.rated', at: now, actor, ticketId, data })
  // What was low before stays low: nobody is told twice.
  if (!rating.isLow || isLow(settings, row.score)) return
  if (settings.alertsLeads) await alertLeads(tx, { ticket, score, scale: row.scale, comment, eventId }, now)
  if (settings.reopens && !ticket.is_open) {
    const statusId = await openStatusId(tx)
    await changeTicket(tx, ticket, { statusId }, { actor: { kind: 'system', id: null } }, now)
  }
}

function causesSaid(causes: string[]) {
  return causes.length > 0 ? { causes } : {}
}

async function liveId(tx: Tx, id: number): Promise<number> {
  const { rows } = await sql<{ id: number | null }>`select ${liveTicketId(id)} as id`.execute(tx)
  return rows[0]?.id ?? id
}

async function lastReplier(tx: Tx, ticketId: number): Promise<number | null> {
  const row = await tx
    .selectFrom('reply')
    .select('agent_id')
    .where('ticket_id', '=', ticketId)
    .where('is_automatic', '=', false)
    .where('agent_id', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.agent_id ?? null
}

async function openStatusId(tx: Tx): Promise<number> {
  const status = (await listStatuses(tx)).find((one) => one.category === 'open' && one.isDefault)
  if (!status) throw new Error('no status stands for work')
  return status.id
}
