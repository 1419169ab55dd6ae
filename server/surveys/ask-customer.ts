import { sql } from 'kysely'
import * as z from 'zod'
import type { Language, PersonAddress } from '#contract/common.ts'
import { chatPresence } from '#server/channels/index.ts'
import { hashToken, newToken } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { readSettings } from '#server/platform/settings.ts'
import { addAutomaticReply, addressOfCustomer, lockTicketRow } from '#server/tickets/index.ts'
import { isAsked } from './is-asked.ts'
import { readSurveySettings } from './settings.ts'
import { writeSurveyLetter } from './survey-letter.ts'

const Payload = z.object({ ticketId: z.int(), solvedAt: z.iso.datetime() })

/** Where the page of a survey is in a language, the token left out; null while no page is shown to customers. */
export type SurveyAddress = (db: Db, language: Language) => Promise<string | null>

/**
 * The job `survey.ask`: a letter with a link for each score, in the conversation, or the chat itself. Run twice it asks once. A ticket that
 * was opened again, merged, or solved anew meanwhile is left alone.
 */
export async function askCustomer(
  tx: Tx,
  { secrets, addressOf }: { secrets: Secrets; addressOf: SurveyAddress },
  payload: unknown,
  now: Date,
): Promise<void> {
  const { ticketId, solvedAt } = Payload.parse(payload)
  const settings = await readSurveySettings(tx)
  if (!settings.isOn) return
  const ticket = await lockTicketRow(tx, ticketId)
  if (!ticket || ticket.merged_into_id !== null || ticket.is_open) return
  if (ticket.solved_at?.toISOString() !== solvedAt) return
  // Two tickets of one customer that come due together: the second sees that the first has asked.
  await sql`select from customer where id = ${ticket.customer_id} for no key update`.execute(tx)
  if (!(await isAsked(tx, ticket, settings, now))) return
  const place = await placeToAsk(tx, ticket, now)
  if (place === null) return
  const asked = {
    ticket_id: ticketId,
    customer_id: ticket.customer_id,
    solved_at: ticket.solved_at,
    scale: settings.scale,
    asked_at: now,
    expires_at: new Date(now.getTime() + settings.openDays * 86_400_000),
  }
  const token = newToken()
  if (place.kind === 'chat') {
    // Nobody is told this token: in a chat its visitor is known.
    const row = { ...asked, asked_in: 'chat', token_hash: hashToken(token), sealed_token: null } as const
    await tx.insertInto('survey').values(row).execute()
    await notify(tx, { topic: 'chat', ticketId })
    return
  }
  const desk = await readSettings(tx)
  const customer = await tx
    .selectFrom('customer')
    .select('language')
    .where('id', '=', ticket.customer_id)
    .executeTakeFirstOrThrow()
  const language = customer.language ?? desk.language
  const { to } = place
  const [inboxId, address] = [await sendingInbox(tx, ticket.inbox_id), await addressOf(tx, language)]
  if (inboxId === null || address === null) return
  const number = `${desk.ticket_prefix}-${ticketId}`
  const letter = writeSurveyLetter(settings, { language, address, deskName: desk.desk_name, number })
  const replyId = await addAutomaticReply(tx, { ticketId, inboxId, to, subject: null, ...letter }, now)
  const sealed = { token_hash: hashToken(token), sealed_token: secrets.encrypt(token), reply_id: replyId }
  await tx
    .insertInto('survey')
    .values({ ...asked, ...sealed })
    .execute()
}

/** Where the customer is now: in the chat while it is open, else at their address; a chat alone waits for them. */
async function placeToAsk(
  tx: Tx,
  ticket: { id: number; customer_id: number },
  now: Date,
): Promise<{ kind: 'chat' } | { kind: 'email'; to: PersonAddress } | null> {
  const chat = await chatPresence(tx, ticket.id, now)
  if (chat === 'here') return { kind: 'chat' }
  const to = reachable(await addressOfCustomer(tx, ticket.customer_id))
  if (to) return { kind: 'email', to }
  return chat === null ? null : { kind: 'chat' }
}

/** Reserved domains stand for people without an address. */
function reachable(addresses: PersonAddress[]): PersonAddress | null {
  return addresses.find(({ address }) => !address.endsWith('.invalid')) ?? null
}

/** The ticket's inbox while it is in use, else the first that is. */
async function sendingInbox(tx: Tx, inboxId: number | null): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`select id from inbox where is_active and archived_at is null
    order by id is distinct from ${inboxId}::bigint, id limit 1`.execute(tx)
  return rows[0]?.id ?? null
}
