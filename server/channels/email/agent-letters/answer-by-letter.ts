import { sql } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { Failed } from '#server/platform/http/failure.ts'
import {
  addressOfCustomer,
  defaultRecipients,
  keepUploads,
  type LiveTicket,
  rememberParticipants,
  reply,
} from '#server/tickets/index.ts'
import { asPerson, people } from '../receiving/letter-people.ts'
import { type Hearing, type Outcome, ignored, isOwn } from '../receiving/letter-case.ts'
import { storable } from '../receiving/open-letter.ts'
import type { Thread } from '../threading/thread.ts'
import { threadDetail } from '../threading/thread-detail.ts'
import { authorFacts } from './author-facts.ts'
import type { AgentAuthor } from './examine-author.ts'
import { keepAsNote } from './keep-as-note.ts'

interface Answer {
  actor: Actor
  ticket: LiveTicket
  thread: Thread
  author: AgentAuthor
}

/**
 * The agent's letter becomes their public reply, by the same operation as in the workspace. It goes to everybody a
 * reply there would go to, but not to those who have the letter itself already; when it went to the customer
 * directly, it is written down and not sent again. What a mail program makes of formatting stays behind: the text is
 * taken, without quote and signature.
 */
export async function answerByLetter(tx: Tx, hearing: Hearing, answer: Answer): Promise<Outcome> {
  const { actor, ticket, thread, author } = answer
  const { opened, now } = hearing
  const text = storable(opened.visibleText).trim() || filesOnly(opened.files)
  if (text === '') return ignored('agent_empty', { ...threadDetail(thread), ...authorFacts(author) })
  const addressed = directly(hearing)
  const usual = await defaultRecipients(tx, ticket)
  const route = routeOf(usual, addressed, await addressOfCustomer(tx, ticket.customer_id), hearing)
  const kept = { ticketId: ticket.id, thread, author, agentId: actor.agentId }
  // What was not read may not be sent, and the letter as it came says more than the agent has said to the customer.
  if (opened.raw !== null) return keepAsNote(tx, hearing, { ...kept, reason: 'agent_not_whole' })
  if (!route) return keepAsNote(tx, hearing, { ...kept, reason: 'agent_no_recipient' })
  const replyId = await unlessRefused(tx, async () =>
    reply(
      tx,
      actor,
      ticket.id,
      {
        text,
        to: route.to.map((person) => person.address),
        cc: route.cc.map((person) => person.address),
        fileIds: await keepUploads(tx, actor.agentId, opened.files, now),
        byLetter: route.by,
      },
      now,
    ),
  )
  // Nobody is there to be told why the desk refuses it: the words at least are kept.
  if (replyId === null) return keepAsNote(tx, hearing, { ...kept, reason: 'agent_reply_refused' })
  // Whom the agent took into the conversation may answer in it.
  const present = [...addressed.to, ...addressed.cc]
  if (present.length > 0) await rememberParticipants(tx, ticket.id, replyId, present)
  return {
    state: 'threaded',
    reason: route.by === 'delivered' ? 'agent_reply_outside' : 'agent_reply',
    detail: { ...threadDetail(thread), ...authorFacts(author), replyId },
    ticketId: ticket.id,
  }
}

/** Null when the operation ends with a named failure; nothing of it is left then. */
async function unlessRefused<T>(tx: Tx, work: () => Promise<T>): Promise<T | null> {
  await sql`savepoint by_letter`.execute(tx)
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    await sql`rollback to savepoint by_letter`.execute(tx)
    return null
  }
}

interface Addressed {
  to: PersonAddress[]
  cc: PersonAddress[]
}

/** Whom the letter itself went to, besides us. */
function directly({ opened: { letter }, ownAddresses }: Hearing): Addressed {
  const sender = letter.from ? asPerson(letter.from).address : ''
  const others = (boxes: PersonAddress[]) =>
    boxes.filter(
      ({ address }) =>
        /^[^@\s]+@[^@\s]+$/.test(address) && address !== sender && !isOwn(ownAddresses, address),
    )
  return { to: others(people(letter.to)), cc: others(people(letter.cc)) }
}

/** Null when there is nobody to answer. */
function routeOf(
  usual: Addressed,
  addressed: Addressed,
  customer: PersonAddress[],
  { ownAddresses, opened: { letter } }: Hearing,
): (Addressed & { by: 'to_send' | 'delivered' }) | null {
  const has = new Set([...addressed.to, ...addressed.cc].map((person) => person.address))
  const sender = letter.from?.address.toLowerCase()
  const reachable = ({ address }: PersonAddress) => !isOwn(ownAddresses, address) && address !== sender
  // When the last words in the ticket were the agent's own, the customer is reached where they are known to be.
  const last = usual.to.filter(reachable)
  const to = last.length > 0 ? last : customer.filter(reachable)
  if (to.length === 0) return null
  if (to.every((person) => has.has(person.address))) return { ...atLeastOne(addressed), by: 'delivered' }
  const missing = (boxes: PersonAddress[]) => boxes.filter((box) => reachable(box) && !has.has(box.address))
  return { to: missing(to), cc: missing(usual.cc), by: 'to_send' }
}

/** A reply names somebody in "to", whatever line the letter had them in. */
function atLeastOne({ to, cc }: Addressed): Addressed {
  return to.length > 0 ? { to, cc } : { to: cc, cc: [] }
}

/** A letter of nothing but a document is an answer too. */
function filesOnly(files: Hearing['opened']['files']): string {
  return files.map((file) => file.name).join('\n')
}
