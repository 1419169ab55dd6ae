import { sql } from 'kysely'
import type { RuleContent } from '#contract/rules.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { PatternError } from '#server/platform/language.ts'
import type { Log } from '#server/platform/log.ts'
import { compileConditions } from './evaluate/compile-conditions.ts'
import { eventTypesOf } from './evaluate/hear-event.ts'
import type { CompiledConditions } from './evaluate/verdict.ts'

/** A rule made ready to run. */
export interface ReadyRule {
  id: number
  name: string
  version: number
  content: RuleContent
  conditions: CompiledConditions
  hearsAfterEventId: number
  hearsAfter: Date
}

/** All rules that are on, in their order. */
export interface RuleBook {
  version: number
  rules: readonly ReadyRule[]
  /** Those that may hear a type of event. */
  byType: ReadonlyMap<string, readonly ReadyRule[]>
}

/** Compiled once per process and version; by database, for processes that see several. */
const kept = new WeakMap<Db, Promise<RuleBook>>()

/**
 * The book of a version, from memory when that is the one; whoever knows the version asked for read it in the query
 * that had to be made anyway, so no rule runs that has been changed, and no notice has to arrive in time.
 */
export async function bookOf(db: Db, version: number, log: Log): Promise<RuleBook> {
  const known = kept.get(db)
  const book = known && (await known.catch(() => null))
  if (book && book.version >= version) return book
  // Another caller may have begun to read meanwhile.
  const begun = kept.get(db)
  if (begun && begun !== known) return bookOf(db, version, log)
  const reading = readBook(db, log)
  kept.set(db, reading)
  return reading
}

/** The book as it is now. */
export async function currentBook(db: Db, log: Log): Promise<RuleBook> {
  const { version } = await db.selectFrom('rule_book').select('version').executeTakeFirstOrThrow()
  return bookOf(db, version, log)
}

async function readBook(db: Db, log: Log): Promise<RuleBook> {
  // One statement: a book is of one moment.
  const { rows } = await sql<{ version: number; rules: StoredRule[] | null }>`
    select version, (
      select json_agg(json_build_object('id', rule.id, 'name', rule.name, 'version', rule.version, 'content', content,
          'hearsAfterEventId', hears_after_event_id, 'hearsAfter', hears_after)
        order by rule_group.position nulls first, rule_group.id nulls first, rule.position, rule.id)
      from rule left join rule_group on rule_group.id = rule.group_id
      where is_active and deleted_at is null
    ) as rules from rule_book`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('the book of rules is gone')
  const rules = (row.rules ?? []).flatMap((stored) => ready(stored, log))
  const byType = new Map<string, ReadyRule[]>()
  for (const rule of rules) {
    for (const type of new Set(rule.content.triggers.flatMap((trigger) => eventTypesOf(trigger))))
      byType.set(type, [...(byType.get(type) ?? []), rule])
  }
  return { version: row.version, rules, byType }
}

interface StoredRule {
  id: number
  name: string
  version: number
  content: RuleContent
  hearsAfterEventId: number
  hearsAfter: string
}

/** A rule that cannot be compiled is left out and said, not a reason to stop all others. */
function ready(stored: StoredRule, log: Log): ReadyRule[] {
  try {
    return [
      {
        ...stored,
        hearsAfter: new Date(stored.hearsAfter),
        conditions: compileConditions(stored.content.conditions),
      },
    ]
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    log.error({ ruleId: stored.id, error: error.message }, 'a rule cannot be used')
    return []
  }
}
