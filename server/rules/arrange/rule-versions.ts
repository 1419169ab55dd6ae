import type { RuleVersion } from '#contract/rules.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import { updateRule } from './update-rule.ts'

interface Page {
  cursor?: string | undefined
  limit: number
}

/** What a rule has been, newest first. */
export async function listRuleVersions(
  db: Db,
  ruleId: number,
  page: Page,
): Promise<{ items: RuleVersion[]; nextCursor: string | null }> {
  found(
    await db
      .selectFrom('rule')
      .select('id')
      .where('id', '=', ruleId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst(),
  )
  const before = readCursor(page.cursor)
  const rows = await db
    .selectFrom('rule_version')
    .leftJoin('agent', 'agent.id', 'rule_version.by_id')
    .select(['version', 'rule_version.name', 'content', 'at', 'agent.name as by'])
    .where('rule_id', '=', ruleId)
    .$if(before !== null, (query) => query.where('version', '<', before?.id ?? 0))
    .orderBy('version', 'desc')
    .limit(page.limit + 1)
    .execute()
  const cut = cutPage(rows, page.limit, (row) => ({ value: null, id: row.version }))
  const items = cut.rows.map((row) => ({ ...row, at: row.at.toISOString() }))
  return { items, nextCursor: cut.nextCursor }
}

/** Makes a rule again what it was: a version more, so that this can be undone too. */
export async function restoreRuleVersion(
  tx: Tx,
  actor: Actor,
  ruleId: number,
  { version, restored }: { version: number; restored: number },
  now: Date,
): Promise<void> {
  const old = await tx
    .selectFrom('rule_version')
    .select(['name', 'content'])
    .where('rule_id', '=', ruleId)
    .where('version', '=', restored)
    .executeTakeFirst()
  if (!old) fail('not_found')
  await updateRule(tx, actor, ruleId, { version, name: old.name, content: old.content }, now, 'rule.restored')
}
