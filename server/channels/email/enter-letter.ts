import type { PersonAddress } from '#contract/common.ts'
import { receive } from '#server/channels/receive.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { keepProtection } from './encryption/keep-protection.ts'
import type { InboundLetter, LetterAddress } from './letter.ts'
import { type Hearing, type Outcome, isOwn } from './letter-case.ts'
import { type OpenedLetter, storable } from './open-letter.ts'
import type { Thread } from './thread.ts'

/** The letter is a customer's message: into the ticket it belongs to, or a new one. */
export async function enterLetter(
  tx: Tx,
  { opened, ownAddresses, inbox, judgement, policy, now }: Hearing,
  thread: Thread | null,
): Promise<Outcome> {
  const { letter } = opened
  const sender = asPerson(letter.from ?? { name: '', address: '' })
  // A person who writes through a mailing list is a person.
  const isAutomatic = judgement.kind === 'auto_reply'
  const received = await receive(
    tx,
    {
      ticketId: thread?.ticketId ?? null,
      channel: 'email',
      inbox,
      sender,
      subject: storable(letter.subject.slice(0, 500)),
      ...words(opened),
      from: letter.from ? sender : null,
      to: people(letter.to),
      cc: people(letter.cc),
      replyAll: everybodyElse(letter, ownAddresses).slice(0, policy.limits.peoplePerLetter),
      sentAt: letter.date,
      files: opened.files,
      isAutomatic,
    },
    now,
  )
  if (opened.protection) await keepProtection(tx, received.customerMessageId, opened.protection, now)
  return {
    state: received.isNewTicket ? 'new_ticket' : 'threaded',
    reason: thread === null ? 'no_thread' : received.isNewTicket ? 'closed_ticket' : thread.rule,
    detail: {
      ...(judgement.reasons.length > 0 && { [isAutomatic ? 'signs' : 'remarks']: judgement.reasons }),
      ...(received.isNewTicket && thread && { rule: thread.rule, closedTicketId: thread.ticketId }),
      ...(letter.unparsableReason !== null && { unparsable: letter.unparsableReason }),
    },
    ticketId: received.ticketId,
    customerMessageId: received.customerMessageId,
  }
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

const mostPeople = 100

function asPerson(box: LetterAddress): PersonAddress {
  return {
    address: storable(box.address.toLowerCase().slice(0, 320)),
    name: storable(box.name.slice(0, 200)),
  }
}

function people(boxes: readonly LetterAddress[]): PersonAddress[] {
  return boxes.slice(0, mostPeople).map(asPerson)
}

/** Whom "reply to all" means: To and Cc without us and without the sender. */
function everybodyElse(letter: InboundLetter, ownAddresses: readonly string[]): PersonAddress[] {
  const sender = letter.from?.address.toLowerCase()
  return people([...letter.to, ...letter.cc]).filter(
    ({ address }) => /^[^@\s]+@[^@\s]+$/.test(address) && address !== sender && !isOwn(ownAddresses, address),
  )
}
