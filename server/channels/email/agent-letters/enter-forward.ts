import { receive } from '#server/channels/receive.ts'
import { actorOfAgent } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { noteLetter } from '#server/tickets/index.ts'
import { type Hearing, type Outcome, isOwn } from '../receiving/letter-case.ts'
import { asPerson, people } from '../receiving/letter-people.ts'
import { storable } from '../receiving/open-letter.ts'
import { authorFacts } from './author-facts.ts'
import type { AgentAuthor } from './examine-author.ts'
import type { ForwardedOriginal } from './open-forward.ts'

/**
 * A letter that an agent passes on opens a ticket of its writer: their words are the first message, the agent's own
 * an internal note. Null when the agent may open no tickets, or the writer is the desk itself.
 */
export async function enterForward(
  tx: Tx,
  { opened, ownAddresses, inbox, policy, now }: Hearing,
  author: AgentAuthor,
  original: ForwardedOriginal,
): Promise<Outcome | null> {
  const actor = await actorOfAgent(tx, author.agentId)
  const sender = asPerson(original.from)
  if (!actor?.permissions.has('ticket.create') || isOwn(ownAddresses, sender.address)) return null
  const agentAddress = opened.letter.from?.address.toLowerCase()
  const html = (text: string | null) => (text === null ? null : storable(text))
  const others = people([...original.to, ...original.cc]).filter(
    ({ address }) =>
      /^[^@\s]+@[^@\s]+$/.test(address) &&
      address !== sender.address &&
      address !== agentAddress &&
      !isOwn(ownAddresses, address),
  )
  const { ticketId, customerMessageId } = await receive(
    tx,
    {
      ticketId: null,
      channel: 'email',
      inbox,
      sender,
      subject: storable(original.subject.slice(0, 500)),
      text: storable(original.text),
      html: html(original.html),
      quotedText: original.quotedText === '' ? null : storable(original.quotedText),
      quotedHtml: html(original.quotedHtml),
      hasRemoteImages: original.hasRemoteImages,
      from: sender,
      to: people(original.to),
      cc: people(original.cc),
      replyAll: others.slice(0, policy.limits.peoplePerLetter),
      sentAt: original.sentAt,
      files: original.files,
      isAutomatic: false,
    },
    now,
  )
  const text = storable(original.comment).trim()
  const note = {
    agentId: author.agentId,
    text,
    reason: 'agent_forward',
    fromAddress: agentAddress ?? null,
    files: [],
  }
  const noteId = text === '' ? null : await noteLetter(tx, ticketId, note, now)
  return {
    state: 'new_ticket',
    reason: 'agent_forward',
    detail: { ...authorFacts(author), originalFrom: sender.address, ...(noteId !== null && { noteId }) },
    ticketId,
    customerMessageId,
  }
}
