import { findOrCreateCustomer } from '#server/customers/index.ts'
import { hashToken, newToken, type Seat } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { Language } from '#contract/common.ts'
import { sessionEnd } from './session-cookie.ts'
import type { Means } from './tables.ts'

interface Proof {
  /** Normalised; whoever signs in has shown that it is theirs. */
  address: string
  name?: string
  language: Language
  means: Means
}

/**
 * Signs in whose address was proved; a stranger becomes a customer by it. Answers the token for the cookie: nobody
 * can read it again.
 */
export async function openSessionByAddress(tx: Tx, proof: Proof, seat: Seat, now: Date): Promise<string> {
  const { address, name = '', language, means } = proof
  const contact = { kind: 'email', value: address, name: name.slice(0, 200), language } as const
  const customerId = await findOrCreateCustomer(tx, contact, now)
  return openSession(tx, { customerId, address, means }, seat, now)
}

/** Signs a customer in, whose right to it has been checked. */
export async function openSession(
  tx: Tx,
  { customerId, address, means }: { customerId: number; address: string; means: Means },
  seat: Seat,
  now: Date,
): Promise<string> {
  const token = newToken()
  await tx
    .insertInto('customer_session')
    .values({
      token_hash: hashToken(token),
      customer_id: customerId,
      address,
      means,
      created_at: now,
      last_seen_at: now,
      expires_at: sessionEnd(now),
      ip: seat.ip,
      user_agent: seat.userAgent,
    })
    .execute()
  return token
}
