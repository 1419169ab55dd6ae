import { type Actor, actorOfAgent } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { type LiveTicket, lockLiveTicket, visibleTickets } from '#server/tickets/index.ts'
import { provesHeaders } from '../authentication/verdict.ts'
import { type Hearing, type Outcome, ignored } from '../receiving/letter-case.ts'
import { isForwardSubject } from '../reading/subject-tag.ts'
import type { Thread, Threading } from '../threading/thread.ts'
import { answerByLetter } from './answer-by-letter.ts'
import { enterForward } from './enter-forward.ts'
import type { AgentAuthor } from './examine-author.ts'
import { keepAsNote } from './keep-as-note.ts'

/** What an agent's letter came to; without an outcome it goes on as anybody else's, into this ticket or a new one. */
interface Taken {
  outcome: Outcome | null
  threading: Threading
}

/**
 * A letter from an agent's address. Into a ticket the agent may see it goes as the agent's public reply when its
 * sender is proved, and as an internal note that says so when not: anybody can write somebody's address. A letter the
 * agent passes on makes its writer the customer. An agent who writes afresh, or in a ticket of their own, is a
 * customer like any other.
 */
export async function takeAgentLetter(tx: Tx, hearing: Hearing, found: Threading): Promise<Taken> {
  const { author, judgement, isWanted } = hearing
  const { thread } = found
  const goesOn = { outcome: null, threading: found }
  if (!author) return goesOn
  if (judgement.kind === 'auto_reply' && !isWanted) {
    const detail = { signs: judgement.reasons, agentId: author.agentId }
    return { ...goesOn, outcome: ignored('agent_automatic', detail) }
  }
  const ticket = thread && (await lockLiveTicket(tx, thread.ticketId))
  if (!thread || !ticket) {
    const outcome = author.forwarded && (await enterForward(tx, hearing, author, author.forwarded))
    return { ...goesOn, outcome }
  }
  if (await isTheirOwn(tx, ticket, hearing)) return goesOn
  const actor = await actorOfAgent(tx, author.agentId)
  if (!actor || !(await sees(tx, actor, ticket)))
    return {
      outcome: null,
      threading: { thread: null, refused: { ...thread, because: 'agent_not_on_ticket' } },
    }
  return { ...goesOn, outcome: await speak(tx, hearing, { actor, ticket, thread, author }) }
}

interface Speech {
  actor: Actor
  ticket: LiveTicket
  thread: Thread
  author: AgentAuthor
}

/** As far as the letter is the agent's, and the agent may, it is a public reply; else it stays inside. */
function speak(tx: Tx, hearing: Hearing, speech: Speech): Promise<Outcome> {
  const { actor, ticket, thread, author } = speech
  const kept = { ticketId: ticket.id, thread, author }
  const doubt = doubtAbout(author, thread, hearing)
  if (doubt !== null) return keepAsNote(tx, hearing, { ...kept, agentId: null, reason: doubt })
  const own = { ...kept, agentId: actor.agentId }
  if (isForwardSubject(hearing.opened.letter.subject))
    return keepAsNote(tx, hearing, { ...own, reason: 'agent_forward_into_ticket' })
  if (!actor.permissions.has('ticket.reply'))
    return keepAsNote(tx, hearing, { ...own, reason: 'agent_may_not_reply' })
  return answerByLetter(tx, hearing, speech)
}

/** What is missing before a letter may speak for the agent. */
function doubtAbout(
  { isProven, verdict }: AgentAuthor,
  { headers }: Thread,
  { opened: { letter } }: Hearing,
): string | null {
  if (!isProven) return 'unverified_agent_letter'
  // A letter of the agent's to somebody else may be sent again, to us: its own sign of the ticket must be theirs too.
  const isTheirs =
    headers === null
      ? verdict.proofs.some((proof) => proof.by === 'spf')
      : provesHeaders(verdict, letter, ['from', ...headers])
  return isTheirs ? null : 'unsigned_agent_letter'
}

/** An agent who asked something answers as the one who asked. */
async function isTheirOwn(tx: Tx, ticket: LiveTicket, { opened: { letter } }: Hearing): Promise<boolean> {
  const row = await tx
    .selectFrom('customer_address')
    .select('id')
    .where('customer_id', '=', ticket.customer_id)
    .where('kind', '=', 'email')
    .where('value', '=', letter.from?.address.toLowerCase() ?? '')
    .executeTakeFirst()
  return row !== undefined
}

async function sees(tx: Tx, actor: Actor, ticket: LiveTicket): Promise<boolean> {
  const row = await tx
    .selectFrom('ticket')
    .select('id')
    .where('id', '=', ticket.id)
    .where(visibleTickets(actor))
    .executeTakeFirst()
  return row !== undefined
}
