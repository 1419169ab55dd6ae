import type { Tx } from '#server/platform/database/open-database.ts'
import type { BouncedRecipient } from '../reading/automatic/bounce.ts'
import { bounceReason } from '../reading/automatic/bounce-reasons.ts'
import type { EmailDesk } from '../email-desk.ts'
import type { HandedOver } from '../sending/hand-over.ts'
import type { SendProblem } from '../sending/send-problem.ts'
import { noteBounces } from './note-bounces.ts'

interface Sent {
  letter: { reply_id: number; ticket_id: number; accepted: readonly string[] }
}

/** A server that says at once that there is no such address says what a bounce would say an hour later. */
export async function noteRefusals(
  tx: Tx,
  desk: EmailDesk,
  { letter }: Sent,
  outcome: HandedOver,
  now: Date,
): Promise<void> {
  const refused = await refusedIn(tx, letter, outcome)
  const recipients = refused
    .map(({ address, problem }) => read(address, problem))
    .filter((one) => one.isAddressDead)
  if (recipients.length === 0) return
  const { limits } = await desk.policy.current()
  const bounce = { recipients, originalMessageId: null, originalSubject: null }
  const addresses = recipients.map((one) => one.address)
  const returned = { replyId: letter.reply_id, ticketId: letter.ticket_id, recipients: addresses }
  await noteBounces(tx, bounce, returned, limits, now)
}

/** When nobody at all was taken, the refusal names nobody: it is certain whom it means if there was one. */
async function refusedIn(
  tx: Tx,
  letter: Sent['letter'],
  outcome: HandedOver,
): Promise<{ address: string; problem: SendProblem }[]> {
  if (outcome.kind === 'answered') return outcome.refused
  if (outcome.kind !== 'not_taken' || outcome.problem.error !== 'recipient_refused') return []
  const { problem } = outcome
  const reply = await tx
    .selectFrom('outbound_letter')
    .innerJoin('reply', 'reply.id', 'outbound_letter.reply_id')
    .select(['reply.to_addresses', 'reply.cc_addresses', 'reply.bcc_addresses'])
    .select('outbound_letter.to_addresses as only')
    .where('reply_id', '=', letter.reply_id)
    .orderBy('outbound_letter.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!reply) return []
  const people = reply.only ?? [...reply.to_addresses, ...reply.cc_addresses, ...reply.bcc_addresses]
  const left = people.map((one) => one.address).filter((address) => !letter.accepted.includes(address))
  return left.length === 1 && left[0] ? [{ address: left[0], problem }] : []
}

function read(address: string, { detail, isTemporary }: SendProblem): BouncedRecipient {
  const status = /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(detail)?.[1] ?? null
  const reason = bounceReason(status, detail)
  const isDead = reason === 'no_mailbox' || reason === 'no_domain' || reason === 'moved'
  return {
    address,
    outcome: 'failed',
    status,
    isPermanent: !isTemporary,
    reason,
    isAddressDead: isDead && !isTemporary,
    diagnostic: detail.slice(0, 500),
  }
}
