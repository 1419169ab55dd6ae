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
  | 'knowledge.imported'
  | 'article.created'
  | 'article.updated'
  | 'article.published'
  | 'article.unpublished'
  | 'article.archived'
  | 'article.unarchived'

/** Transactions that are one of many: their readers are told once, at the end of all. */
const quiet = new WeakSet<Tx>()

/** Lets a transaction change the knowledge base without a notice of its own; whoever asks for it gives one afterwards. */
export function tellLater(tx: Tx): void {
  quiet.add(tx)
}

/** Tells every process and open workspace; of a draft, that what readers see is the same. */
export async function tellKnowledge(tx: Tx, isDraft = false): Promise<void> {
  if (!quiet.has(tx)) await notify(tx, { topic: 'knowledge', ...(isDraft && { isDraft }) })
}

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
  await tellKnowledge(tx)
}
