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
 * and what they answer comes back into it. Not to an address of the desk's own, not twice within an hour, not to whoever
 * wrote the letter it is about, and not without end: another machine's answer may come back as a ticket of its own.
 */
export async function mailSomebody(
  tx: Tx,
  { to, subject, text }: Extract<RuleAction, { type: 'mail' }>,
  performance: Performance,
): Promise<Outcome> {
  const { ticketId, facts, by, about } = performance
  if (await hasWrittenLately(tx, performance)) return skipped('already_answered')
  const others = await withoutWriter(tx, to, about.messageId)
  if (others.length === 0) return skipped('own_letter')
  const known = await withoutBarred(tx, others, about.at)
  if (known.length === 0) return skipped('blocked_address')
  const reachable = await withoutFlooded(tx, known, about.at)
  if (reachable.length === 0) return skipped('too_many_answers')
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

async function withoutWriter(
  tx: Tx,
  addresses: readonly string[],
  messageId: number | null,
): Promise<readonly string[]> {
  if (messageId === null) return addresses
  const { rows } = await sql<{ address: string | null }>`
    select lower(from_address) as address from customer_message where id = ${messageId}`.execute(tx)
  return addresses.filter((address) => address !== rows[0]?.address)
}

/** A circle of two machines is quicker than anything that is worth telling one by one. */
const mostPerHour = 100

async function withoutFlooded(tx: Tx, addresses: readonly string[], now: Date): Promise<string[]> {
  const { rows } = await sql<{ address: string; count: number }>`
    select receiver ->> 'address' as address, count(*) as count
    from reply, jsonb_array_elements(to_addresses) as receiver
    where is_automatic and created_at > ${new Date(now.getTime() - 3_600_000)}
      and receiver ->> 'address' = any(${[...addresses]}::text[])
    group by 1`.execute(tx)
  const flooded = new Set(rows.filter(({ count }) => count >= mostPerHour).map(({ address }) => address))
  return addresses.filter((address) => !flooded.has(address))
}

/** The desk's oldest that works. */
async function firstInbox(tx: Tx): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    select id from inbox where archived_at is null and is_active order by id limit 1`.execute(tx)
  return rows[0]?.id ?? null
}
