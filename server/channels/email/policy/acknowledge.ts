import { sql } from 'kysely'
import * as z from 'zod'
import { readSection } from '#server/channels/inboxes/inbox-sections.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { readSettings } from '#server/platform/settings.ts'
import { addAutomaticReply } from '#server/tickets/index.ts'
import { provesAddress } from '../authentication/verdict.ts'
import { verdictOf } from '../authentication/verdict-of.ts'
import { ticketAddress } from '../../ticket-address.ts'
import type { EmailDesk } from '../email-desk.ts'
import { hidesSubject, speakableSubject } from '../encryption/hidden-subject.ts'
import { letterLanguage } from '../letterhead/letter-language.ts'
import { isOwn } from '../receiving/letter-case.ts'
import { writeAcknowledgement } from './acknowledgement-text.ts'
import { barredFromAutomatic } from './barred-recipients.ts'
import { raiseAlert } from './raise-alert.ts'

const Payload = z.object({ letterId: z.int() })

const hourMs = 3600_000
/**
 * Letters whose sender nobody vouches for may be forged, every one in another name: beyond so many an hour an inbox
 * stops confirming them, so that it is no weapon against whoever was named.
 */
export const mostUnverifiedPerHour = 100

/** The job `email.acknowledge`: tells a sender that the letter has arrived, if that may be and has not been told. */
export async function acknowledge(desk: EmailDesk, payload: unknown): Promise<void> {
  const { letterId } = Payload.parse(payload)
  const letter = await readLetter(desk, letterId)
  if (!letter) return
  const section = readSection('acknowledgement', letter.acknowledgement)
  const address = letter.from_address?.toLowerCase() ?? ''
  const ownAddresses = await desk.directory.ownAddresses()
  if (!section.isOn || !/^[^\s@]+@[^\s@]+$/.test(address) || isOwn(ownAddresses, address)) return
  const verdict = await verdictOf(desk, letterId)
  // The domain says that it did not write this: whoever is named has written nothing to us.
  if (verdict?.result === 'fail') return
  const settings = await readSettings(desk.database.db)
  const written = letterLanguage(letter.language, letter.text, settings.language)
  const language = section.language === 'letter' ? written : section.language
  const ticket = {
    number: `${settings.ticket_prefix}-${letter.ticket_id}`,
    subject: speakableSubject(letter),
    url:
      (await ticketAddress(desk.database.db, { ticketId: letter.ticket_id, to: [address], language })) ?? '',
  }
  const words = writeAcknowledgement(section[language], {
    ticket,
    customer: { name: letter.customer },
    inbox: { name: letter.inbox, address: letter.inbox_address },
    desk: { name: settings.desk_name },
  })
  const facts = {
    address,
    inboxId: letter.inbox_id,
    inboxAddress: letter.inbox_address,
    ticketId: letter.ticket_id,
    // What was proved is From, and the letter may go to another address.
    isVerified: verdict !== null && provesAddress(verdict, address),
    windowHours: section.windowHours,
  }
  await inTransaction(desk.database.db, async (tx) => {
    if (!(await mayAnswer(tx, desk, facts))) return
    const to = { address, name: letter.from_name ?? '' }
    const now = desk.clock.now()
    await addAutomaticReply(tx, { ticketId: letter.ticket_id, inboxId: letter.inbox_id, to, ...words }, now)
    await tx
      .insertInto('automatic_answer')
      .values({
        address,
        inbox_id: facts.inboxId,
        ticket_id: facts.ticketId,
        is_verified: facts.isVerified,
        at: now,
      })
      .execute()
  })
}

interface Facts {
  address: string
  inboxId: number
  inboxAddress: string
  ticketId: number
  isVerified: boolean
  windowHours: number
}

/** One a sender and window, so many an address and day, and no flood to people who may never have written. */
async function mayAnswer(tx: Tx, desk: EmailDesk, facts: Facts): Promise<boolean> {
  const { address, inboxId, ticketId, isVerified, windowHours } = facts
  const now = desk.clock.now()
  const { limits } = await desk.policy.current()
  const before = (hours: number) => new Date(now.getTime() - hours * hourMs)
  // Two letters of one sender at the same moment: the second one waits and finds the first one answered.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`automatic answer ${address}`}, 0))`.execute(tx)
  const { rows } = await sql<{ here: number; today: number; unverified: number; has_answer: boolean }>`
    select
      (select count(*)::int from automatic_answer
        where address = ${address} and inbox_id = ${inboxId} and at > ${before(windowHours)}) as here,
      (select count(*)::int from automatic_answer where address = ${address} and at > ${before(24)}) as today,
      (select count(*)::int from automatic_answer
        where inbox_id = ${inboxId} and at > ${before(1)} and not is_verified) as unverified,
      exists (select from reply where ticket_id = ${ticketId}) as has_answer`.execute(tx)
  const counts = rows[0]
  if (!counts || counts.has_answer || counts.here > 0 || counts.today >= limits.automaticAnswersPerDay)
    return false
  if (!isVerified && counts.unverified >= mostUnverifiedPerHour) {
    await raiseAlert(tx, { kind: 'unverified_flood', subject: facts.inboxAddress, inboxId }, now)
    return false
  }
  return (await barredFromAutomatic(tx, [address], now)).length === 0
}

async function readLetter(desk: EmailDesk, letterId: number) {
  return (
    desk.database.db
      .selectFrom('inbound_letter')
      .innerJoin('inbox', 'inbox.id', 'inbound_letter.inbox_id')
      .innerJoin('ticket', 'ticket.id', 'inbound_letter.ticket_id')
      .innerJoin('customer', 'customer.id', 'ticket.customer_id')
      .innerJoin('customer_message', 'customer_message.id', 'inbound_letter.customer_message_id')
      // Where an inbox trusts Reply-To, or a list has rewritten From, the customer is not who is in From.
      .select(['customer_message.from_address', 'inbound_letter.inbox_id', 'ticket.id as ticket_id'])
      .select(['inbox.acknowledgement', 'inbox.name as inbox', 'inbox.address as inbox_address'])
      .select(['ticket.subject', 'customer.name as customer', 'customer.language'])
      .select((eb) => hidesSubject(eb))
      .select(['customer_message.text', 'customer_message.from_name'])
      .where('inbound_letter.id', '=', letterId)
      .where('inbound_letter.state', '=', 'new_ticket')
      .where('inbox.is_active', '=', true)
      .executeTakeFirst()
  )
}
