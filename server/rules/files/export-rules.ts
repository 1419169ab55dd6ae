import { sql } from 'kysely'
import type { RuleFile } from '#contract/rule-files.ts'
import type { RuleContent } from '#contract/rules.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { fieldId, fieldPointersOf, liveFields } from '../field-pointers.ts'
import { pointersOf, readReferences } from '../references.ts'

interface Row {
  id: number
  name: string
  group: string | null
  is_active: boolean
  content: RuleContent
}

/** Rules as a file, in their order, with the names of everything they point at; `ids` is a list with commas. */
export async function exportRules(db: Db, ids: string | undefined): Promise<RuleFile> {
  const wanted = ids?.split(',').map(Number) ?? null
  const { rows } = await sql<Row>`
    select rule.id, rule.name, rule_group.name as group, is_active, content
    from rule left join rule_group on rule_group.id = rule.group_id
    where deleted_at is null and (${wanted}::bigint[] is null or rule.id = any(${wanted}::bigint[]))
    order by rule_group.position nulls first, rule_group.id nulls first, rule.position, rule.id`.execute(db)
  if (rows.length === 0 || (wanted && rows.length < new Set(wanted).size)) fail('not_found')
  const pointers = rows.flatMap((row) => pointersOf(row.content))
  const live = await liveFields(db)
  const named = new Map(
    rows.flatMap((row) => fieldPointersOf(row.content)).map((each) => [fieldId(each), each]),
  )
  return {
    format: 'otklik.rules',
    formatVersion: 1,
    rules: rows.map((row) => ({
      name: row.name,
      group: row.group,
      isActive: row.is_active,
      content: row.content,
    })),
    references: await readReferences(db, pointers),
    fields: [...named].flatMap(([id, { of, key }]) => {
      const field = live.get(id)
      return field ? [{ of, key, ...field }] : []
    }),
  }
}
