import { hashToken } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'

/** Whose letter has this token: however old, it lets its reader ask for no more of them. */
export async function knownLetter(db: Db, token: string): Promise<{ customerId: number }> {
  const row = await db
    .selectFrom('survey')
    .select('customer_id')
    .where('token_hash', '=', hashToken(token))
    .executeTakeFirst()
  return { customerId: found(row, 'link_expired').customer_id }
}

/** Whoever has the letter asks not to be asked again; `link_expired` for a token no letter had. */
export async function refuseSurveys(tx: Tx, token: string, now: Date): Promise<void> {
  const { customerId } = await knownLetter(tx, token)
  await tx
    .insertInto('survey_refusal')
    .values({ customer_id: customerId, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
