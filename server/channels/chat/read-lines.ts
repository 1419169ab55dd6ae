import { sql } from 'kysely'
import type { ChatLine } from '#contract/chat.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { isHarmlessPicture } from '#server/platform/http/send-file.ts'
import { isKnownToCustomer, mergedTicketIds } from '#server/tickets/index.ts'

interface Row {
  id: number
  is_own: boolean
  is_notice: boolean
  author: string
  agent_id: number | null
  at: Date
  text: string
  html: string | null
  client_key: string | null
  files: { id: number; name: string; mime: string; sizeBytes: number }[]
}

interface Wishes {
  ticketId: number
  /** Where letters went that are part of the conversation; null where none did. */
  email: string | null
  after?: number | undefined
  before?: number | undefined
  limit: number
}

/**
 * What was said in a conversation, as its visitor knows it, oldest first. With `after`, what came after that line; a
 * reply that was written before it and waited for its time counts from when it left.
 */
export async function readLines(
  db: Db,
  { ticketId, email, after, before, limit }: Wishes,
): Promise<{ lines: ChatLine[]; hasMore: boolean }> {
  const isForward = after !== undefined && after > 0
  const seenAt = sql`(select max(at) from (
    select created_at as at from customer_message where id = ${after ?? 0}
    union all select coalesce(released_at, created_at) from reply where id = ${after ?? 0}
    union all select at from chat_notice where id = ${after ?? 0}) as seen)`
  const wanted = isForward
    ? sql`(post.id > ${after}::bigint or post.released_at > ${seenAt})`
    : before === undefined
      ? sql`true`
      : sql`post.id < ${before}::bigint`
  const wroteTo =
    email === null ? sql`false` : sql`reply.to_addresses @> ${JSON.stringify([{ address: email }])}::jsonb`
  const { rows } = await sql<Row>`with ticket as (select id, customer_id from ticket where id = ${ticketId})
    select post.*, (select client_key from chat_line where post_id = post.id limit 1) as client_key,
      coalesce((select json_agg(json_build_object('id', file.id, 'name', file.name, 'mime', file.mime,
        'sizeBytes', file.size_bytes) order by file.id)
      from file where case when post.is_own then file.customer_message_id = post.id
        else file.reply_id = post.id end), '[]') as files
    from (
      select customer_message.id, true as is_own, false as is_notice, coalesce(customer.name, '') as author, null::bigint as agent_id,
        customer_message.created_at as at, null::timestamptz as released_at, customer_message.text, null as html
      from ticket join customer_message on customer_message.ticket_id = ticket.id
        join customer on customer.id = customer_message.customer_id
      where ${isKnownToCustomer.message}
      union all
      select reply.id, false, false, coalesce(agent.name, ''), reply.agent_id, coalesce(reply.released_at, reply.created_at),
        reply.released_at, reply.text, reply.html
      from ticket join reply on reply.ticket_id = ticket.id left join agent on agent.id = reply.agent_id
      where not reply.is_automatic and (${isKnownToCustomer.reply} or (${wroteTo}
        and reply.delivery_state in ('queued', 'sent', 'failed', 'unconfirmed')
        and (reply.send_at is null or reply.released_at is not null)))
      union all
      select id, false, true, '', null, at, null, text, null from chat_notice
      where ticket_id in ${mergedTicketIds(ticketId)}
    ) as post
    where ${wanted}
    order by post.id ${isForward ? sql`asc` : sql`desc`} limit ${limit + 1}`.execute(db)
  const shown = rows.slice(0, limit)
  const inOrder = isForward ? shown : shown.toReversed()
  return { lines: inOrder.map(present), hasMore: rows.length > limit }
}

function present(row: Row): ChatLine {
  return {
    id: row.id,
    from: row.is_own ? 'visitor' : row.agent_id === null ? 'desk' : 'agent',
    author: row.author,
    isNotice: row.is_notice,
    at: row.at.toISOString(),
    text: row.text,
    html: row.html,
    files: row.files.map((file) => ({ ...file, isPicture: isHarmlessPicture(file.mime) })),
    clientKey: row.client_key,
  }
}
