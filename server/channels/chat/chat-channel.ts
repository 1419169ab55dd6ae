import * as z from 'zod'
import type { Channel } from '#server/channels/channel.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { answer } from '#server/platform/events/answerers.ts'
import { goOnByLetter, watchAnswer } from './go-on-by-letter.ts'
import { sweepChats } from './sweep-chats.ts'
import { mayBeHandOver, tellHandOver } from './tell-hand-over.ts'

answer('ticket.updated', 'chat.handOver', mayBeHandOver)

const Payload = z.object({ ticketId: z.int() })

/** Conversations on the desk's customers' sites. What listens is part of the web role: see live.ts. */
export const chatChannel: Channel = {
  kind: 'chat',
  tasks: ({ database: { db }, clock }) => ({
    'chat.goOn': (payload) =>
      inTransaction(db, (tx) => goOnByLetter(tx, Payload.parse(payload).ticketId, clock.now())),
    'chat.handOver': (payload) => inTransaction(db, (tx) => tellHandOver(tx, payload, clock.now())),
    'chat.sweep': () => sweepChats(db, clock.now()),
  }),
  start: async () => ({ stop: async () => undefined }),
  // A line is told by its own transaction's notice; what is left to do is to see whether it arrived.
  send: async ({ database: { db }, clock }, replyId) => {
    const reply = await db
      .selectFrom('reply')
      .select('ticket_id')
      .where('id', '=', replyId)
      .executeTakeFirst()
    if (reply) await watchAnswer(db, reply.ticket_id, clock.now())
  },
}
