import type { PersonAddress } from '#contract/common.ts'
import { receive } from '#server/channels/receive.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { keepProtection } from '../encryption/keep-protection.ts'
import type { InboundLetter } from '../reading/letter.ts'
import { type Hearing, type Outcome, isOwn } from './letter-case.ts'
import { asPerson, people } from './letter-people.ts'
import { type OpenedLetter, storable } from './open-letter.ts'
import { answeredIds, type Thread, type Threading } from '../threading/thread.ts'
import { rememberAncestors } from '../threading/thread-ancestors.ts'
import { refusalDetail, threadDetail } from '../threading/thread-detail.ts'

/** The letter is a customer's message: into the ticket it belongs to, or a new one. */
export async function enterLetter(
  tx: Tx,
  { opened, ownAddresses, inbox, judgement, sender, related, policy, now }: Hearing,
  { thread, refused }: Threading,
): Promise<Outcome> {
  const { letter } = opened
  const writer = asPerson(sender.person ?? { name: '', address: '' })
  // A person who writes through a mailing list is a person.
  const isAutomatic = judgement.kind === 'auto_reply'
  const received = await receive(
    tx,
    {
      ticketId: thread?.ticketId ?? null,
      channel: 'email',
      inbox,
      sender: writer,
      subject: storable(letter.subject.slice(0, 500)),
      ...words(opened),
      from: sender.person ? writer : null,
      to: people(letter.to),
      cc: people(letter.cc),
      replyAll: everybodyElse(letter, writer.address, ownAddresses).slice(0, policy.limits.peoplePerLetter),
      sentAt: letter.date,
      files: opened.files,
      isAutomatic,
      reopeningsPerHour: policy.limits.reopeningsPerHour,
    },
    now,
  )
  const unseen = answeredIds(letter).filter((id) => !related.placeOf.has(id))
  if (unseen.length > 0) await rememberAncestors(tx, received.ticketId, unseen)
  if (opened.protection) await keepProtection(tx, received.customerMessageId, opened.protection, now)
  return {
    state: received.isNewTicket ? 'new_ticket' : 'threaded',
    reason: reasonOf(thread, refused, received.isNewTicket),
    detail: {
      ...(judgement.reasons.length > 0 && { [isAutomatic ? 'signs' : 'remarks']: judgement.reasons }),
      ...(thread && threadDetail(thread)),
      ...refusalDetail(refused),
      ...(received.isNewTicket && thread && closedDetail(thread, inbox.reopening)),
      ...(received.reopenedFrom === 'closed' && { reopenedTicketId: received.ticketId }),
      ...(received.isHeldBack && { heldBackBy: policy.limits.reopeningsPerHour }),
      ...(sender.from !== 'from' && { senderFrom: sender.from }),
      ...(letter.unparsableReason !== null && { unparsable: letter.unparsableReason }),
    },
    ticketId: received.ticketId,
    customerMessageId: received.customerMessageId,
  }
}

/** Why the letter opened another ticket than the one it belongs to. */
function closedDetail({ rule, ticketId }: Thread, { closed, days }: Hearing['inbox']['reopening']) {
  return { rule, closedTicketId: ticketId, ...(closed === 'reopen_within' && { closedForDays: days }) }
}

function reasonOf(thread: Thread | null, refused: Threading['refused'], isNewTicket: boolean): string {
  if (thread) return isNewTicket ? 'closed_ticket' : thread.rule
  return refused === null ? 'no_thread' : refused.because
}

/** A letter's words as a message keeps them. */
export function words(opened: OpenedLetter) {
  const html = (text: string | null) => (text === null ? null : storable(text))
  return {
    text: storable(opened.visibleText),
    html: html(opened.visibleHtml),
    quotedText: opened.quotedText === '' ? null : storable(opened.quotedText),
    quotedHtml: html(opened.quotedHtml),
    hasRemoteImages: opened.hasRemoteImages,
  }
}

/** Whom "reply to all" means: To and Cc without us and without the sender. */
function everybodyElse(
  letter: InboundLetter,
  sender: string,
  ownAddresses: readonly string[],
): PersonAddress[] {
  return people([...letter.to, ...letter.cc]).filter(
    ({ address }) => /^[^@\s]+@[^@\s]+$/.test(address) && address !== sender && !isOwn(ownAddresses, address),
  )
}
