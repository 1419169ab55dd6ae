import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { readSettings } from '#server/platform/settings.ts'
import { visibleTickets } from '#server/tickets/index.ts'

const NUMBER = /^(?:(#|№)\s*|(\p{L}[\p{L}\p{N}]*)-)?(\d{1,15})$/u

/** A ticket asked for by its number. */
export interface NumberHit {
  ticketId: number
  /** The prefix or the sign left no doubt that the ticket itself is meant. */
  isExplicit: boolean
}

/** The ticket that `HD-1256`, `#1256`, `№ 1256` or `1256` names, if there is one and the agent sees it. */
export async function findNumber(db: Db, actor: Actor, typed: string): Promise<NumberHit | null> {
  const match = NUMBER.exec(typed.trim())
  if (!match) return null
  const [, sign, prefix, digits] = match
  if (prefix !== undefined) {
    const { ticket_prefix: own } = await readSettings(db)
    if (prefix.toLowerCase() !== own.toLowerCase()) return null
  }
  const row = await db
    .selectFrom('ticket')
    .select('ticket.id')
    .where(visibleTickets(actor))
    .where('ticket.id', '=', Number(digits))
    .executeTakeFirst()
  return row ? { ticketId: row.id, isExplicit: sign !== undefined || prefix !== undefined } : null
}
