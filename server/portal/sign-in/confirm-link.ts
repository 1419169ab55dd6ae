import type { Language } from '#contract/common.ts'
import { hashToken, type Seat } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { found } from '#server/platform/http/failure.ts'
import type { Opened } from './confirm-code.ts'
import { openSessionByAddress } from './open-session.ts'

/** Whose letter a link is from, for the page that asks whether to go on; `link_expired` for one used or too old. */
export async function openLink(db: Db, token: string, now: Date): Promise<{ address: string }> {
  const row = await db
    .selectFrom('customer_sign_in')
    .select('address')
    .where('link_hash', '=', hashToken(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return found(row, 'link_expired')
}

/** Signs in whoever pressed the button on the link's page. Once: the code of the same letter is void then too. */
export async function confirmLink(
  db: Db,
  { token, language }: { token: string; language: Language },
  seat: Seat,
  now: Date,
): Promise<Opened> {
  return inTransaction(db, async (tx) => {
    const row = await tx
      .updateTable('customer_sign_in')
      .set({ used_at: now })
      .where('link_hash', '=', hashToken(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning(['address', 'next'])
      .executeTakeFirst()
    const { address, next } = found(row, 'link_expired')
    return { token: await openSessionByAddress(tx, { address, language, means: 'letter' }, seat, now), next }
  })
}
