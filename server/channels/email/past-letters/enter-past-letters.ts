import { sql } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import { findOrCreateCustomer, knownSince, normaliseEmail } from '#server/customers/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import { type PastPlace, enterPastMessage } from '#server/tickets/index.ts'
import { judgeLetter } from '../reading/automatic/automated.ts'
import { keepProtection } from '../encryption/keep-protection.ts'
import { words } from '../receiving/enter-letter.ts'
import { isOwn } from '../receiving/letter-case.ts'
import type { LetterAddress } from '../reading/letter.ts'
import { storable } from '../receiving/open-letter.ts'
import type { TokenKey } from '../threading/thread-token.ts'
import type { OpenedPastLetter } from './open-past-letters.ts'
import {
  type PastContext,
  dateOf,
  isTaken,
  namedIds,
  noteTaken,
  readPastContext,
  ticketOfPast,
} from './past-context.ts'

/** For whom letters are entered. */
export interface PastTarget {
  importId: number
  inbox: { id: number; teamId: number | null }
  ownAddresses: readonly string[]
  /** Agents by their address: their old answers are theirs. */
  agents: ReadonlyMap<string, number>
  tokenKey: TokenKey
}

export interface EnteredPast extends PastPlace {
  inboundLetterId: number
  isReply: boolean
}

/** What became of each letter, in the order given; null for one that is left out: there already, or no person's. */
export async function enterPastLetters(
  tx: Tx,
  target: PastTarget,
  letters: readonly OpenedPastLetter[],
  now: Date,
): Promise<(EnteredPast | null)[]> {
  if (letters.length === 0) return []
  await keepBlob(
    tx,
    ...letters.flatMap(({ stored, opened }) => [stored, ...opened.files.map((file) => file.stored)]),
  )
  const context = await readPastContext(tx, target, letters, now)
  const entered = new Map<OpenedPastLetter, EnteredPast | null>()
  // In the order of their dates, so that questions come before their answers.
  for (const letter of letters.toSorted((a, b) => dateOf(a, now).getTime() - dateOf(b, now).getTime()))
    entered.set(letter, await enterOne(tx, target, context, letter, now))
  return letters.map((letter) => entered.get(letter) ?? null)
}

async function enterOne(
  tx: Tx,
  target: PastTarget,
  context: PastContext,
  past: OpenedPastLetter,
  now: Date,
): Promise<EnteredPast | null> {
  const { letter } = past.opened
  if (isTaken(context, past)) return null
  const ticketId = ticketOfPast(context, letter)
  const kind = judgeLetter(letter, { ownAddresses: target.ownAddresses, envelopeFrom: null }).kind
  // Reports of mail systems, and machines that answered nothing we have: no letters of people.
  if (kind === 'bounce' || kind === 'complaint' || (kind === 'auto_reply' && ticketId === null)) return null
  const answeredBy = answerOf(target, past)
  const customer = answeredBy ? firstStranger(target, past) : letter.from
  // An answer to nobody but ourselves is no conversation with a customer.
  if (answeredBy && !customer && ticketId === null) return null
  const at = dateOf(past, now)
  const place = await enterPastMessage(tx, {
    ticketId,
    // Whom an old answer went to besides the customer need not be known here.
    customerId: answeredBy && ticketId !== null ? null : await customerOf(tx, context, customer, { at, now }),
    inboxId: target.inbox.id,
    teamId: target.inbox.teamId,
    subject: storable(letter.subject.slice(0, 500)),
    ...words(past.opened),
    from: letter.from ? person(letter.from) : null,
    to: letter.to.slice(0, 100).map(person),
    cc: letter.cc.slice(0, 100).map(person),
    files: past.opened.files,
    at,
    answeredBy,
  })
  const isReply = answeredBy !== null
  const [inboundLetterId] = await Promise.all([
    enterLedger(tx, target, past, place, { at, now, isReply }),
    remember(tx, target.inbox.id, context, past, place.ticketId),
  ])
  if (past.opened.protection && !answeredBy)
    await keepProtection(tx, place.postId, past.opened.protection, now)
  return { ...place, inboundLetterId, isReply }
}

