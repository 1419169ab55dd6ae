import type { MailLimits } from '#contract/mail-policy.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { limitsKey } from './mail-policy.ts'
import { policyChanged } from './policy-changed.ts'

/** Sets the limits; every process heeds them with the next letter. */
export async function updateMailLimits(
  tx: Tx,
  actor: Actor,
  limits: MailLimits,
  now: Date,
): Promise<MailLimits> {
  const value = JSON.stringify(limits)
  await tx
    .insertInto('setting')
    .values({ key: limitsKey, value, updated_at: now })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, updated_at: now }))
    .execute()
  await policyChanged(tx, actor, 'mail_limits.updated', { ...limits }, now)
  return limits
}
