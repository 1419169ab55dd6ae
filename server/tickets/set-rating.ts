import type { Tx } from '#server/platform/database/open-database.ts'

export interface TicketRating {
  score: number
  scale: number
  isGood: boolean
  isLow: boolean
}

/** What the customer's latest score says. Whoever asks for scores is the only caller. */
export async function setRating(tx: Tx, ticketId: number, rating: TicketRating): Promise<void> {
  await tx
    .updateTable('ticket')
    .set({
      rating_score: rating.score,
      rating_scale: rating.scale,
      is_rated_good: rating.isGood,
      is_rated_low: rating.isLow,
    })
    .where('id', '=', ticketId)
    .execute()
}
