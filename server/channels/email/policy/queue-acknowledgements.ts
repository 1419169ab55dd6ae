import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { EmailDesk } from '../email-desk.ts'
import { judgeCase } from '../receiving/judge-case.ts'
import type { Decided } from '../receiving/letter-case.ts'
import type { CurrentPolicy } from './mail-policy.ts'

/**
 * A job for every letter that opened a ticket and may be answered by a machine. Whether it is answered is decided
 * there: taking letters in waits neither for the DNS nor for counting. One statement for all, none where no inbox
 * acknowledges.
 */
export async function queueAcknowledgements(
  tx: Tx,
  { tokenKey }: EmailDesk,
  decided: readonly Decided[],
  policy: CurrentPolicy,
): Promise<void> {
  if (policy.acknowledging.size === 0) return
  const letterIds = decided
    .filter(({ input, outcome }) => {
      if (outcome.state !== 'new_ticket' || !policy.acknowledging.has(input.row.inbox_id)) return false
      return judgeCase(tokenKey, input).mayAnswer
    })
    .map(({ input }) => input.row.id)
  if (letterIds.length === 0) return
  await sql`select graphile_worker.add_job('email.acknowledge', json_build_object('letterId', id),
      job_key := 'email.acknowledge ' || id)
    from unnest(${letterIds}::bigint[]) as id`.execute(tx)
}
