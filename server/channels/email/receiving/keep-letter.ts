import { sql } from 'kysely'
import type { LetterEnvelope } from '#server/channels/tables.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Stored } from '#server/platform/storage/storage.ts'

/** A letter whose bytes are stored, on its way into the ledger. */
export interface KeptLetter {
  inboxId: number
  stored: Stored
  envelope: LetterEnvelope
  messageId: string | null
  receivedAt: Date
}

/** So many letters make one job: small enough to spread over workers, large enough to cost little each. */
const lettersPerJob = 10

/**
 * Enters letters in the ledger and puts the job in the queue, in one statement: from here they cannot be lost.
 * A letter that an inbox has already is not entered twice. Answers the ids of the new rows.
 */
export async function keepLetters(db: Db, letters: readonly KeptLetter[]): Promise<number[]> {
  if (letters.length === 0) return []
  const rows = JSON.stringify(
    letters.map((letter) => ({
      inbox_id: letter.inboxId,
      sha256: letter.stored.sha256.toString('hex'),
      size_bytes: letter.stored.sizeBytes,
      envelope: letter.envelope,
      message_id: letter.messageId,
      received_at: letter.receivedAt,
    })),
  )
  const { rows: kept } = await sql<{ id: number }>`
    with letter as (
      select *, decode(sha256, 'hex') as raw_sha256 from jsonb_to_recordset(${rows}::jsonb) as letter
        (inbox_id bigint, sha256 text, size_bytes bigint, envelope jsonb, message_id text, received_at timestamptz)
    ), kept_blob as (
      insert into blob (sha256, size_bytes) select distinct raw_sha256, size_bytes from letter
      on conflict do nothing
    ), kept as (
      insert into inbound_letter (inbox_id, raw_sha256, message_id, envelope, received_at)
      select inbox_id, raw_sha256, message_id, envelope, received_at from letter
      on conflict do nothing
      returning id
    ), job as (
      select graphile_worker.add_job('email.receive', json_build_object('letterIds', json_agg(id))) as added
      from (select id, (row_number() over (order by id) - 1) / ${lettersPerJob}::int as part from kept) as numbered
      group by part
    )
    select id, (select count(added) from job) from kept order by id`.execute(db)
  return kept.map((row) => row.id)
}
