import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'
import * as contract from '#contract/mailbox-imports.ts'
import { listFolders } from '#server/channels/index.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { listProblems } from './list-problems.ts'
import {
  type ImportWish,
  changeImport,
  createImport,
  listImports,
  removeImport,
  takePart,
} from './manage-imports.ts'

/** A piece is a few megabytes; this is the most one may be. */
const largestPart = 64 * 2 ** 20

/** Imports of old mail. */
export function mailboxImportRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
  } = platform
  serve(app, contract.listMailboxImports, async () => listImports(db))
  serve(app, contract.createMailboxImport, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createImport(tx, actorOf(request), body, clock.now())),
  )
  const change = (request: FastifyRequest, id: number, wish: ImportWish) =>
    inTransaction(db, (tx) => changeImport(tx, actorOf(request), id, wish, clock.now()))
  serve(app, contract.cancelMailboxImport, async ({ params }, request) =>
    change(request, params.id, 'cancel'),
  )
  serve(app, contract.resumeMailboxImport, async ({ params }, request) =>
    change(request, params.id, 'resume'),
  )
  serve(app, contract.undoMailboxImport, async ({ params }, request) => change(request, params.id, 'undo'))
  serve(app, contract.removeMailboxImport, async ({ params }, request) => {
    await removeImport(platform, actorOf(request), params.id)
    return {}
  })
  serve(app, contract.listMailboxImportProblems, async ({ params, query }, request) =>
    listProblems(db, actorOf(request), params.id, query),
  )
  serve(app, contract.listMailboxFolders, async ({ params }) => ({
    items: await foldersOf(platform, params.id),
  }))
  // A scope of its own: only here is the body a stream of bytes instead of JSON.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { bodyLimit: largestPart }, (_request, payload, done) =>
      done(null, payload),
    )
    serve(
      scope,
      contract.uploadMailboxPart,
      async ({ params, query }, request) =>
        takePart(platform, actorOf(request), params.id, query.offset, request.body as Readable),
      { bodyLimit: largestPart },
    )
  })
}

async function foldersOf(platform: Platform, inboxId: number) {
  try {
    return await listFolders(platform, inboxId)
  } catch (error) {
    if (error instanceof Error && error.name === 'Failed') throw error
    platform.log.warn({ inboxId, error: String(error) }, 'the folders of a mailbox cannot be listed')
    fail('unavailable')
  }
}
