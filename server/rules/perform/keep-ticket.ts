import type { Tx } from '#server/platform/database/open-database.ts'
import { lockTicketRow } from '#server/tickets/index.ts'

export type TicketRow = NonNullable<Awaited<ReturnType<typeof lockTicketRow>>>

/** The row of the ticket that a pass has locked: read again only after something was done to it. */
export interface TicketKeeper {
  read(this: void): Promise<TicketRow | null>
  forget(this: void): void
}

export function keepTicket(tx: Tx, ticketId: number, known: TicketRow): TicketKeeper {
  let kept: Promise<TicketRow | null> | null = Promise.resolve(known)
  return {
    read: () => (kept ??= lockTicketRow(tx, ticketId)),
    forget: () => (kept = null),
  }
}
