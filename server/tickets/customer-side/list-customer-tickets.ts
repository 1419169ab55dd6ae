import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import { ticketNumbers } from '../ticket-number.ts'
import { type CustomerState, customerState } from './ticket-state.ts'
import { type Visitor, visibleToCustomer } from './visitor.ts'

export interface CustomerTicketItem {
  id: number
  /** With the desk's prefix: HD-1256. */
  number: string
  subject: string
  state: CustomerState
  createdAt: Date
  lastActivityAt: Date
  /** Whose it is, where it is a colleague's; null for the visitor's own. */
  customerName: string | null
}

interface Wishes {
  state?: 'open' | 'done' | undefined
  /** Words of the subject, or a number. */
  query?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** The tickets a customer sees, the one with the latest word first. */
export async function listCustomerTickets(
  db: Db,
  visitor: Visitor,
  { state, query = '', cursor, limit }: Wishes,
): Promise<{ items: CustomerTicketItem[]; nextCursor: string | null }> {
  const after = readCursor(cursor)
  const words = query.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 10)
  const rows = await db
    .selectFrom('ticket')
    .innerJoin('customer', 'customer.id', 'ticket.customer_id')
    .select(['ticket.id', 'ticket.subject', 'ticket.status_category', 'ticket.waiting_since'])
    .select(['ticket.frozen_until', 'ticket.created_at', 'ticket.last_activity_at'])
    .select(['ticket.customer_id', 'customer.name as customer_name'])
    .where(visibleToCustomer(visitor))
    .$if(state !== undefined, (qb) => qb.where('ticket.is_open', '=', state === 'open'))
    .$if(words.length > 0, (qb) =>
      qb.where((eb) =>
        eb.or([
          eb.and(words.map((word) => eb('ticket.subject', 'ilike', `%${escapeLike(word)}%`))),
          ...numbersIn(words).map((number) => eb('ticket.id', '=', number)),
        ]),
      ),
    )
    .$if(after !== null, (qb) =>
      qb.where(
        sql<boolean>`(ticket.last_activity_at, ticket.id) < (${new Date(Number(after?.value))}, ${after?.id ?? 0})`,
      ),
    )
    .orderBy('ticket.last_activity_at', 'desc')
    .orderBy('ticket.id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = cutPage(rows, limit, (row) => ({ value: row.last_activity_at.getTime(), id: row.id }))
  const numberOf = await ticketNumbers(db)
  return {
    nextCursor: page.nextCursor,
    items: page.rows.map((row) => ({
      id: row.id,
      number: numberOf(row.id),
      subject: row.subject,
      state: customerState(row),
      createdAt: row.created_at,
      lastActivityAt: row.last_activity_at,
      customerName: row.customer_id === visitor.customerId ? null : row.customer_name,
    })),
  }
}

function escapeLike(word: string): string {
  return word.replace(/[\\%_]/g, String.raw`\$&`)
}

/** «HD-1256» and «1256» are the ticket 1256. */
function numbersIn(words: readonly string[]): number[] {
  return words.flatMap((word) => {
    const digits = /^(?:\p{L}+-)?(\d{1,15})$/u.exec(word)?.[1]
    return digits === undefined ? [] : [Number(digits)]
  })
}
