import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import * as drafts from '#contract/drafts.ts'
import * as files from '#contract/files.ts'
import * as livePresence from '#contract/presence.ts'
import * as sending from '#contract/sending.ts'
import * as care from '#contract/ticket-care.ts'
import * as contract from '#contract/tickets.ts'
import { actorOf, agentActor } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { addNote } from './add-note.ts'
import { cancelReply } from './cancel-reply.ts'
import { countTickets } from './count-tickets.ts'
import { createTicket } from './create-ticket.ts'
import { dictionaryRoutes } from './dictionaries/routes.ts'
import { downloadFile } from './download-file.ts'
import { getDraft, saveDraft } from './draft.ts'
import { followTicket } from './follow-ticket.ts'
import { freezeTicket } from './freeze-ticket.ts'
import { getFeed } from './get-feed.ts'
import { getNote, getReply } from './get-post.ts'
import { changedTicket, getTicket } from './get-ticket.ts'
import { listMerges } from './list-merges.ts'
import { listTickets } from './list-tickets.ts'
import { markRead } from './mark-read.ts'
import { mergeTickets } from './merge-tickets.ts'
import type { PresenceBoard } from './presence.ts'
import { lockTicket, mustSee, visibleTicket } from './queries.ts'
import { defaultRecipients } from './recipients.ts'
import { sendReplyNow } from './release-reply.ts'
import { reply } from './reply.ts'
import { scheduleReply } from './schedule-reply.ts'
import { undoMerge } from './undo-merge.ts'
import { unfreezeTicket } from './unfreeze-ticket.ts'
import { updateTicket } from './update-ticket.ts'
import { uploadFile } from './upload-file.ts'

export function ticketRoutes(app: FastifyInstance, platform: Platform, presence: PresenceBoard): void {
  const {
    database: { db },
    clock,
  } = platform
  serve(app, contract.listTickets, async ({ query }, request) => listTickets(db, actorOf(request), query))
  serve(app, contract.countTickets, async (_args, request) => countTickets(db, actorOf(request)))
  serve(app, contract.getTicket, async ({ params }, request) => getTicket(db, actorOf(request), params.id))
  serve(app, contract.getFeed, async ({ params, query }, request) =>
    getFeed(db, actorOf(request), params.id, query),
  )
  serve(app, sending.getRecipients, async ({ params }, request) =>
    defaultRecipients(db, await visibleTicket(db, actorOf(request), params.id)),
  )
  serve(app, contract.createTicket, async ({ body }, request) =>
    once(db, request, clock.now(), async (tx) =>
      changedTicket(tx, actorOf(request), await createTicket(tx, actorOf(request), body, clock.now())),
    ),
  )
  serve(app, contract.updateTicket, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await updateTicket(tx, actorOf(request), params.id, body, clock.now())
      return changedTicket(tx, actorOf(request), params.id)
    }),
  )
  serve(app, care.freezeTicket, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      const by = { actor: agentActor(actorOf(request)) }
      const ticket = await lockTicket(tx, actorOf(request), params.id)
      await freezeTicket(tx, ticket, new Date(body.until), by, clock.now())
      return changedTicket(tx, actorOf(request), params.id)
    }),
  )
  serve(app, care.unfreezeTicket, async ({ params }, request) =>
    inTransaction(db, async (tx) => {
      const by = { actor: agentActor(actorOf(request)) }
      const ticket = await lockTicket(tx, actorOf(request), params.id)
      await unfreezeTicket(tx, ticket, 'agent', by, clock.now())
      return changedTicket(tx, actorOf(request), params.id)
    }),
  )
  serve(app, care.mergeTickets, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await mergeTickets(tx, actorOf(request), params.id, body.sourceIds, clock.now())
      return changedTicket(tx, actorOf(request), params.id)
    }),
  )
  serve(app, care.listMerges, async ({ params }, request) => ({
    items: await listMerges(db, actorOf(request), params.id, clock.now()),
  }))
  serve(app, care.undoMerge, async ({ params }, request) =>
    inTransaction(db, async (tx) => {
      const ticketId = await undoMerge(tx, actorOf(request), params.id, clock.now())
      return changedTicket(tx, actorOf(request), ticketId)
    }),
  )
  serve(app, contract.replyToTicket, async ({ params, body }, request) =>
    once(db, request, clock.now(), async (tx) =>
      getReply(tx, await reply(tx, actorOf(request), params.id, body, clock.now()), {
        files: body.fileIds.length > 0,
      }),
    ),
  )
  serve(app, sending.cancelReply, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      const draft = await cancelReply(tx, actorOf(request), params.id, body, clock.now())
      return { reply: await getReply(tx, params.id), draft }
    }),
  )
  serve(app, sending.scheduleReply, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await scheduleReply(tx, actorOf(request), params.id, body, clock.now())
      return getReply(tx, params.id)
    }),
  )
  serve(app, sending.sendReplyNow, async ({ params }, request) =>
    inTransaction(db, async (tx) => {
      await sendReplyNow(tx, actorOf(request), params.id, clock.now())
      return getReply(tx, params.id)
    }),
  )
  serve(app, contract.addNote, async ({ params, body }, request) =>
    once(db, request, clock.now(), async (tx) =>
      getNote(tx, await addNote(tx, actorOf(request), params.id, body, clock.now()), {
        files: body.fileIds.length > 0,
      }),
    ),
  )
  serve(app, contract.markRead, async ({ params, body }, request) => {
    await inTransaction(db, (tx) => markRead(tx, actorOf(request), params.id, body.lastPostId))
    return {}
  })
  serve(app, contract.followTicket, async ({ params, body }, request) => {
    await inTransaction(db, (tx) => followTicket(tx, actorOf(request), params.id, body.isFollowed))
    return {}
  })
  serve(app, drafts.getDraft, async ({ params }, request) => ({
    draft: await getDraft(db, actorOf(request), params.id),
  }))
  serve(app, drafts.saveDraft, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await saveDraft(tx, actorOf(request), params.id, body, clock.now())
      return { draft: await getDraft(tx, actorOf(request), params.id) }
    }),
  )
  serve(app, livePresence.getPresence, async ({ params }, request) => {
    await mustSee(db, actorOf(request), params.id)
    return { items: presence.viewers(params.id, actorOf(request).agentId) }
  })
  dictionaryRoutes(app, platform)
  fileRoutes(app, platform)
}

function fileRoutes(app: FastifyInstance, platform: Platform): void {
  const bodyLimit = platform.config.uploadMaxBytes + 1
  // A scope of its own: only here is the body a stream of bytes instead of JSON.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { bodyLimit }, (_request, payload, done) => done(null, payload))
    serve(
      scope,
      files.uploadFile,
      async ({ query }, request) => uploadFile(platform, actorOf(request), request.body as Readable, query),
      { bodyLimit },
    )
  })
  serve(app, files.downloadFile, async ({ params, query }, request, answer) =>
    downloadFile(platform, actorOf(request), params.id, query.inline, answer),
  )
}
