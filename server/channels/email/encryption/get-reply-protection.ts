import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { defaultRecipients, visibleTicket } from '#server/tickets/index.ts'
import { planProtection } from './plan-protection.ts'

/** How an answer to these addresses would leave; to the usual recipients when none are named. */
export async function getReplyProtection(db: Db, actor: Actor, ticketId: number, to: string, now: Date) {
  const ticket = await visibleTicket(db, actor, ticketId)
  const { inbox_id: inboxId } = await db
    .selectFrom('ticket')
    .select('inbox_id')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow()
  const named = to.split(',').flatMap((one) => one.trim() || [])
  const usual = named.length > 0 ? null : await defaultRecipients(db, ticket)
  const addresses = usual ? [...usual.to, ...usual.cc].map((person) => person.address) : named
  const plan = inboxId === null ? null : await planProtection(db, inboxId, addresses, now)
  return {
    scheme: plan?.scheme ?? null,
    isSigned: plan?.settings.signs ?? false,
    isEncrypted: Boolean(plan?.recipients),
    encrypts: plan?.settings.encrypts ?? ('never' as const),
    withoutKey: plan?.withoutKey ?? [],
  }
}

/** Stops an answer that would have to be encrypted and cannot be: `no_encryption_key`, with whose keys are missing. */
export async function refuseUnencrypted(
  tx: Tx,
  reply: { inboxId: number | null; addresses: readonly string[] },
  now: Date,
): Promise<void> {
  if (reply.inboxId === null) return
  const plan = await planProtection(tx, reply.inboxId, reply.addresses, now)
  if (plan?.settings.encrypts === 'always' && !plan.recipients)
    fail('no_encryption_key', { detail: { addresses: plan.withoutKey } })
}
