import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

/** The time of the last letter is written once a minute at most: a busy inbox would otherwise be one hot row. */
const keepSeconds = 60

/** Remembers how sending through an inbox goes; `error` null is good news, told only with a letter that went. */
export async function noteSendHealth(
  db: Db,
  inboxId: number,
  error: string | null,
  hasSent: boolean,
  now: Date,
): Promise<void> {
  if (error !== null) {
    await sql`update inbox set send_error = ${error.slice(0, 1000)}, send_error_at = coalesce(send_error_at, ${now})
      where id = ${inboxId} and send_error is distinct from ${error.slice(0, 1000)}`.execute(db)
  } else if (hasSent) {
    await sql`update inbox set send_error = null, send_error_at = null, last_sent_at = ${now}
      where id = ${inboxId} and (send_error is not null or last_sent_at is null
        or last_sent_at < ${now}::timestamptz - make_interval(secs => ${keepSeconds}))`.execute(db)
  }
}

/** The same for fetching from an inbox's mailbox. */
export async function noteReceiveHealth(
  db: Db,
  inboxId: number,
  error: string | null,
  now: Date,
): Promise<void> {
  if (error === null) {
    await sql`update inbox set receive_error = null, receive_error_at = null
      where id = ${inboxId} and receive_error is not null`.execute(db)
  } else {
    await sql`update inbox set receive_error = ${error.slice(0, 1000)}, receive_error_at = coalesce(receive_error_at, ${now})
      where id = ${inboxId} and receive_error is distinct from ${error.slice(0, 1000)}`.execute(db)
  }
}

/** A letter came; `inboxIds` may repeat. */
export async function noteReceived(db: Db, inboxIds: readonly number[], now: Date): Promise<void> {
  await sql`update inbox set last_received_at = ${now} where id = any(${[...new Set(inboxIds)]}::bigint[])
    and (last_received_at is null or last_received_at < ${now}::timestamptz - make_interval(secs => ${keepSeconds}))`.execute(
    db,
  )
}
