import { authenticateLetter } from '../authentication/authenticate-letter.ts'
import { type Verdict, provesAddress } from '../authentication/verdict.ts'
import type { EmailDesk } from '../email-desk.ts'
import type { LetterCase } from '../receiving/letter-case.ts'
import { largestLetterBytes } from '../receiving/store-letter.ts'
import { type ForwardedOriginal, openForward } from './open-forward.ts'

/** A letter whose From is an agent's address: whether it is theirs, and what they forward. */
export interface AgentAuthor {
  agentId: number
  verdict: Verdict
  /** The address is proved by its domain. */
  isProven: boolean
  /** Somebody else's letter that a proven agent passes on. */
  forwarded: ForwardedOriginal | null
}

/**
 * Finds out whether an agent's letter is the agent's, before the transaction: the DNS may be slow, and a letter that
 * waits for it must lock nothing. Never rejects over what the letter or the DNS says.
 */
export async function examineAuthor(
  desk: EmailDesk,
  { row, opened, trust, sizeBytes }: LetterCase,
  agentId: number,
): Promise<AgentAuthor> {
  const { letter } = opened
  const raw = await desk.storage.read(row.raw_sha256, largestLetterBytes)
  const verdict = await authenticateLetter(desk.resolve, { letter, raw, envelope: row.envelope, trust })
  const isProven = letter.from !== null && provesAddress(verdict, letter.from.address)
  const stored = { sha256: row.raw_sha256, sizeBytes }
  const forwarded = isProven ? await openForward(desk, opened, stored) : null
  return { agentId, verdict, isProven, forwarded }
}
