import type { Survey } from '#contract/surveys.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { mergedTicketIds, mustSee } from '#server/tickets/index.ts'
import { isLow } from './score.ts'
import { readSurveySettings } from './settings.ts'

/** Every time the ticket's customer was asked, about what went into it too; the newest first. */
export async function listTicketSurveys(db: Db, actor: Actor, ticketId: number): Promise<Survey[]> {
  await mustSee(db, actor, ticketId)
  const [settings, rows] = await Promise.all([
    readSurveySettings(db),
    db
      .selectFrom('survey')
      .selectAll()
      .where('ticket_id', 'in', mergedTicketIds(ticketId))
      .orderBy('id', 'desc')
      .limit(50)
      .execute(),
  ])
  const names = new Map(settings.causes.map((cause) => [cause.key, cause[actor.language]]))
  return rows.map((row) => ({
    id: row.id,
    scale: row.scale,
    askedAt: row.asked_at.toISOString(),
    askedIn: row.asked_in,
    expiresAt: row.expires_at.toISOString(),
    score: row.score,
    isGood: row.is_good,
    comment: row.comment,
    causes: row.causes.map((key) => names.get(key) ?? key),
    ratedAt: row.rated_at?.toISOString() ?? null,
    ratedIn: row.rated_in,
    isLow: isLow(settings, row.score),
    agentId: row.agent_id,
    teamId: row.team_id,
  }))
}
