import type { Tx } from '#server/platform/database/open-database.ts'
import { endConversation } from './end-conversation.ts'
import { conversationOf, lockVisitor } from './visitor.ts'

/** A visitor ends the conversation, and may have it sent to the address they gave. Said again, they go on with it. */
export async function endChat(
  tx: Tx,
  token: string,
  { wantsTranscript }: { wantsTranscript: boolean },
  now: Date,
): Promise<void> {
  const visitor = await lockVisitor(tx, token)
  const conversation = await conversationOf(tx, visitor)
  if (!conversation || visitor.customer_id === null) return
  const actor = { kind: 'customer', id: visitor.customer_id } as const
  await endConversation(tx, { visitor, conversation }, { actor, wantsTranscript }, now)
}
