import type { EmailDesk } from '#server/channels/email/email-desk.ts'
import { ignored, type LetterCase, type Outcome } from '#server/channels/email/letter-case.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { readSelfTestToken } from './self-test-token.ts'

/** A test letter that came back ends its journey here, whatever else it looks like; null for any other letter. */
export async function recogniseSelfTest(
  tx: Tx,
  desk: EmailDesk,
  { row, opened }: LetterCase,
  now: Date,
): Promise<Outcome | null> {
  const testId = readSelfTestToken(desk.secrets.keyFor('self test'), opened.letter)
  if (testId === null) return null
  await tx
    .updateTable('channel_self_test')
    .set({
      state: 'passed',
      arrived_at: row.received_at,
      recognised_at: now,
      inbound_letter_id: row.id,
      error: null,
      detail: null,
    })
    .where('id', '=', testId)
    // A letter that comes late has come; only the first one counts.
    .where('state', 'in', ['running', 'lost'])
    .where('inbox_id', '=', row.inbox_id)
    .execute()
  await notify(tx, { topic: 'mail' })
  return ignored('self_test', { testId })
}
