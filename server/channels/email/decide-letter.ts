import type { Tx } from '#server/platform/database/open-database.ts'
import { judgeLetter } from './automated.ts'
import { readBounce } from './bounce.ts'
import type { EmailDesk } from './email-desk.ts'
import { enterLetter } from './enter-letter.ts'
import { type Hearing, type LetterCase, type Outcome, ignored, isOwn } from './letter-case.ts'
import { carryOut, refuseByRule, refuseFlood, ruleOn } from './policy/apply-policy.ts'
import type { BatchPolicy } from './policy/batch-policy.ts'
import { refuseAutomatic } from './refuse-automatic.ts'
import type { Related } from './related-letters.ts'
import { settleBounce, settleComplaint } from './settle-bounce.ts'
import { type Thread, findThread } from './thread.ts'
import { readMessageId } from './thread-token.ts'

/**
 * Says what a letter is and does what follows, in the transaction that will write the ledger's last word on it.
 * A row of steps: the first one that has an outcome ends it.
 */
export async function decideLetter(
  tx: Tx,
  desk: EmailDesk,
  input: LetterCase,
  related: Related,
  policy: BatchPolicy,
  now: Date,
): Promise<Outcome> {
  if (isOwnLetter(desk, input)) return ignored('own_letter')
  const hearing = open(input, related, policy, now)
  // What needs no ticket to be decided.
  const early = (await settleReport(tx, desk, hearing)) ?? refuseOwnAddress(hearing) ?? recogniseSame(hearing)
  if (early) return early
  const thread = await threadOf(tx, desk, hearing)
  const ruling = ruleOn(hearing, thread === null)
  const refusal =
    refuseByRule(hearing, ruling) ??
    (await refuseAutomatic(tx, hearing, thread)) ??
    (await refuseFlood(tx, hearing, thread === null, ruling))
  return refusal ?? carryOut(tx, hearing, ruling, await enterLetter(tx, hearing, thread))
}

function open(input: LetterCase, related: Related, policy: BatchPolicy, now: Date): Hearing {
  const { row, opened, ownAddresses } = input
  const envelopeFrom = row.envelope.mailFrom ?? null
  const judgement = judgeLetter(opened.letter, { ownAddresses, envelopeFrom })
  return { ...input, related, policy, judgement, isWanted: row.detail['isReplayed'] === true, now }
}

/** A letter of ours that came round. */
function isOwnLetter(desk: EmailDesk, { opened: { letter } }: LetterCase): boolean {
  return letter.messageId !== null && readMessageId(desk.tokenKey, letter.messageId) !== null
}

/** What a mail system says about a letter of ours belongs to that letter and makes no ticket. */
async function settleReport(
  tx: Tx,
  desk: EmailDesk,
  { opened, judgement, isWanted, now }: Hearing,
): Promise<Outcome | null> {
  if (isWanted) return null
  const { letter } = opened
  if (judgement.kind === 'bounce') return settleBounce(tx, desk, opened.bounce ?? readBounce(letter), now)
  if (judgement.kind === 'complaint') return settleComplaint(tx, desk, letter, now)
  return null
}

/** Our own mailbox is no customer. */
function refuseOwnAddress({ opened: { letter }, ownAddresses, isWanted }: Hearing): Outcome | null {
  return !isWanted && letter.from && isOwn(ownAddresses, letter.from.address) ? ignored('own_address') : null
}

/** A letter we have, through a second mailbox of ours: it belongs where the first one went. */
function recogniseSame({ row, related: { same } }: Hearing): Outcome | null {
  if (!same) return null
  const facts = {
    ticketId: same.ticket_id,
    customerMessageId: same.customer_message_id,
    detail: { letterId: same.id },
  }
  return same.inbox_id === row.inbox_id
    ? { state: 'ignored', reason: 'duplicate', ...facts }
    : { state: 'threaded', reason: 'same_letter', ...facts }
}

function threadOf(
  tx: Tx,
  desk: EmailDesk,
  { opened, row, prefixes, related }: Hearing,
): Promise<Thread | null> {
  const { letter } = opened
  return findThread(tx, {
    letter,
    quoted: `${opened.quotedText}\n${opened.quotedHtml ?? ''}\n${letter.text}`,
    rcptTo: row.envelope.rcptTo ?? [],
    tokenKey: desk.tokenKey,
    prefixes,
    ticketOf: related.ticketOf,
  })
}
