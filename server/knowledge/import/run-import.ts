import { sql } from 'kysely'
import * as z from 'zod'
import type { Language } from '#contract/common.ts'
import { type Actor, actorOfAgent } from '#server/identity/index.ts'
import { isLostConnection, isPassing } from '#server/platform/database/retry-connect.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { Failed } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { StorageError } from '#server/platform/storage/storage-error.ts'
import { knowledgeChanged } from '../knowledge-changed.ts'
import { archiveBounds } from './archive.ts'
import { findArticles, findCategories } from './find-existing.ts'
import { type ArticleGroup, groupItems } from './group-items.ts'
import { createTargets } from './links.ts'
import { makeCategories } from './make-categories.ts'
import { placeArticle } from './place-article.ts'
import { loadItems } from './plan-import.ts'
import { doStep, Stopped, type Work } from './steps.ts'
import type { KnowledgeImportRow } from './tables.ts'
import { entriesOf } from './try-import.ts'
import { type Addresses, writeArticle } from './write-article.ts'

const Payload = z.object({ importId: z.int() })

/** Whoever started it may not write any more. */
class NotAllowed extends Error {
  override name = 'NotAllowed'
}

/**
 * The job `knowledgeImport.run`: categories first, then a place for every article, then its words. Each step is a
 * transaction that moves the import on; killed at any moment, it goes on with the next, and nothing is there twice.
 */
export async function runImport(platform: Platform, payload: unknown): Promise<void> {
  const { importId } = Payload.parse(payload)
  const row = await platform.database.db
    .selectFrom('knowledge_import')
    .selectAll()
    .where('id', '=', importId)
    .where('state', '=', 'running')
    .executeTakeFirst()
  if (!row) return
  try {
    const work = await prepare(platform, row)
    await goOn(work, row.position)
    await finish(work)
  } catch (error) {
    if (error instanceof Stopped) return
    // Nothing is decided without a database: the job comes back.
    if (isPassing(error) || isLostConnection(error)) throw error
    platform.log.warn({ importId, error: String(error) }, 'an import of articles broke off')
    await giveUp(platform, importId, nameOf(error))
  }
}

async function prepare(platform: Platform, row: KnowledgeImportRow): Promise<Work> {
  const { db } = platform.database
  const { options } = row
  const agent = await actorOfAgent(db, row.created_by_id)
  if (!options || !agent?.permissions.has('article.write'))
    throw new NotAllowed('not theirs to write any more')
  const mayPublish = row.may_publish && agent.permissions.has('article.publish')
  const actor: Actor = {
    ...agent,
    permissions: new Set(
      [...agent.permissions].filter((permission) => mayPublish || permission !== 'article.publish'),
    ),
  }
  const bytes = await platform.storage.read(row.sha256, archiveBounds.bytes)
  const items = await loadItems(db, row.id)
  const grouped = groupItems(items, {
    language: options.language,
    hasRoot: options.categoryId !== null,
    archiveName: row.name,
  })
  const isPage = (kind: string) => kind === 'article' || kind === 'index'
  return {
    platform,
    importId: row.id,
    options,
    actor,
    mayPublish,
    grouped,
    entries: new Map(
      entriesOf(row.name, bytes)
        .filter((entry) => entry.problem === null)
        .map((entry) => [entry.path, entry]),
    ),
    targetOf: createTargets(
      items.filter((item) => !isPage(item.kind)).map((item) => item.path),
      items.filter((item) => isPage(item.kind)).map((item) => item.source),
    ),
    steps: 1 + 2 * grouped.articles.length,
  }
}

async function goOn(work: Work, from: number): Promise<void> {
  const { db } = work.platform.database
  const { articles, categories } = work.grouped
  const rootId = work.options.categoryId
  let position = from
  if (position === 0) {
    await doStep(work, position, (tx, now) => makeCategories(tx, work, now))
    position += 1
  }
  const folders = await findCategories(db, rootId, categories)
  for (; position <= articles.length; position += 1)
    await failingAlone(work, position, articles[position - 1], (group) =>
      doStep(work, position, (tx, now) => placeArticle(tx, work, group, folders, now)),
    )
  const addresses = await loadAddresses(work)
  for (; position <= 2 * articles.length; position += 1)
    await failingAlone(work, position, articles[position - articles.length - 1], async (group) => {
      const found = (await findArticles(db, rootId, [group])).get(group.source)
      await writeArticle(work, position, group, found, addresses)
    })
}

/** What is wrong with one article is said, and the others are imported. */
async function failingAlone(
  work: Work,
  position: number,
  group: ArticleGroup | undefined,
  step: (group: ArticleGroup) => Promise<void>,
): Promise<void> {
  if (!group) return
  try {
    await step(group)
  } catch (error) {
    const isTheirs = error instanceof Stopped || error instanceof StorageError
    if (isTheirs || isPassing(error) || isLostConnection(error)) throw error
    const path = group.texts[0]?.path ?? group.source
    const detail = error instanceof Failed ? error.failure : String(error).slice(0, 300)
    work.platform.log.warn(
      { importId: work.importId, path, error: String(error) },
      'an article was not imported',
    )
    await doStep(work, position, async () => ({
      counts: { articles_failed: 1 },
      problems: [{ path, problem: 'not_imported', detail }],
    }))
  }
}

async function loadAddresses({ platform, options }: Work): Promise<Addresses> {
  const { rows } = await sql<{ source: string; language: Language; slug: string }>`
    select knowledge_source.source, language, slug
    from knowledge_source join article_address using (article_id)
    where coalesce(root_id, 0) = ${options.categoryId ?? 0} and is_current`.execute(platform.database.db)
  const addresses = new Map<string, Partial<Record<Language, string>>>()
  for (const { source, language, slug } of rows)
    addresses.set(source, { ...addresses.get(source), [language]: slug })
  return addresses
}

/** Tells the planner how much there is now, and everybody, once, that the knowledge base has changed. */
async function finish({ platform, importId, actor }: Work): Promise<void> {
  const { database, clock } = platform
  await sql`analyze article, article_text, article_version, article_address, article_search, article_word`.execute(
    database.db,
  )
  await inTransaction(database.db, async (tx) => {
    const done = await tx
      .updateTable('knowledge_import')
      .set({ state: 'done', finished_at: clock.now() })
      .where('id', '=', importId)
      .where('state', '=', 'running')
      .returning(['name', 'articles_made', 'articles_updated'])
      .executeTakeFirst()
    if (!done) return
    const { name, articles_made: made, articles_updated: updated } = done
    await knowledgeChanged(tx, actor, 'knowledge.imported', { importId, name, made, updated }, clock.now())
  })
}

function nameOf(error: unknown): string {
  if (error instanceof NotAllowed) return 'not_allowed'
  if (error instanceof StorageError) return error.problem === 'full' ? 'storage_full' : 'storage_unavailable'
  return 'internal'
}

async function giveUp({ database, clock }: Platform, importId: number, error: string): Promise<void> {
  await database.db
    .updateTable('knowledge_import')
    .set({ state: 'failed', error, finished_at: clock.now() })
    .where('id', '=', importId)
    .where('state', '=', 'running')
    .execute()
}
