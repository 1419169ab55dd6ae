import { sql } from 'kysely'
import { agentsByAddress } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { examineAuthor } from '../agent-letters/examine-author.ts'
import type { EmailDesk } from '../email-desk.ts'
import type { LetterCase } from '../receiving/letter-case.ts'
import { senderOf } from '../receiving/letter-sender.ts'
import { largestLetterBytes } from '../receiving/store-letter.ts'
import { authenticateLetter } from './authenticate-letter.ts'
import { type Verdict, isSilence } from './verdict.ts'

/**
 * Letters whose sender has to be looked at before they can be decided: those that claim to be an agent's, and those
 * in which a list of ours names the writer. Everybody else's is looked at afterwards, so that taking letters in never
 * waits for the DNS.
 */
export async function casesToExamine(desk: EmailDesk, cases: readonly LetterCase[]): Promise<Set<number>> {
  const agents = await agentsByAddress(desk.database.db, cases.map(addressOf))
  return new Set(
    cases.filter((one) => agents.has(addressOf(one)) || isClaimOfOurs(one)).map(({ row }) => row.id),
  )
}

const examination = 'email.examine'

/**
 * Gives each of these letters a job of its own: whoever has to be asked about them may be slow to answer, and a flood
 * of letters that only claim to be an agent's must not hold up the rest. The first look counts as their first attempt,
 * so that no other batch opens them meanwhile.
 */
export async function setApart(tx: Tx, letterIds: readonly number[]): Promise<void> {
  await sql`
    with apart as (
      update inbound_letter set attempts = greatest(attempts, 1)
      where id = any(${letterIds}::bigint[]) and state = 'received'
      returning id
    )
    select graphile_worker.add_job(${examination}, json_build_object('letterIds', json_build_array(id)),
      queue_name := ${examination}, job_key := ${`${examination} `}::text || id)
    from (select id from apart order by id) as sorted`.execute(tx)
}

/** Letters set apart whose job has not begun, the longest waiting first. */
export async function lettersApart(db: Db, most: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select split_part(key, ' ', 2)::bigint as id from graphile_worker.jobs
    where task_identifier = ${examination} and key is not null and locked_at is null
    order by run_at, id limit ${most}`.execute(db)
  return rows.map((row) => row.id)
}

/** Takes the job away that waits for a letter, if one does. */
export async function forgetApart(tx: Tx, letterId: number): Promise<void> {
  await sql`select graphile_worker.remove_job(key) from graphile_worker.jobs
    where key = ${`${examination} ${letterId}`} and locked_at is null`.execute(tx)
}

/** So often a letter is tried whose verdict the DNS owes us; then it is decided without one. */
const mostSilences = 4

/** Thrown for a letter that is to be tried again when the DNS may answer. */
class SilentDns extends Error {
  override name = 'SilentDns'
}

/**
 * Finds out about the sender, outside any transaction, when that has to be known first. Bounded in time. Throws when
 * the DNS does not answer and the letter can still wait for it: an agent's answer is no doubtful note because of that.
 */
export async function examine(desk: EmailDesk, input: LetterCase): Promise<LetterCase> {
  const { row, opened, trust } = input
  const address = addressOf(input)
  const agentId = (await agentsByAddress(desk.database.db, [address])).get(address)
  if (agentId !== undefined) {
    const author = await examineAuthor(desk, input, agentId)
    return { ...input, author, row: { ...row, authentication: heard(author.verdict, row) } }
  }
  const isAsked = isClaimOfOurs(input) || (await isAskedByRule(desk))
  if (row.authentication !== null || !isAsked) return input
  const raw = await desk.storage.read(row.raw_sha256, largestLetterBytes)
  const { letter } = opened
  const verdict = await authenticateLetter(desk.resolve, { letter, raw, envelope: row.envelope, trust })
  return { ...input, row: { ...row, authentication: heard(verdict, row) } }
}

function heard(verdict: Verdict, { attempts }: LetterCase['row']): Verdict {
  if (isSilence(verdict) && attempts + 1 < mostSilences)
    throw new SilentDns(`the DNS does not say who the letter is from: ${verdict.address ?? 'no address'}`)
  return verdict
}

/** A list or a group of ours says who wrote: that can be proved. */
function isClaimOfOurs({ opened: { letter }, ownAddresses, trust }: LetterCase): boolean {
  return senderOf(letter, ownAddresses, trust).claim?.isOurs ?? false
}

function addressOf({ opened: { letter } }: LetterCase): string {
  return letter.from?.address.toLowerCase() ?? ''
}

/** Whether a rule of the desk wants to know of every letter who it is from. */
export async function isAskedByRule(desk: EmailDesk): Promise<boolean> {
  const { rules } = await desk.policy.current()
  return rules.some((rule) => rule.asksAuthentication)
}
