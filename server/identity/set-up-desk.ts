import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { hasAdministrator } from './administrators.ts'
import { makeDesk, type Setup } from './make-desk.ts'
import { openSession, type OpenedSession } from './open-session.ts'
import { hashPassword } from './passwords.ts'
import type { Seat } from './seat.ts'

/** Sets the desk up and signs its first administrator in. Of two at once one wins; the other gets `already_set_up`. */
export async function setUpDesk(
  db: Db,
  setup: Setup & { administrator: { password: string } },
  seat: Seat,
  now: Date,
): Promise<OpenedSession> {
  if (await hasAdministrator(db)) fail('already_set_up')
  const passwordHash = await hashPassword(setup.administrator.password)
  return inTransaction(db, async (tx) => {
    const id = await makeDesk(tx, setup, passwordHash, now)
    return openSession(tx, id ?? fail('already_set_up'), seat, now)
  })
}
