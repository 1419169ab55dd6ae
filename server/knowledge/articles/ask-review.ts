import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { lockSeenText, type TextPlace } from './save-text.ts'

/** Asks whoever may publish to look at a text, or takes that back. */
export async function askReview(
  tx: Tx,
  actor: Actor,
  place: TextPlace,
  { version, isAsked }: { version: number; isAsked: boolean },
): Promise<void> {
  const row = found(await lockSeenText(tx, place, version))
  await tx
    .updateTable('article_text')
    .set({
      is_in_review: isAsked,
      review_asked_by_id: isAsked ? actor.agentId : null,
      version: row.version + 1,
    })
    .where('article_id', '=', place.articleId)
    .where('language', '=', place.language)
    .execute()
  await notify(tx, { topic: 'knowledge', isDraft: true })
}
