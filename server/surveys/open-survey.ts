import type { SurveyScale, SurveySettings } from '#contract/surveys.ts'
import { hashToken } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { isKnownTicket, type RatedBy } from './rated-by.ts'
import { readSurveySettings } from './settings.ts'
import type { SurveyRow } from './tables.ts'

export interface OpenSurvey {
  scale: SurveyScale
  texts: SurveySettings['texts']
  causes: SurveySettings['causes']
  /** What was said already; null before the first time. */
  given: { score: number; comment: string; causes: string[] } | null
}

/**
 * The survey for whoever may answer it. One that was never asked, belongs to somebody else, is too old, or was answered
 * and may not be changed any more is the same `link_expired`.
 */
export async function openSurvey(db: Db, by: RatedBy, now: Date): Promise<OpenSurvey> {
  const settings = await readSurveySettings(db)
  const row = found(await surveyQuery(db, by).executeTakeFirst(), 'link_expired')
  found(isOpen(row, settings, now) || undefined, 'link_expired')
  return present(row, settings)
}

/** The same, locked until the transaction ends. */
export async function lockSurvey(tx: Tx, by: RatedBy, now: Date) {
  const settings = await readSurveySettings(tx)
  const row = found(await surveyQuery(tx, by).forUpdate().executeTakeFirst(), 'link_expired')
  found(isOpen(row, settings, now) || undefined, 'link_expired')
  return { row, settings }
}

function present(row: SurveyRow, { texts, causes }: SurveySettings): OpenSurvey {
  return {
    scale: row.scale,
    texts,
    causes,
    given: row.score === null ? null : { score: row.score, comment: row.comment, causes: row.causes },
  }
}

function isOpen(row: SurveyRow, { changeHours }: SurveySettings, now: Date): boolean {
  if (row.rated_at === null) return row.expires_at > now
  return now.getTime() - row.rated_at.getTime() < changeHours * 3_600_000
}

function surveyQuery(db: Db, by: RatedBy) {
  const surveys = db.selectFrom('survey').selectAll()
  if ('token' in by) return surveys.where('token_hash', '=', hashToken(by.token))
  const newest = surveys.orderBy('id', 'desc').limit(1)
  return 'chat' in by
    ? newest
        .where('asked_in', '=', 'chat')
        .where('ticket_id', 'in', by.chat.ticketIds)
        .where('customer_id', '=', by.chat.customerId)
    : newest.where('customer_id', '=', by.visitor.customerId).where(isKnownTicket(by.visitor, by.ticketId))
}
