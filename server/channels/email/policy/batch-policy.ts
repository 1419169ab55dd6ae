import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { LetterCase } from '../receiving/letter-case.ts'
import { senderOf } from '../receiving/letter-sender.ts'
import { storable } from '../receiving/open-letter.ts'
import type { CurrentPolicy } from './mail-policy.ts'

const hourMs = 3600_000

/** The policy for the letters that are decided in one transaction. */
export interface BatchPolicy extends CurrentPolicy {
  /** Whether one more ticket of this sender is within the limit; letters of this very batch are counted. */
  mayOpen(address: string): boolean
  noteOpened(address: string): void
  /** Letters by a machine of this sender that this very batch has put into the ticket; the ledger is told at its end. */
  automaticIn(ticketId: number, address: string): number
  noteAutomatic(ticketId: number, address: string): void
}

/** One question for all senders, however many letters there are. */
export async function openBatchPolicy(
  tx: Tx,
  policy: CurrentPolicy,
  cases: readonly LetterCase[],
  now: Date,
): Promise<BatchPolicy> {
  const most = policy.limits.newTicketsPerHour
  const opened = await countOpened(tx, senders(cases), most, new Date(now.getTime() - hourMs))
  const automatic = new Map<string, number>()
  return {
    ...policy,
    automaticIn: (ticketId, address) => automatic.get(`${ticketId} ${address.toLowerCase()}`) ?? 0,
    noteAutomatic: (ticketId, address) => {
      const key = `${ticketId} ${address.toLowerCase()}`
      automatic.set(key, (automatic.get(key) ?? 0) + 1)
    },
    mayOpen: (address) => (opened.get(address.toLowerCase()) ?? 0) < most,
    noteOpened: (address) => {
      const sender = address.toLowerCase()
      opened.set(sender, (opened.get(sender) ?? 0) + 1)
    },
  }
}

/** Whom the letters are taken to be from: where an inbox trusts Reply-To, or a list names the writer, not From. */
function senders(cases: readonly LetterCase[]): string[] {
  const addresses = cases.map(({ opened: { letter }, ownAddresses, trust }) =>
    (senderOf(letter, ownAddresses, trust).person?.address ?? '').toLowerCase(),
  )
  return [...new Set(addresses.map(storable))].filter((address) => address !== '')
}

/** Tickets by letter since then, by sender; counts no further than `most`, newest first, along an index. */
async function countOpened(
  tx: Tx,
  addresses: readonly string[],
  most: number,
  since: Date,
): Promise<Map<string, number>> {
  if (addresses.length === 0) return new Map()
  const { rows } = await sql<{ address: string; count: number }>`
    select customer_address.value as address, recent.count::int
    from customer_address, lateral (
      select count(*) from (
        select created_at, source from ticket where customer_id = customer_address.customer_id
        order by id desc limit ${most}
      ) as last where created_at > ${since} and source = 'email'
    ) as recent
    where customer_address.kind = 'email' and customer_address.value = any(${addresses}::text[])
      and recent.count > 0`.execute(tx)
  return new Map(rows.map((row) => [row.address, row.count]))
}
