import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import type { RuleRow } from '../tables.ts'
import { lockBook } from './rules-changed.ts'

/** The rule, locked; `version_conflict` for somebody who has not seen its last change. */
export async function lockRule(tx: Tx, id: number, version?: number): Promise<RuleRow> {
  await lockBook(tx)
  const rule = found(
    await tx
      .selectFrom('rule')
      .selectAll()
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .forUpdate()
      .executeTakeFirst(),
  )
  if (version !== undefined && rule.version !== version)
    fail('version_conflict', { detail: { version: rule.version } })
  return rule
}

/** From when on a rule that is switched on now hears: what has happened before is not its business. */
export async function hearingFrom(
  tx: Tx,
  now: Date,
): Promise<{ hears_after_event_id: number; hears_after: Date }> {
  const { rows } = await sql<{ last: number }>`select coalesce(max(id), 0) as last from event`.execute(tx)
  return { hears_after_event_id: rows[0]?.last ?? 0, hears_after: now }
}

/** The next place at the end of a group. */
export async function placeBehind(tx: Tx, groupId: number | null): Promise<number> {
  const { last } = await tx
    .selectFrom('rule')
    .select((eb) => eb.fn.max('position').as('last'))
    .where('group_id', groupId === null ? 'is' : '=', groupId)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  return (last ?? 0) + 1
}

/** Keeps what a rule has become as one of its versions. */
export async function keepVersion(
  tx: Tx,
  rule: Pick<RuleRow, 'id' | 'version' | 'name' | 'content'>,
  agentId: number,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('rule_version')
    .values({
      rule_id: rule.id,
      version: rule.version,
      name: rule.name,
      content: JSON.stringify(rule.content),
      at: now,
      by_id: agentId,
    })
    .execute()
}

/** `unknown_reference` for a group that is not there. */
export async function mustBeGroup(tx: Tx, groupId: number | null): Promise<void> {
  if (groupId === null) return
  found(
    await tx.selectFrom('rule_group').select('id').where('id', '=', groupId).executeTakeFirst(),
    'unknown_reference',
  )
}
