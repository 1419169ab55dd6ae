import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/chat-desk.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { endAsAgent, resumeAsAgent } from './end-as-agent.ts'
import { getTicketChat } from './get-ticket-chat.ts'
import { listOwnChats } from './list-own-chats.ts'

/** The agents' side of chats: beside the ticket, in which the conversation itself is read and answered. */
export function chatDeskRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  serve(app, contract.getTicketChat, async ({ params }, request) => ({
    chat: await getTicketChat(db, actorOf(request), params.id, clock.now()),
  }))
  serve(app, contract.endTicketChat, async ({ params, body }, request) => {
    await inTransaction(db, (tx) => endAsAgent(tx, actorOf(request), params.id, body, clock.now()))
    return {}
  })
  serve(app, contract.resumeTicketChat, async ({ params }, request) => {
    await inTransaction(db, (tx) => resumeAsAgent(tx, actorOf(request), params.id, clock.now()))
    return {}
  })
  serve(app, contract.listOwnChats, async (_request, request) =>
    listOwnChats(db, actorOf(request), clock.now()),
  )
}
