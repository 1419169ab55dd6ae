import type { MailLimits } from '#contract/mail-policy.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { limitsKey, readMailLimits } from './mail-policy.ts'
import { policyChanged } from './policy-changed.ts'

/** Changes the limits; what is left out stays. Every process heeds them with the next letter. */
export async function updateMailLimits(
  tx: Tx,
  actor: Actor,
  changes: Partial<MailLimits>,
  now: Date,
): Promise<MailLimits> {
  const before = await readMailLimits(tx)
  const limits = { ...before, ...changes }
  const value = JSON.stringify(limits)
  await tx
    .insertInto('setting')
    .values({ key: limitsKey, value, updated_at: now })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, updated_at: now }))
    .execute()
  await policyChanged(tx, actor, 'mail_limits.updated', differing(before, limits), now)
  return limits
}

/** What changed, for the history: new values, and the old ones under `before`. */
function differing(before: MailLimits, after: MailLimits): Record<string, unknown> {
  const names = (Object.keys(after) as (keyof MailLimits)[]).filter((name) => before[name] !== after[name])
  const of = (limits: MailLimits) => Object.fromEntries(names.map((name) => [name, limits[name]]))
  return { ...of(after), before: of(before) }
}
