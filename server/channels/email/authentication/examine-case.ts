import { agentsByAddress } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { examineAuthor } from '../agent-letters/examine-author.ts'
import type { EmailDesk } from '../email-desk.ts'
import type { LetterCase } from '../letter-case.ts'
import { authenticateLetter } from './authenticate-letter.ts'

const largestLetterBytes = 250 * 2 ** 20

/**
 * Letters whose sender has to be looked at before they can be decided: an agent's, and all of them when a rule asks.
 * Everybody else's is looked at afterwards, so that taking letters in never waits for the DNS.
 */
export async function casesToExamine(desk: EmailDesk, cases: readonly LetterCase[]): Promise<Set<number>> {
  if (await isAskedByRule(desk)) return new Set(cases.map(({ row }) => row.id))
  const agents = await agentsByAddress(desk.database.db, cases.map(addressOf))
  return new Set(cases.filter((one) => agents.has(addressOf(one))).map(({ row }) => row.id))
}

/**
 * Gives these letters a job of their own: whoever has to be asked about them may be slow to answer, and a flood of
 * letters that only claim to be an agent's must not hold up the rest. The first look counts as their first attempt,
 * so that no other batch opens them meanwhile.
 */
export async function setApart(tx: Tx, letterIds: readonly number[]): Promise<void> {
  const rows = await tx
    .updateTable('inbound_letter')
    .set({ attempts: 1 })
    .where('id', 'in', letterIds)
    .where('state', '=', 'received')
    .where('attempts', '=', 0)
    .returning('id')
    .execute()
  const waiting = rows.map((row) => row.id).toSorted((a, b) => a - b)
  if (waiting.length > 0)
    await enqueue(tx, 'email.examine', { letterIds: waiting }, { queue: 'email.examine' })
}

/** Finds out about the sender, outside any transaction, when that has to be known first. Bounded in time. */
export async function examine(desk: EmailDesk, input: LetterCase): Promise<LetterCase> {
  const { row, opened, trust } = input
  const address = addressOf(input)
  const agentId = (await agentsByAddress(desk.database.db, [address])).get(address)
  if (agentId !== undefined) {
    const author = await examineAuthor(desk, row, opened, { agentId, trust })
    return { ...input, author, row: { ...row, authentication: author.verdict } }
  }
  if (row.authentication !== null || !(await isAskedByRule(desk))) return input
  const raw = await desk.storage.read(row.raw_sha256, largestLetterBytes)
  const { letter } = opened
  const verdict = await authenticateLetter(desk.resolve, { letter, raw, envelope: row.envelope, trust })
  return { ...input, row: { ...row, authentication: verdict } }
}

function addressOf({ opened: { letter } }: LetterCase): string {
  return letter.from?.address.toLowerCase() ?? ''
}

async function isAskedByRule(desk: EmailDesk): Promise<boolean> {
  const { rules } = await desk.policy.current()
  return rules.some((rule) => rule.asksAuthentication)
}
