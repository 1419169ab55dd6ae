import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/chat-settings.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { createChat, listChats, renewChatSecret, updateChat } from './chats.ts'

/** What an administrator decides of chats. */
export function chatSettingRoutes(
  app: FastifyInstance,
  { database: { db }, clock, secrets }: Platform,
): void {
  serve(app, contract.listChats, async () => ({ items: await listChats(db, clock.now()) }))
  serve(app, contract.createChat, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createChat(tx, secrets, actorOf(request), body, clock.now())),
  )
  serve(app, contract.updateChat, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateChat(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.renewChatSecret, async ({ params }, request) =>
    inTransaction(db, (tx) => renewChatSecret(tx, secrets, actorOf(request), params.id, clock.now())),
  )
}
