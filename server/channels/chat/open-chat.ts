import type { Language } from '#contract/common.ts'
import { findOrCreateCustomer, normaliseEmail } from '#server/customers/index.ts'
import { countAttempt, hashToken, mustNotWait, newToken } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { ChatRow, ChatVisitorRow } from './tables.ts'
import type { SiteUser } from './user-token.ts'

interface Arrival {
  token?: string | undefined
  /** Vouched for by the site. */
  user: SiteUser | null
  language: Language
  page?: { url: string; title: string } | undefined
  network: string
}

/** New visitors from one network whom no site has signed; many people may share it, and a program has no need to stop. */
const arrivalLimit = { free: 100, windowSeconds: 3600, capSeconds: 900 }

/**
 * A visitor begins, or comes back. Whoever the site has signed in is the customer of that address; a visitor who was
 * somebody else before, or nobody, gets a token of their own, so that a shared computer shows nobody's conversation to
 * the next.
 */
export async function openChat(
  tx: Tx,
  chat: Pick<ChatRow, 'id'>,
  { token, user, language, page, network }: Arrival,
  now: Date,
): Promise<{ token: string; visitor: ChatVisitorRow }> {
  const email = user && normaliseEmail(user.email)
  const customerId =
    user && email
      ? await findOrCreateCustomer(tx, { kind: 'email', value: email, name: user.name, language }, now)
      : null
  const known = token === undefined ? null : await knownVisitor(tx, chat.id, token)
  const isSame =
    known !== null && (known.is_identified ? known.customer_id === customerId : customerId === null)
  const where = page && { page_url: page.url, page_title: page.title }
  if (known && isSame && token !== undefined) {
    const visitor = await tx
      .updateTable('chat_visitor')
      .set({ seen_at: now, language, ...where, ...(user?.name && { name: user.name }) })
      .where('id', '=', known.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    return { token, visitor }
  }
  if (customerId === null) {
    const subject = `chat visitor ${network}`
    await mustNotWait(tx, subject, arrivalLimit, now)
    await countAttempt(tx, subject, now)
  }
  const fresh = newToken()
  const visitor = await tx
    .insertInto('chat_visitor')
    .values({
      chat_id: chat.id,
      token_hash: hashToken(fresh),
      customer_id: customerId,
      name: user?.name ?? '',
      email,
      is_identified: customerId !== null,
      language,
      ...where,
      created_at: now,
      seen_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { token: fresh, visitor }
}

async function knownVisitor(tx: Tx, chatId: number, token: string): Promise<ChatVisitorRow | null> {
  const row = await tx
    .selectFrom('chat_visitor')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .where('chat_id', '=', chatId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}
