import {
  accountLimit,
  countAttempt,
  mustNotWait,
  networkOf,
  type Seat,
  verifyPassword,
} from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { openSession } from './open-session.ts'

/** Guesses from one network; a whole office may share it. */
const networkLimit = { free: 30, windowSeconds: 3600, capSeconds: 900 }

/**
 * Opens a session, or fails with `wrong_credentials`: the same, and after the same time, for a wrong password, an
 * unknown address and a customer who has chosen none. `too_many_requests` while guessing has to wait.
 */
export async function signInByPassword(
  db: Db,
  { address, password }: { address: string; password: string },
  seat: Seat,
  now: Date,
): Promise<string> {
  const account = `customer:${address}`
  await inTransaction(db, async (tx) => {
    const network = `customer-network:${networkOf(seat.ip)}`
    await mustNotWait(tx, account, accountLimit, now)
    await mustNotWait(tx, network, networkLimit, now)
    await countAttempt(tx, account, now)
    await countAttempt(tx, network, now)
  })
  const known = await passwordOf(db, address)
  if (!(await verifyPassword(known?.password_hash ?? null, password)) || !known)
    return fail('wrong_credentials')
  return inTransaction(db, async (tx) => {
    // The password may have been changed while it was being verified, the address be another's.
    const still = await passwordOf(tx, address)
    if (still?.password_hash !== known.password_hash) fail('wrong_credentials')
    await tx.deleteFrom('sign_in_failure').where('subject', '=', account).execute()
    return openSession(tx, { customerId: known.customer_id, address, means: 'password' }, seat, now)
  })
}

function passwordOf(db: Db, address: string) {
  return db
    .selectFrom('customer_password')
    .innerJoin('customer_address', 'customer_address.customer_id', 'customer_password.customer_id')
    .select(['customer_password.customer_id', 'customer_password.password_hash'])
    .where('customer_address.kind', '=', 'email')
    .where('customer_address.value', '=', address)
    .executeTakeFirst()
}
