import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/knowledge-import.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { archiveBounds } from './archive.ts'
import { cancelImport, getImport, listImports, startImport } from './manage-imports.ts'
import { planImport } from './plan-import.ts'
import { tryImport } from './try-import.ts'

/** Folders of Markdown and HTML as articles. */
export function importRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
  } = platform
  serve(app, contract.listKnowledgeImports, async () => ({ items: await listImports(db) }))
  serve(app, contract.getKnowledgeImport, async ({ params }) => getImport(db, params.id))
  serve(app, contract.planKnowledgeImport, async ({ params, query }, request) =>
    planImport(db, actorOf(request), params.id, query),
  )
  serve(app, contract.startKnowledgeImport, async ({ params, body }, request) =>
    inTransaction(db, (tx) => startImport(tx, actorOf(request), params.id, body)),
  )
  serve(app, contract.cancelKnowledgeImport, async ({ params }) =>
    inTransaction(db, (tx) => cancelImport(tx, params.id, clock.now())),
  )
  // A scope of its own: only here is the body a stream of bytes instead of JSON.
  const bodyLimit = archiveBounds.bytes + 1
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { bodyLimit }, (_request, payload, done) => done(null, payload))
    serve(
      scope,
      contract.tryKnowledgeImport,
      async ({ query }, request) =>
        tryImport(platform, actorOf(request), query.name, request.body as Readable),
      { bodyLimit },
    )
  })
}
