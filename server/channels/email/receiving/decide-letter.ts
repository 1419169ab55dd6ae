import { recogniseSelfTest } from '#server/channels/health/recognise-self-test.ts'
import { unknownSender } from '#server/channels/receive.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { noteDoubtfulForward } from '../agent-letters/note-doubtful-forward.ts'
import { takeAgentLetter } from '../agent-letters/take-agent-letter.ts'
import { noteListClaim } from '../authentication/note-list-claim.ts'
import { readBounce } from '../reading/automatic/bounce.ts'
import type { EmailDesk } from '../email-desk.ts'
import { enterLetter } from './enter-letter.ts'
import { hasOwnMessageId, judgeCase } from './judge-case.ts'
import { type Hearing, type LetterCase, type Outcome, ignored, isOwn } from './letter-case.ts'
import { isByList, isWordEnough, senderOf } from './letter-sender.ts'
import { carryOut, refuseByRule, refuseFlood, ruleOn } from '../policy/apply-policy.ts'
import type { BatchPolicy } from '../policy/batch-policy.ts'
import { refuseOversize } from '../policy/oversize.ts'
import { refuseInsistent } from '../policy/refuse-insistent.ts'
import { refuseAutomatic } from './refuse-automatic.ts'
import type { Related } from '../threading/related-letters.ts'
import { settleBounce, settleComplaint } from './settle-bounce.ts'
import { recogniseCopy, recogniseDuplicate } from '../threading/same-letter.ts'
import { type Threading, findThread } from '../threading/thread.ts'

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
  const selfTest = await recogniseSelfTest(tx, desk, input, now)
  if (selfTest) return selfTest
  const hearing = open(desk, input, related, policy, now)
  if (isOwnLetter(desk, hearing)) return ignored('own_letter')
  // What needs no ticket to be decided.
  const early =
    (await settleReport(tx, desk, hearing)) ??
    refuseOwnAddress(hearing) ??
    recogniseDuplicate(hearing) ??
    (await refuseOversize(tx, hearing, desk.config.smtp.maxBytes))
  if (early) return early
  const found = await threadOf(tx, desk, hearing)
  const copy = await recogniseCopy(tx, hearing, found.thread)
  if (copy) return copy
  const { outcome: spoken, threading } = await takeAgentLetter(tx, hearing, found)
  if (spoken) return spoken
  const { thread } = threading
  const ruling = ruleOn(hearing, thread === null)
  const refusal =
    refuseByRule(hearing, ruling) ??
    (await refuseAutomatic(tx, hearing, thread)) ??
    (await refuseInsistent(tx, hearing, thread, ruling)) ??
    (await refuseFlood(tx, hearing, thread, ruling))
  if (refusal) return refusal
  const entered = await enterLetter(tx, hearing, threading)
  const noted = await noteListClaim(tx, hearing, await noteDoubtfulForward(tx, hearing, entered))
  return carryOut(tx, hearing, ruling, noted)
}

function open(desk: EmailDesk, input: LetterCase, related: Related, policy: BatchPolicy, now: Date): Hearing {
  const { row, opened, ownAddresses, trust } = input
  const judgement = judgeCase(desk.tokenKey, input)
  const sender = senderOf(opened.letter, ownAddresses, trust)
  return { ...input, related, policy, judgement, sender, isWanted: row.detail['isReplayed'] === true, now }
}

/** A letter of ours that came round, maybe by a list; somebody else's answer may carry our Message-ID by mistake. */
function isOwnLetter(desk: EmailDesk, { opened: { letter }, ownAddresses, isWanted }: Hearing): boolean {
  const isOurs = letter.from === null || isOwn(ownAddresses, letter.from.address) || isByList(letter)
  return isOurs && !isWanted && hasOwnMessageId(desk.tokenKey, letter)
}

/** What a mail system says about a letter of ours belongs to that letter and makes no ticket. */
async function settleReport(
  tx: Tx,
  desk: EmailDesk,
  { opened, judgement, policy, isWanted, now }: Hearing,
): Promise<Outcome | null> {
  if (isWanted) return null
  const { letter } = opened
  if (judgement.kind === 'bounce')
    return settleBounce(tx, desk, opened.bounce ?? readBounce(letter), policy, now)
  if (judgement.kind === 'complaint') return settleComplaint(tx, desk, letter, now)
  return null
}

/** Our own mailbox is no customer. */
function refuseOwnAddress({ sender: { person }, ownAddresses, isWanted }: Hearing): Outcome | null {
  return !isWanted && person && isOwn(ownAddresses, person.address) ? ignored('own_address') : null
}

function threadOf(tx: Tx, desk: EmailDesk, hearing: Hearing): Promise<Threading> {
  const { opened, row, inbox, prefixes, related, sender, author } = hearing
  const { letter } = opened
  const address = sender.person?.address ?? ''
  // The address that stands for nobody is nobody's, also when somebody writes it.
  const isKnown = address.toLowerCase() !== unknownSender && isWordEnough(sender, letter, row.authentication)
  return findThread(tx, {
    letter,
    // What a list says of the writer opens no ticket of that writer's, unless it is proved.
    sender: isKnown ? address : '',
    isProvenAgent: author?.isProven ?? false,
    quoted: `${opened.quotedText}\n${opened.quotedHtml ?? ''}\n${letter.text}`,
    rcptTo: row.envelope.rcptTo ?? [],
    inbox,
    tokenKey: desk.tokenKey,
    prefixes,
    placeOf: related.placeOf,
  })
}