/** Ours when it is from an address of the desk, or from an agent's who did not write to the desk. */
function answerOf(
  target: PastTarget,
  { opened: { letter } }: OpenedPastLetter,
): { agentId: number | null } | null {
  const from = letter.from?.address.toLowerCase() ?? ''
  const agentId = target.agents.get(from) ?? null
  if (isOwn(target.ownAddresses, from)) return { agentId }
  const isToUs = [...letter.to, ...letter.cc].some((box) => isOwn(target.ownAddresses, box.address))
  return agentId !== null && !isToUs ? { agentId } : null
}

function firstStranger(target: PastTarget, { opened: { letter } }: OpenedPastLetter): LetterAddress | null {
  return [...letter.to, ...letter.cc].find((box) => !isOwn(target.ownAddresses, box.address)) ?? null
}

/** As for a letter of today; the reserved domain stands for whoever gave no address. */
async function customerOf(
  tx: Tx,
  context: PastContext,
  box: LetterAddress | null,
  { at, now }: { at: Date; now: Date },
): Promise<number> {
  const address = normaliseEmail(box?.address ?? '')
  const value = address.includes('@') ? storable(address.slice(0, 254)) : 'unknown@sender.invalid'
  const known = context.customers.get(value)
  if (known !== undefined) return known
  const name = storable((box?.name ?? '').slice(0, 200))
  const id = await findOrCreateCustomer(tx, { kind: 'email', value, name }, now)
  // The batch goes by date: the first letter of somebody is the oldest.
  await knownSince(tx, id, at)
  context.customers.set(value, id)
  return id
}

function person(box: LetterAddress): PersonAddress {
  return {
    address: storable(box.address.toLowerCase().slice(0, 320)),
    name: storable(box.name.slice(0, 200)),
  }
}

interface Entry {
  at: Date
  now: Date
  isReply: boolean
}

/** Decided from the start: no job is made, and what answers this letter finds its ticket. */
async function enterLedger(
  tx: Tx,
  { importId, inbox }: PastTarget,
  { stored, opened: { letter, fingerprint } }: OpenedPastLetter,
  place: PastPlace,
  { at, now, isReply }: Entry,
): Promise<number> {
  const { id } = await tx
    .insertInto('inbound_letter')
    .values({
      inbox_id: inbox.id,
      raw_sha256: stored.sha256,
      message_id: letter.messageId === null ? null : storable(letter.messageId.slice(0, 998)),
      fingerprint,
      from_address: letter.from ? storable(letter.from.address.toLowerCase().slice(0, 320)) : null,
      subject: storable(letter.subject.slice(0, 500)),
      received_at: at,
      state: place.isNewTicket ? 'new_ticket' : 'threaded',
      reason: 'imported',
      detail: JSON.stringify({ importId, ...(isReply && { replyId: place.postId }) }),
      ticket_id: place.ticketId,
      customer_message_id: isReply ? null : place.postId,
      decided_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

const mostReferences = 8

/** The letters this one names lead here as well, whether they are here or come later. */
async function remember(
  tx: Tx,
  inboxId: number,
  context: PastContext,
  past: OpenedPastLetter,
  ticketId: number,
): Promise<void> {
  const { letter } = past.opened
  noteTaken(context, past)
  if (letter.messageId !== null) context.ticketOf.set(letter.messageId, ticketId)
  const named = namedIds(letter)
  const unknown = [...named.slice(0, mostReferences - 1), ...named.slice(-1)].filter(
    (id) => !context.ticketOf.has(id),
  )
  if (unknown.length === 0) return
  for (const id of unknown) context.ticketOf.set(id, ticketId)
  await sql`
    insert into imported_reference (message_id, inbox_id, ticket_id)
    select id, ${inboxId}, ${ticketId} from unnest(${unknown.map(storable)}::text[]) as id
    on conflict do nothing`.execute(tx)
}

/** Takes letters out of the ledger, as far as they belong to these posts. */
export async function forgetPastLetters(tx: Tx, letterIds: readonly number[]): Promise<void> {
  await sql`delete from inbound_letter where id = any(${letterIds}::bigint[])`.execute(tx)
}
