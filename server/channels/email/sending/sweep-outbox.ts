import { sql } from 'kysely'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { markDelivery } from '#server/tickets/index.ts'
import type { EmailDesk } from '../email-desk.ts'
import { senderLockClass } from './sender-session.ts'

/**
 * Letters found half handed over whose sender is no more: nobody can know whether they arrived, so they are not
 * sent again by themselves; the message says so and offers it. Answers how many.
 */
export async function settleOrphans(desk: EmailDesk): Promise<number> {
  const now = desk.clock.now()
  return inTransaction(desk.database.db, async (tx) => {
    const { rows } = await sql<{ reply_id: number }>`
      update outbound_letter set state = 'unconfirmed', error = 'interrupted', sender_id = null
      where state = 'handing_over' and not exists (
        select from pg_locks join pg_database on pg_database.oid = pg_locks.database
        where locktype = 'advisory' and datname = current_database() and granted
          and classid::bigint = ${senderLockClass} and objid::bigint = outbound_letter.sender_id and objsubid = 2)
      returning reply_id`.execute(tx)
    for (const { reply_id: replyId } of rows) {
      await markDelivery(tx, replyId, { state: 'unconfirmed', error: 'interrupted' }, now)
    }
    return rows.length
  })
}

/**
 * Gives every reply that should have gone by now a job again, unless it has one; a job that somebody took up long
 * ago is none, for a process that was killed keeps its jobs locked for hours. Answers how many.
 */
export async function sweepOutbox(desk: EmailDesk, olderThanSeconds: number): Promise<number> {
  const before = new Date(desk.clock.now().getTime() - olderThanSeconds * 1000)
  const { rows } = await sql<{ count: number }>`
    select count(graphile_worker.add_job('message.send', json_build_object('replyId', reply.id),
      job_key := 'message.send ' || reply.id))::int as count
    from reply left join outbound_letter on outbound_letter.reply_id = reply.id
    where reply.delivery_state in ('queued', 'scheduled')
      and coalesce(reply.released_at, reply.send_at, reply.created_at) < ${before}
      and (outbound_letter.id is null or (outbound_letter.state = 'queued' and outbound_letter.next_try_at < ${before}))
      and not exists (select from graphile_worker.jobs where key = 'message.send ' || reply.id
        and (locked_at is null or locked_at > ${before}))`.execute(desk.database.db)
  return rows[0]?.count ?? 0
}
