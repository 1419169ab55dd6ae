import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { readCursor, writeCursor } from '#server/platform/paging.ts'
import { ticketNumbers } from '../ticket-number.ts'
import { type CustomerState, customerState } from './ticket-state.ts'
import { isKnownToCustomer, type Visitor, visibleToCustomer } from './visitor.ts'

/** A ticket as its customer sees it. What the desk keeps for itself has no place in this shape. */
export interface CustomerTicket {
  id: number
  number: string
  subject: string
  state: CustomerState
  createdAt: Date
  lastActivityAt: Date
  solvedAt: Date | null
  /** Whose it is, where it is a colleague's. */
  customerName: string | null
  /** In order of time, the newest page unless a cursor says which. */
  posts: CustomerPost[]
  /** Leads to the earlier ones; null where there are none. */
  earlierCursor: string | null
}

export interface CustomerPost {
  kind: 'message' | 'reply'
  id: number
  at: Date
  /** The customer's or the agent's name; empty where the desk answered by itself. */
  author: string
  /** The visitor wrote it. */
  isOwn: boolean
  text: string
  /** As it was cleaned when it came; pictures by `cid:` are among the files. */
  html: string | null
  files: CustomerFile[]
}

export interface CustomerFile {
  id: number
  name: string
  mime: string
  sizeBytes: number
  /** Shown within the words, by this name. */
  contentId: string | null
}

interface PostRow extends Omit<CustomerPost, 'isOwn' | 'files'> {
  customer_id: number | null
  files: CustomerFile[]
}

const postsOfPage = 50

/** One ticket with what its customer knows of its conversation; `not_found` for any that is not theirs. */
export async function getCustomerTicket(
  db: Db,
  visitor: Visitor,
  id: number,
  { cursor }: { cursor?: string | undefined } = {},
): Promise<CustomerTicket> {
  const before = readCursor(cursor)
  const [ticket, posts, numberOf] = await Promise.all([
    db
      .selectFrom('ticket')
      .innerJoin('customer', 'customer.id', 'ticket.customer_id')
      .select(['ticket.id', 'ticket.subject', 'ticket.status_category', 'ticket.waiting_since'])
      .select(['ticket.frozen_until', 'ticket.created_at', 'ticket.last_activity_at', 'ticket.solved_at'])
      .select(['ticket.customer_id', 'customer.name as customer_name'])
      .where('ticket.id', '=', id)
      .where(visibleToCustomer(visitor))
      .executeTakeFirst(),
    readPosts(
      db,
      visitor,
      id,
      before === null ? null : { at: new Date(Number(before.value)), id: before.id },
    ),
    ticketNumbers(db),
  ])
  const row = found(ticket)
  const shown = posts.slice(0, postsOfPage)
  const first = shown.at(-1)
  return {
    id: row.id,
    number: numberOf(row.id),
    subject: row.subject,
    state: customerState(row),
    createdAt: row.created_at,
    lastActivityAt: row.last_activity_at,
    solvedAt: row.solved_at,
    customerName: row.customer_id === visitor.customerId ? null : row.customer_name,
    posts: shown.toReversed().map(({ customer_id: customerId, ...post }) => ({
      ...post,
      isOwn: customerId === visitor.customerId,
    })),
    earlierCursor:
      posts.length > postsOfPage && first ? writeCursor({ value: first.at.getTime(), id: first.id }) : null,
  }
}

/** The newest first, one more than a page. Times of posts are kept to the microsecond and compared to the millisecond. */
async function readPosts(
  db: Db,
  visitor: Visitor,
  ticketId: number,
  before: { at: Date; id: number } | null,
): Promise<PostRow[]> {
  const visible = db
    .selectFrom('ticket')
    .select(['ticket.id', 'ticket.customer_id'])
    .where('ticket.id', '=', ticketId)
    .where(visibleToCustomer(visitor))
  const below = (table: 'customer_message' | 'reply') =>
    before === null
      ? sql`true`
      : sql`(date_trunc('milliseconds', ${sql.ref(`${table}.created_at`)}), ${sql.ref(`${table}.id`)}) < (${before.at}, ${before.id}::bigint)`
  const { rows } = await sql<PostRow>`with ticket as (${visible})
    select post.*, coalesce((select json_agg(json_build_object('id', file.id, 'name', file.name, 'mime', file.mime,
        'sizeBytes', file.size_bytes, 'contentId', case when file.is_inline then file.content_id end) order by file.id)
      from file where case post.kind when 'message' then file.customer_message_id = post.id
        else file.reply_id = post.id end), '[]') as files
    from (
      select 'message' as kind, customer_message.id, customer_message.created_at as at,
        coalesce(nullif(customer.name, ''), customer_message.from_name, '') as author,
        customer_message.text, customer_message.html, customer_message.customer_id
      from ticket join customer_message on customer_message.ticket_id = ticket.id
        join customer on customer.id = customer_message.customer_id
      where ${isKnownToCustomer.message} and ${below('customer_message')}
      union all
      select 'reply', reply.id, reply.created_at, coalesce(agent.name, ''), reply.text, reply.html, null
      from ticket join reply on reply.ticket_id = ticket.id left join agent on agent.id = reply.agent_id
      where ${isKnownToCustomer.reply} and ${below('reply')}
    ) as post
    order by date_trunc('milliseconds', post.at) desc, post.id desc limit ${postsOfPage + 1}`.execute(db)
  return rows
}
