import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/letters.ts'
import { actorOf } from '#server/identity/index.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { downloadLetter } from './download-letter.ts'
import { getLetter } from './get-letter.ts'
import { getLetterSource } from './letter-source.ts'
import { listLetters } from './list-letters.ts'
import { moveLetter } from './move-letter.ts'
import { replayLetter } from './replay-letter.ts'

/** The ledger of received letters. */
export function letterRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
  } = platform
  serve(app, contract.listLetters, async ({ query }, request) => listLetters(db, actorOf(request), query))
  serve(app, contract.getLetter, async ({ params }, request) =>
    getLetter(platform, actorOf(request), params.id),
  )
  serve(app, contract.getLetterSource, async ({ params }, request) =>
    getLetterSource(platform, actorOf(request), params.id),
  )
  serve(app, contract.downloadLetter, async ({ params }, request, reply) =>
    downloadLetter(platform, actorOf(request), params.id, reply),
  )
  serve(app, contract.replayLetter, async ({ params }, request) =>
    once(db, request, clock.now(), (tx) => replayLetter(tx, actorOf(request), params.id, clock.now())),
  )
  serve(app, contract.moveLetter, async ({ params, body }, request) => {
    await once(db, request, clock.now(), async (tx) => {
      await moveLetter(tx, actorOf(request), params.id, body, clock.now())
      return {}
    })
    return getLetter(platform, actorOf(request), params.id)
  })
}
