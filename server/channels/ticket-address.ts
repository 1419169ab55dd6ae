import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/**
 * Where a customer finds their ticket by themselves: a page that asks them to sign in, never a key to it. Null for a
 * letter that goes to somebody else, and where there is no such page.
 */
export type TicketAddress = (
  db: Db,
  letter: { ticketId: number; to: readonly string[]; language: Language },
) => Promise<string | null>

let known: TicketAddress = async () => null

/** Has letters say where their ticket is shown. Called once, at the start. */
export function nameTicketAddresses(addressOf: TicketAddress): void {
  known = addressOf
}

export const ticketAddress: TicketAddress = (db, letter) => known(db, letter)
