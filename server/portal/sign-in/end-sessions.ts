import type { Db } from '#server/platform/database/open-database.ts'
import type { SignedIn } from './visitor-of.ts'

/** The token of this session opens nothing from now on. */
export async function endSession(db: Db, visitor: SignedIn): Promise<void> {
  await db.deleteFrom('customer_session').where('id', '=', visitor.sessionId).execute()
}

/** Signs a customer out everywhere, but here if told so. */
export async function endSessions(
  db: Db,
  visitor: SignedIn,
  { keepsThis = false }: { keepsThis?: boolean } = {},
): Promise<void> {
  await db
    .deleteFrom('customer_session')
    .where('customer_id', '=', visitor.customerId)
    .$if(keepsThis, (qb) => qb.where('id', '<>', visitor.sessionId))
    .execute()
}
