import type { EmailDesk } from '#server/channels/email/email-desk.ts'
import { headerOf } from '#server/channels/email/reading/letter.ts'
import { ignored, type LetterCase, type Outcome } from '#server/channels/email/receiving/letter-case.ts'
import { storable } from '#server/channels/email/receiving/open-letter.ts'
import type { TokenKey } from '#server/channels/email/threading/thread-token.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { readSelfTestToken, selfTestHeader } from './self-test-token.ts'

/**
 * A test letter that came back ends its journey here, whatever else it looks like, and so does what machines say about
 * it; null for any other letter.
 */
export async function recogniseSelfTest(
  tx: Tx,
  desk: EmailDesk,
  { row, opened }: LetterCase,
  now: Date,
): Promise<Outcome | null> {
  const news = newsOf(desk.secrets.keyFor('self test'), opened)
  if (!news) return null
  const { testId, kind, detail } = news
  const ended = {
    itself: {
      state: 'passed',
      arrived_at: row.received_at,
      recognised_at: now,
      inbound_letter_id: row.id,
      error: null,
      detail: null,
    },
    returned: {
      state: 'failed',
      inbound_letter_id: row.id,
      error: 'bounced',
      detail: detail && storable(detail),
    },
    about: null,
  } as const
  const end = ended[kind]
  if (end)
    await tx
      .updateTable('channel_self_test')
      .set(end)
      .where('id', '=', testId)
      // A letter that comes late has come; only the first one counts.
      .where('state', 'in', ['running', 'lost'])
      .where('inbox_id', '=', row.inbox_id)
      .execute()
  await notify(tx, { topic: 'mail' })
  return ignored('self_test', { testId })
}

interface News {
  testId: number
  /** The letter, a report that it came back, or another machine's words about it. */
  kind: 'itself' | 'returned' | 'about'
  /** What the other server said. */
  detail: string | null
}

function newsOf(key: TokenKey, { letter, judgement, bounce }: LetterCase['opened']): News | null {
  if (judgement.kind === 'bounce') {
    const testId = [letter, ...letter.nested]
      .map((one) => readSelfTestToken(key, one))
      .find((id) => id !== null)
    if (testId === undefined) return null
    const recipients = bounce?.recipients ?? []
    const isDelayed = recipients.length > 0 && recipients.every(({ outcome }) => outcome === 'delayed')
    return { testId, kind: isDelayed ? 'about' : 'returned', detail: recipients[0]?.diagnostic ?? null }
  }
  const testId = readSelfTestToken(key, letter)
  if (testId === null) return null
  // A server may take the header off; an absence notice repeats the subject.
  const isItself = headerOf(letter, selfTestHeader.toLowerCase()) !== null || letter.inReplyTo.length === 0
  return { testId, kind: isItself ? 'itself' : 'about', detail: null }
}
