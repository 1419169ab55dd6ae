import { type RawBuilder, sql } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import type { OutboxKind, OutboxState } from '#contract/outbox.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/** One letter on its way out, whichever table it stands in. */
export interface OutboxRow {
  kind: OutboxKind
  id: number
  state: OutboxState
  created_at: Date
  sent_at: Date | null
  next_try_at: Date | null
  attempts: number
  inbox_id: number | null
  ticket_id: number | null
  reply_id: number | null
  subject: string | null
  template: string | null
  to_addresses: PersonAddress[]
  agent_name: string | null
  is_automatic: boolean
  message_id: string | null
  error: string | null
  detail: string | null
  resend_of_id: number | null
  /** No newer letter of the same reply but stopped ones: only this can be tried again, confirmed or stopped. */
  is_newest: boolean
}

/** Where a page begins: after this row. Rows of the same moment are ordered by table, then by number. */
export interface OutboxPlace {
  at: string
  rank: number
  id: number
}

export const outboxRanks: Record<OutboxKind, number> = { letter: 3, reply: 2, system: 1 }

export interface Arm {
  /** Further conditions; each a complete SQL expression. */
  where: RawBuilder<unknown>[]
}

/**
 * Reads letters from the three places they stand in, newest first. Each arm is cut to the page by itself, so that
 * every one of them walks its own index.
 */
export async function readOutbox(
  db: Db,
  arms: { letter: Arm | null; reply: Arm | null; system: Arm | null },
  page: { after: OutboxPlace | null; limit: number },
): Promise<OutboxRow[]> {
  const parts = [
    arms.letter && cut(letterArm, 'letter', 'outbound_letter', arms.letter, page),
    arms.reply && cut(replyArm, 'reply', 'reply', arms.reply, page),
    arms.system && cut(systemArm, 'system', 'system_letter', arms.system, page),
  ].filter((part) => part !== null)
  if (parts.length === 0) return []
  const { rows } = await sql<OutboxRow>`select * from (${sql.join(parts, sql` union all `)}) as outbox
    order by created_at desc, rank desc, id desc limit ${page.limit}`.execute(db)
  return rows
}

function cut(
  arm: RawBuilder<unknown>,
  kind: OutboxKind,
  table: string,
  { where }: Arm,
  { after, limit }: { after: OutboxPlace | null; limit: number },
): RawBuilder<unknown> {
  const column = sql.ref(`${table}.created_at`)
  const id = sql.ref(`${table}.id`)
  const rank = outboxRanks[kind]
  const beyond = after
    ? [
        sql`${column} <= ${after.at}::timestamptz`,
        sql`(${column}, ${rank}::int, ${id}) < (${after.at}::timestamptz, ${after.rank}::int, ${after.id}::bigint)`,
      ]
    : []
  const conditions = [sql`true`, ...where, ...beyond]
  return sql`(${arm} and ${sql.join(conditions, sql` and `)} order by ${column} desc, ${id} desc limit ${limit})`
}

const letterArm = sql`select 3 as rank, 'letter' as kind, outbound_letter.id,
    case when outbound_letter.state = 'queued' and reply.delivery_state in ('scheduled', 'held', 'cancelled')
      then reply.delivery_state else outbound_letter.state end as state,
    outbound_letter.created_at, outbound_letter.sent_at, outbound_letter.next_try_at, outbound_letter.attempts,
    outbound_letter.inbox_id, outbound_letter.ticket_id, outbound_letter.reply_id, ticket.subject, null as template,
    coalesce(outbound_letter.to_addresses, reply.to_addresses) as to_addresses, agent.name as agent_name,
    reply.is_automatic, outbound_letter.message_id, outbound_letter.error, outbound_letter.detail,
    outbound_letter.resend_of_id, not exists (select from outbound_letter as newer
      where newer.reply_id = outbound_letter.reply_id and newer.id > outbound_letter.id
        and newer.state <> 'cancelled') as is_newest
  from outbound_letter join reply on reply.id = outbound_letter.reply_id
    join ticket on ticket.id = outbound_letter.ticket_id left join agent on agent.id = reply.agent_id
  where true`

const replyArm = sql`select 2 as rank, 'reply' as kind, reply.id, reply.delivery_state as state,
    reply.created_at, reply.sent_at, reply.send_at as next_try_at, 0 as attempts,
    reply.inbox_id, reply.ticket_id, reply.id as reply_id, ticket.subject, null as template,
    reply.to_addresses, agent.name as agent_name,
    reply.is_automatic, null as message_id, reply.delivery_error as error, reply.delivery_detail as detail,
    null::bigint as resend_of_id, true as is_newest
  from reply join ticket on ticket.id = reply.ticket_id left join agent on agent.id = reply.agent_id
  where reply.delivery_state <> 'sent' and reply.channel = 'email'
    and not exists (select from outbound_letter where outbound_letter.reply_id = reply.id)`

const systemArm = sql`select 1 as rank, 'system' as kind, system_letter.id, system_letter.state,
    system_letter.created_at, system_letter.sent_at, null::timestamptz as next_try_at, system_letter.attempts,
    null::bigint as inbox_id, null::bigint as ticket_id, null::bigint as reply_id, null as subject,
    system_letter.template, jsonb_build_array(jsonb_build_object('address', system_letter.to_address, 'name', '')) as to_addresses,
    null as agent_name, true as is_automatic, system_letter.message_id, null as error, system_letter.error as detail,
    null::bigint as resend_of_id, true as is_newest
  from system_letter where true`
