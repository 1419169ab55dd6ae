import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { notify } from '#server/platform/realtime/notify.ts'

type Change =
  | 'knowledge.category_created'
  | 'knowledge.category_updated'
  | 'knowledge.categories_ordered'
  | 'knowledge.articles_ordered'
  | 'knowledge.synonyms_changed'
  | 'article.created'
  | 'article.updated'
  | 'article.published'
  | 'article.unpublished'
  | 'article.archived'
  | 'article.unarchived'

/** Writes down what was done to the knowledge base, by whom, and tells every process and open workspace. */
export async function knowledgeChanged(
  tx: Tx,
  actor: Actor | null,
  type: Change,
  data: Record<string, unknown>,
  now: Date,
): Promise<void> {
  const by = actor === null ? ({ kind: 'system', id: null } as const) : agentActor(actor)
  await recordEvent(tx, { type, at: now, actor: by, data })
  await notify(tx, { topic: 'knowledge' })
}
