import { hashToken, newToken } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { readSurveySettings } from './settings.ts'

/** A survey that was asked earlier, without a letter: for a desk that is filled with its past. Answers its token. */
export async function enterPastSurvey(
  tx: Tx,
  ticket: { id: number; customerId: number; solvedAt: Date },
  askedAt: Date,
): Promise<string> {
  const { scale, openDays } = await readSurveySettings(tx)
  const token = newToken()
  await tx
    .insertInto('survey')
    .values({
      ticket_id: ticket.id,
      customer_id: ticket.customerId,
      solved_at: ticket.solvedAt,
      scale,
      token_hash: hashToken(token),
      sealed_token: null,
      asked_at: askedAt,
      expires_at: new Date(askedAt.getTime() + openDays * 86_400_000),
    })
    .execute()
  return token
}
