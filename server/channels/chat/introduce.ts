import { nameCustomer, normaliseEmail } from '#server/customers/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { nameSender } from '#server/tickets/index.ts'
import { conversationOf, lockVisitor } from './visitor.ts'

interface Introduction {
  name?: string | undefined
  email?: string | undefined
  hasConsented?: boolean | undefined
}

/**
 * A visitor says who they are. It is believed as far as answering there goes: an address that was typed opens nobody's
 * tickets and joins nobody's history. Whom the site has signed in cannot call themselves otherwise.
 */
export async function introduce(tx: Tx, token: string, said: Introduction, now: Date): Promise<void> {
  const visitor = await lockVisitor(tx, token)
  const email = said.email === undefined ? visitor.email : normaliseEmail(said.email)
  const name = said.name ?? visitor.name
  await tx
    .updateTable('chat_visitor')
    .set({
      ...(!visitor.is_identified && { name, email }),
      ...(said.hasConsented !== undefined && { has_consented: said.hasConsented }),
    })
    .where('id', '=', visitor.id)
    .execute()
  if (visitor.is_identified || visitor.customer_id === null) return
  // A customer of this chat alone, so their name is what they say it is.
  if (name !== visitor.name) await nameCustomer(tx, visitor.customer_id, name, now)
  const conversation = await conversationOf(tx, visitor)
  if (email !== null && conversation)
    await nameSender(tx, conversation.liveId, visitor.customer_id, { address: email, name })
}
