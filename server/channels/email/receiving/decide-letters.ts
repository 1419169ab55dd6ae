import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { pipelined } from '#server/platform/database/pipelined.ts'
import { settleSenders } from '../authentication/judge-letters.ts'
import { decideLetter } from './decide-letter.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import type { EmailDesk } from '../email-desk.ts'
import { noteReceived } from '../inbox-health.ts'
import type { InboundLetter } from '../reading/letter.ts'
import type { Decided, LetterCase } from './letter-case.ts'
import { storable } from './open-letter.ts'
import { openBatchPolicy } from '../policy/batch-policy.ts'
import { queueAcknowledgements } from '../policy/queue-acknowledgements.ts'
import { knownLetters, relate } from '../threading/related-letters.ts'

/**
 * Takes letters to their final state, all of them or none. What can be asked or written for all at once is; a busy
 * hour costs a fraction of what letter by letter would. Letters another process has decided meanwhile are left out.
 * `mayWait` says whether a letter that answers a waiting one stops everything for it.
 */
export async function decideLetters(
  tx: Tx,
  desk: EmailDesk,
  cases: readonly LetterCase[],
  { mayWait = true } = {},
): Promise<void> {
  const waiting = await lockLetters(tx, cases)
  if (waiting.length === 0) return
  const now = desk.clock.now()
  const current = await desk.policy.current()
  const [known, policy] = await pipelined(tx, (together) =>
    Promise.all([knownLetters(together, waiting), openBatchPolicy(together, current, waiting, now)]),
  )
  const decided: Decided[] = []
  for (const input of waiting) {
    const related = relate(input, known, decided, mayWait)
    const outcome = await decideLetter(tx, desk, input, related, policy, now)
    decided.push({ input, outcome })
  }
  await writeOutcomes(tx, decided, now)
  // The others are told of by their tickets.
  if (decided.some(({ outcome }) => outcome.state === 'ignored')) await notify(tx, { topic: 'mail' })
  await settleSenders(tx, decided, now)
  await queueAcknowledgements(tx, desk, decided, current)
  await noteReceived(
    tx,
    waiting.map(({ row }) => row.inbox_id),
    now,
  )
}

/**
 * Locks the rows, and with them the Message-IDs and senders, always in one order: the same letter through two
 * mailboxes is decided one after the other, and two strangers are made customers without a deadlock. The commit
 * need not wait for the disk: after a crash either all of it is there or nothing, and the job ends with a commit
 * that does wait, so letters that were lost are taken up again.
 */
async function lockLetters(tx: Tx, cases: readonly LetterCase[]): Promise<LetterCase[]> {
  const names = new Set(
    cases.flatMap(({ opened: { letter } }) => [
      ...(letter.messageId === null ? [] : [`message-id ${letter.messageId}`]),
      ...rootOf(letter).map((id) => `thread ${id}`),
      ...(letter.from === null ? [] : [`sender ${letter.from.address.toLowerCase()}`]),
    ]),
  )
  await sql`select set_config('synchronous_commit', 'off', true), count(pg_advisory_xact_lock(key))
    from (select hashtextextended(name, 0) as key from unnest(${[...names].map(storable)}::text[]) as name
      group by 1 order by 1) as sorted`.execute(tx)
  const { rows } = await sql<{ id: number }>`select id from inbound_letter
    where id = any(${cases.map(({ row }) => row.id)}::bigint[]) and state = 'received'
    order by id for update`.execute(tx)
  const locked = new Set(rows.map((row) => row.id))
  return cases.filter(({ row }) => locked.has(row.id)).toSorted((a, b) => a.row.id - b.row.id)
}

/** What two letters of one thread have in common although neither names the other. */
function rootOf({ references, inReplyTo }: InboundLetter): string[] {
  return [references[0] ?? inReplyTo[0] ?? []].flat()
}

async function writeOutcomes(tx: Tx, decided: readonly Decided[], now: Date): Promise<void> {
  const rows = decided.map(({ input: { row, opened }, outcome }) => ({
    id: row.id,
    state: outcome.state,
    reason: outcome.reason,
    detail: outcome.detail ?? {},
    ticket_id: outcome.ticketId ?? null,
    customer_message_id: outcome.customerMessageId ?? null,
    message_id: opened.letter.messageId?.slice(0, 998) ?? null,
    fingerprint: opened.fingerprint.toString('hex'),
    from_address: opened.letter.from?.address.toLowerCase().slice(0, 320) ?? null,
    subject: opened.letter.subject.slice(0, 500),
    authentication: row.authentication,
  }))
  const json = JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'string' ? storable(value) : value,
  )
  await sql`
    update inbound_letter set state = outcome.state, reason = outcome.reason, detail = outcome.detail,
      ticket_id = outcome.ticket_id, customer_message_id = outcome.customer_message_id,
      message_id = outcome.message_id, fingerprint = decode(outcome.fingerprint, 'hex'),
      from_address = outcome.from_address, subject = outcome.subject, decided_at = ${now},
      authentication = coalesce(outcome.authentication, inbound_letter.authentication)
    from jsonb_to_recordset(${json}::jsonb) as outcome (id bigint, state text, reason text, detail jsonb,
      ticket_id bigint, customer_message_id bigint, message_id text, fingerprint text, from_address text, subject text,
      authentication jsonb)
    where inbound_letter.id = outcome.id`.execute(tx)
}
