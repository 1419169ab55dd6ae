import { sql } from 'kysely'
import type { RuleAction } from '#contract/rule-actions.ts'
import { blockedAmong } from '#server/customers/index.ts'
import { renderAutomaticReply } from '#server/macros/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { addAutomaticReply } from '#server/tickets/index.ts'
import { hasWrittenLately } from './answer-guards.ts'
import { done, type Outcome, skipped } from './outcome.ts'
import type { Performance } from './perform-actions.ts'
import { skippedFor } from './reason-of.ts'

/**
 * A letter about the ticket to people who are not its customer, from the ticket's inbox: it stands in the conversation,
 * and what they answer comes back into it. Not to an address of the desk's own, and not twice within an hour.
 */
export async function mailSomebody(
  tx: Tx,
  { to, subject, text }: Extract<RuleAction, { type: 'mail' }>,
  performance: Performance,
): Promise<Outcome> {
  const { ticketId, facts, by, about } = performance
  if (await hasWrittenLately(tx, performance)) return skipped('already_answered')
  const reachable = await withoutBarred(tx, to, about.at)
  if (reachable.length === 0) return skipped('blocked_address')
  const inboxId = facts.ticket.inboxId ?? (await firstInbox(tx))
  if (inboxId === null) return skipped('no_inbox')
  try {
    const words = await renderAutomaticReply(tx, text, ticketId, about.at)
    const heading = await renderAutomaticReply(tx, subject, ticketId, about.at)
    for (const address of reachable) {
      const letter = {
        ticketId,
        inboxId,
        to: { address, name: '' },
        subject: heading.text.replaceAll(/\s+/g, ' ').trim().slice(0, 300),
        ...words,
        files: [],
        ...(by.cause && { cause: by.cause }),
      }
      await addAutomaticReply(tx, letter, about.at)
    }
    return done({ to: reachable })
  } catch (error) {
    return skippedFor(error)
  }
}

async function withoutBarred(tx: Tx, addresses: readonly string[], now: Date): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select lower(address) as address from inbox where lower(address) = any(${[...addresses]}::text[])`.execute(
    tx,
  )
  const blocked = await blockedAmong(tx, addresses, now)
  const barred = new Set([...rows, ...blocked].map(({ address }) => address))
  return addresses.filter((address) => !barred.has(address))
}

/** The desk's oldest that works. */
async function firstInbox(tx: Tx): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select id from inbox where archived_at is null and is_active order by id limit 1`.execute(tx)
  return rows[0]?.id ?? null
}
