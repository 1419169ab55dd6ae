import { sql } from 'kysely'
import * as z from 'zod'
import { readSection } from '#server/channels/inboxes/inbox-sections.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { readSettings } from '#server/platform/settings.ts'
import { queueSystemLetter } from '#server/platform/system-letters.ts'
import { provesAddress } from '../authentication/verdict.ts'
import { verdictOf } from '../authentication/verdict-of.ts'
import type { EmailDesk } from '../email-desk.ts'
import { letterLanguage } from '../letterhead/letter-language.ts'
import { isOwn } from '../receiving/letter-case.ts'
import { barredFromAutomatic } from './barred-recipients.ts'

const Payload = z.object({ letterId: z.int() })
const dayMs = 24 * 3600_000

/** The job `email.tellTooLarge`: tells a sender, once a day, that a letter was too large, where the inbox does so. */
export async function tellTooLarge(desk: EmailDesk, payload: unknown): Promise<void> {
  const { letterId } = Payload.parse(payload)
  const { db } = desk.database
  const letter = await db
    .selectFrom('inbound_letter')
    .innerJoin('inbox', 'inbox.id', 'inbound_letter.inbox_id')
    .select(['from_address', 'inbox_id', 'subject', 'inbox.oversize', 'inbox.name as inbox'])
    .where('inbound_letter.id', '=', letterId)
    .where('reason', '=', 'too_large')
    .where('inbox.is_active', '=', true)
    .executeTakeFirst()
  const to = letter?.from_address ?? ''
  if (!letter || !readSection('oversize', letter.oversize).tellsSender || !/^[^\s@]+@[^\s@]+$/.test(to))
    return
  if (isOwn(await desk.directory.ownAddresses(), to)) return
  const verdict = await verdictOf(desk, letterId)
  if (verdict?.result === 'fail') return
  const settings = await readSettings(db)
  await inTransaction(db, async (tx) => {
    if (!(await mayTell(tx, desk, to, letter.inbox_id))) return
    await queueSystemLetter(tx, desk, {
      to,
      template: 'letter_too_large',
      inboxId: letter.inbox_id,
      language: letterLanguage(null, letter.subject, settings.language),
      facts: {
        agentName: '',
        deskName: letter.inbox,
        url: '',
        validFor: Math.floor(desk.config.smtp.maxBytes / 2 ** 20),
        lines: letter.subject ? [letter.subject] : [],
      },
    })
    const at = desk.clock.now()
    await tx
      .insertInto('automatic_answer')
      .values({
        address: to.toLowerCase(),
        inbox_id: letter.inbox_id,
        is_verified: verdict !== null && provesAddress(verdict, to),
        at,
      })
      .execute()
  })
}

async function mayTell(tx: Tx, desk: EmailDesk, address: string, inboxId: number): Promise<boolean> {
  const now = desk.clock.now()
  const { limits } = await desk.policy.current()
  await sql`select pg_advisory_xact_lock(hashtextextended(${`automatic answer ${address.toLowerCase()}`}, 0))`.execute(
    tx,
  )
  const { rows } = await sql<{ told: number; today: number }>`
    select count(*) filter (where inbox_id = ${inboxId} and ticket_id is null)::int as told, count(*)::int as today
    from automatic_answer
    where address = ${address.toLowerCase()} and at > ${new Date(now.getTime() - dayMs)}`.execute(tx)
  const { told = 0, today = 0 } = rows[0] ?? {}
  if (told > 0 || today >= limits.automaticAnswersPerDay) return false
  return (await barredFromAutomatic(tx, [address], now)).length === 0
}
