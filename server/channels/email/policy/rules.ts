import type { MailRule, RuleBody } from '#contract/mail-policy.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { checkRule } from './check-rule.ts'
import { ruleOf } from './mail-policy.ts'
import { policyChanged } from './policy-changed.ts'

const mostRules = 200

export async function listMailRules(db: Db): Promise<{ items: MailRule[] }> {
  const rows = await db.selectFrom('mail_rule').selectAll().orderBy('position').orderBy('id').execute()
  return { items: rows.map(ruleOf) }
}

/** Adds a rule behind the others. Ends with `invalid_pattern`, `unknown_reference` or `too_many_rules`. */
export async function createMailRule(tx: Tx, actor: Actor, input: RuleBody, now: Date): Promise<MailRule> {
  await checkRule(tx, input)
  const { count, last } = await tx
    .selectFrom('mail_rule')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('position').as('last')])
    .executeTakeFirstOrThrow()
  if (count >= mostRules) fail('too_many_rules')
  const row = await tx
    .insertInto('mail_rule')
    .values({
      position: (last ?? 0) + 1,
      name: input.name,
      is_active: input.isActive,
      applies_to: input.appliesTo,
      match: input.match,
      conditions: JSON.stringify(input.conditions),
      actions: JSON.stringify(input.actions),
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await policyChanged(tx, actor, 'mail_rule.created', { mailRuleId: row.id, name: row.name }, now)
  return ruleOf(row)
}

/** Changes a rule; what is left out stays. */
export async function updateMailRule(
  tx: Tx,
  actor: Actor,
  id: number,
  { version, ...changes }: Partial<RuleBody> & { version: number },
  now: Date,
): Promise<MailRule> {
  await checkRule(tx, changes)
  const before = found(
    await tx.selectFrom('mail_rule').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(),
  )
  if (before.version !== version) fail('version_conflict', { detail: { version: before.version } })
  const row = await tx
    .updateTable('mail_rule')
    .set({
      name: changes.name,
      is_active: changes.isActive,
      applies_to: changes.appliesTo,
      match: changes.match,
      conditions: changes.conditions && JSON.stringify(changes.conditions),
      actions: changes.actions && JSON.stringify(changes.actions),
      version: version + 1,
      updated_at: now,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await policyChanged(tx, actor, 'mail_rule.updated', { mailRuleId: id, name: row.name }, now)
  return ruleOf(row)
}

export async function deleteMailRule(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const row = found(
    await tx.deleteFrom('mail_rule').where('id', '=', id).returning('name').executeTakeFirst(),
  )
  await policyChanged(tx, actor, 'mail_rule.deleted', { mailRuleId: id, name: row.name }, now)
}

/**
 * Puts all rules in this order. Whoever did not see the present order, or does not name each rule once, has to look
 * again: `version_conflict`.
 */
export async function orderMailRules(
  tx: Tx,
  actor: Actor,
  { before, ids }: { before: readonly number[]; ids: readonly number[] },
  now: Date,
): Promise<{ items: MailRule[] }> {
  const locked = await tx
    .selectFrom('mail_rule')
    .select(['id', 'position'])
    .orderBy('id')
    .forUpdate()
    .execute()
  // By what stands there once the locks are held, which the database's own sorting came before.
  const rows = locked.toSorted((a, b) => a.position - b.position || a.id - b.id)
  if (before.length !== rows.length || rows.some((row, at) => row.id !== before[at])) fail('version_conflict')
  const wanted = new Set(ids)
  if (wanted.size !== rows.length || ids.length !== rows.length || rows.some((row) => !wanted.has(row.id)))
    fail('version_conflict')
  for (const [at, id] of ids.entries()) {
    await tx
      .updateTable('mail_rule')
      .set({ position: at + 1 })
      .where('id', '=', id)
      .execute()
  }
  await policyChanged(tx, actor, 'mail_rule.ordered', { mailRuleIds: ids }, now)
  return listMailRules(tx)
}
