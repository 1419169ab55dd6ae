import { timingSafeEqual } from 'node:crypto'
import type { Language } from '#contract/common.ts'
import { accountLimit, countAttempt, hashToken, mustNotWait, type Seat } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { openSessionByAddress } from './open-session.ts'

const mostWrongCodes = 5

export interface Opened {
  /** For the cookie. */
  token: string
  next: string
}

/** The letter a browser waits for; null where it asked for none, or too long ago. */
export async function awaitedLetter(
  db: Db,
  browser: string,
  now: Date,
): Promise<{ address: string; next: string } | null> {
  const row = await db
    .selectFrom('customer_sign_in')
    .select(['address', 'next'])
    .where('browser_hash', '=', hashToken(browser))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row ?? null
}

/**
 * Signs in whoever writes the code of the letter this browser asked for. `wrong_code`, five times; `link_expired` from
 * then on, as after a quarter of an hour; `too_many_requests` while guesses at this address have to wait.
 */
export async function confirmCode(
  db: Db,
  { browser, code, language }: { browser: string; code: string; language: Language },
  seat: Seat,
  now: Date,
): Promise<Opened> {
  const outcome = await inTransaction(db, async (tx) => {
    const row = await tx
      .selectFrom('customer_sign_in')
      .select(['id', 'address', 'code_hash', 'next'])
      .where('browser_hash', '=', hashToken(browser))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .where('wrong_codes', '<', mostWrongCodes)
      .forUpdate()
      .executeTakeFirst()
    if (!row) return 'link_expired' as const
    // Whoever asks for one letter after another has no more guesses by it.
    const guesses = `customer-code:${row.address}`
    await mustNotWait(tx, guesses, { ...accountLimit, free: 15 }, now)
    if (!timingSafeEqual(row.code_hash, hashToken(`${browser} ${code}`))) {
      await countAttempt(tx, guesses, now)
      await tx
        .updateTable('customer_sign_in')
        .set((eb) => ({ wrong_codes: eb('wrong_codes', '+', 1) }))
        .where('id', '=', row.id)
        .execute()
      return 'wrong_code' as const
    }
    await tx.updateTable('customer_sign_in').set({ used_at: now }).where('id', '=', row.id).execute()
    const proof = { address: row.address, language, means: 'letter' } as const
    return { token: await openSessionByAddress(tx, proof, seat, now), next: row.next }
  })
  return typeof outcome === 'string' ? fail(outcome) : outcome
}
