import type { KnowledgeImport, KnowledgeImportOptions } from '#contract/knowledge-import.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { mustBeCategory } from '../articles/create-article.ts'
import { mustPublish } from '../policy.ts'
import { presentImport } from './present.ts'
import { sameOptions } from './same-options.ts'
import type { KnowledgeImportRow } from './tables.ts'

export const importTask = 'knowledgeImport.run'

export async function listImports(db: Db): Promise<KnowledgeImport[]> {
  const rows = await db.selectFrom('knowledge_import').selectAll().orderBy('id', 'desc').limit(20).execute()
  return rows.map(presentImport)
}

export async function getImport(db: Db, id: number): Promise<KnowledgeImport> {
  return presentImport(
    found(await db.selectFrom('knowledge_import').selectAll().where('id', '=', id).executeTakeFirst()),
  )
}

async function lockImport(tx: Tx, id: number): Promise<KnowledgeImportRow> {
  return found(
    await tx.selectFrom('knowledge_import').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(),
  )
}

/**
 * Starts what was tried, or goes on with what was stopped; other options begin it anew, which doubles nothing.
 * `not_allowed` for publishing, and for folders as categories of the top, without `article.publish`.
 */
export async function startImport(
  tx: Tx,
  actor: Actor,
  id: number,
  options: KnowledgeImportOptions,
): Promise<KnowledgeImport> {
  const row = await lockImport(tx, id)
  if (row.state === 'running' || row.state === 'done') fail('not_replayable')
  if (options.publishes || options.categoryId === null) mustPublish(actor)
  if (options.categoryId !== null) await mustBeCategory(tx, options.categoryId)
  const changed = await tx
    .updateTable('knowledge_import')
    .set({
      state: 'running',
      options: JSON.stringify(options),
      may_publish: actor.permissions.has('article.publish'),
      created_by_id: actor.agentId,
      error: null,
      finished_at: null,
      ...(!sameOptions(row.options, options) && {
        position: 0,
        articles_made: 0,
        articles_updated: 0,
        articles_unchanged: 0,
        articles_skipped: 0,
        articles_failed: 0,
      }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (!sameOptions(row.options, options))
    await tx
      .deleteFrom('knowledge_import_problem')
      .where('import_id', '=', id)
      .where('is_late', '=', true)
      .execute()
  // One after the other: they are in no hurry.
  await enqueue(
    tx,
    importTask,
    { importId: id },
    { queue: 'knowledgeImport', key: `${importTask} ${id}`, maxAttempts: 50 },
  )
  return presentImport(changed)
}

/** Stops an import before its next article; what it made stays. */
export async function cancelImport(tx: Tx, id: number, now: Date): Promise<KnowledgeImport> {
  const row = await lockImport(tx, id)
  if (row.state !== 'running') fail('not_replayable')
  const changed = await tx
    .updateTable('knowledge_import')
    .set({ state: 'cancelled', finished_at: now })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return presentImport(changed)
}
