import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/notifications.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { markNotifications } from './mark-read.ts'
import { countUnread, listNotifications } from './read-notifications.ts'
import { readWishes, writeWishes } from './wishes.ts'

/** Everybody's own notices. */
export function notificationRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  serve(app, contract.listNotifications, async ({ query }, request) =>
    listNotifications(db, actorOf(request), query),
  )
  serve(app, contract.countNotifications, async (_args, request) => ({
    unread: await countUnread(db, actorOf(request)),
  }))
  serve(app, contract.readNotifications, async ({ body }, request) => {
    await inTransaction(db, (tx) => markNotifications(tx, actorOf(request), body, clock.now()))
    return {}
  })
  serve(app, contract.getNotificationWishes, async (_args, request) => readWishes(db, actorOf(request)))
  serve(app, contract.updateNotificationWishes, async ({ body }, request) =>
    inTransaction(db, (tx) => writeWishes(tx, actorOf(request), body.items)),
  )
}
