import { hashPassword } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { endSessions } from './end-sessions.ts'
import type { SignedIn } from './visitor-of.ts'

const freshMs = 30 * 60_000

/** A password is chosen, and a forgotten one replaced, by whoever has just read a letter of ours. */
export function mayChoosePassword(visitor: SignedIn, now: Date): boolean {
  return visitor.means === 'letter' && now.getTime() - visitor.since.getTime() < freshMs
}

/** Sets or changes the password; whoever was signed in elsewhere is so no longer. */
export async function choosePassword(db: Db, visitor: SignedIn, password: string, now: Date): Promise<void> {
  if (!mayChoosePassword(visitor, now)) fail('not_allowed')
  const hash = await hashPassword(password)
  await inTransaction(db, async (tx) => {
    await tx
      .insertInto('customer_password')
      .values({ customer_id: visitor.customerId, password_hash: hash, changed_at: now })
      .onConflict((conflict) =>
        conflict.column('customer_id').doUpdateSet({ password_hash: hash, changed_at: now }),
      )
      .execute()
    await endSessions(tx, visitor, { keepsThis: true })
  })
}
