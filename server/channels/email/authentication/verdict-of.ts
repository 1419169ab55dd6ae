import { sectionDefaults } from '#contract/inbox-sections.ts'
import type { EmailDesk } from '../email-desk.ts'
import { largestLetterBytes } from '../receiving/store-letter.ts'
import { authenticateLetter, isSeenByOurselves } from './authenticate-letter.ts'
import { type Verdict, isSilence } from './verdict.ts'

/**
 * Who a letter of the ledger is from: what is known, or what can be found out now, which is then known. That the DNS
 * did not answer is kept only as the last word (`isLastWord`): otherwise the next question may find out more. Null
 * for a letter that is not there. Takes seconds at most; not for inside a transaction.
 */
export async function verdictOf(
  desk: EmailDesk,
  letterId: number,
  { isLastWord = false } = {},
): Promise<Verdict | null> {
  const { db } = desk.database
  const row = await db
    .selectFrom('inbound_letter')
    .select(['raw_sha256', 'envelope', 'inbox_id', 'authentication'])
    .where('id', '=', letterId)
    .executeTakeFirst()
  if (!row) return null
  if (row.authentication) return row.authentication
  const raw = await desk.storage.read(row.raw_sha256, largestLetterBytes)
  const inbox = (await desk.directory.all()).find((one) => one.id === row.inbox_id)
  const trust = inbox?.authentication ?? sectionDefaults.authentication
  // Taking a letter apart a second time costs more than all the rest: only where its headers are believed.
  const isToldOf = !isSeenByOurselves(row.envelope) && trust.authservIds.length > 0
  const letter = isToldOf ? (await desk.prepare(raw)).letter : null
  const verdict = await authenticateLetter(desk.resolve, { letter, raw, envelope: row.envelope, trust })
  if (isSilence(verdict) && !isLastWord) return verdict
  await db
    .updateTable('inbound_letter')
    .set({ authentication: JSON.stringify(verdict) })
    .where('id', '=', letterId)
    .execute()
  return verdict
}
