import { sql } from 'kysely'
import type { KnowledgeImportOptions } from '#contract/knowledge-import.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { tellLater } from '../knowledge-changed.ts'
import type { Entry } from './archive.ts'
import type { Grouped } from './group-items.ts'
import type { Target } from './links.ts'
import type { ImportProblem } from './scan-archive.ts'

/** What every step of one import knows. */
export interface Work {
  platform: Platform
  importId: number
  options: KnowledgeImportOptions
  /** With no more rights than they had when they started it. */
  actor: Actor
  mayPublish: boolean
  grouped: Grouped
  entries: ReadonlyMap<string, Entry>
  targetOf: (from: string, href: string) => Target
  steps: number
}

export interface Counts {
  categories_made: number
  articles_made: number
  articles_updated: number
  articles_unchanged: number
  articles_skipped: number
  articles_failed: number
}

export interface StepDone {
  counts: Partial<Counts>
  problems: ImportProblem[]
}

/** Another process has this import, or it was stopped: nothing more is to be done here. */
export class Stopped extends Error {
  override name = 'Stopped'
}

/**
 * Does one step and moves the import on in the same transaction. Cut off anywhere, the step was done whole or not at all;
 * whoever finds the import elsewhere than they thought leaves it alone.
 */
export async function doStep(
  work: Work,
  position: number,
  step: (tx: Tx, now: Date) => Promise<StepDone>,
): Promise<void> {
  const { platform, importId } = work
  await inTransaction(platform.database.db, async (tx) => {
    // Its readers are told once, when all is done.
    tellLater(tx)
    const row = await tx
      .selectFrom('knowledge_import')
      .select('position')
      .where('id', '=', importId)
      .where('state', '=', 'running')
      .forUpdate()
      .executeTakeFirst()
    if (row?.position !== position) throw new Stopped('the import was stopped, or is done elsewhere')
    const { counts, problems } = await step(tx, platform.clock.now())
    await sql`update knowledge_import set position = ${position + 1}, steps = ${work.steps},
        categories_made = categories_made + ${counts.categories_made ?? 0},
        articles_made = articles_made + ${counts.articles_made ?? 0},
        articles_updated = articles_updated + ${counts.articles_updated ?? 0},
        articles_unchanged = articles_unchanged + ${counts.articles_unchanged ?? 0},
        articles_skipped = articles_skipped + ${counts.articles_skipped ?? 0},
        articles_failed = articles_failed + ${counts.articles_failed ?? 0}
      where id = ${importId}`.execute(tx)
    if (problems.length > 0)
      await tx
        .insertInto('knowledge_import_problem')
        .values(problems.map((one) => ({ import_id: importId, ...one, is_late: true })))
        .execute()
  })
}
