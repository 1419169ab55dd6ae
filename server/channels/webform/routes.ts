import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/web-form-visits.ts'
import { actorOf, networkOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { ticketNumbers } from '#server/tickets/index.ts'
import { mostFileBytes, takeFiles, uploadInForm } from './files.ts'
import { getTicketForm } from './get-ticket-form.ts'
import { formForSite, formLanguage } from './load-form.ts'
import { formTexts, presentForm } from './present-form.ts'
import { giveChallenge } from './proof.ts'
import { webFormSettingRoutes } from './settings/routes.ts'
import { submitForm } from './submit-form.ts'

const open = { config: { isOpenToSites: true } }

/** Forms as their visitors meet them, on any site, and what the desk decides of them. */
export function webFormRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
    secrets,
  } = platform
  webFormSettingRoutes(app, platform)
  serve(app, contract.getTicketForm, async ({ params }, request) => ({
    form: await getTicketForm(db, actorOf(request), params.id),
  }))
  serve(
    app,
    contract.getFormForVisitor,
    async ({ params, query }, request) => {
      const form = await formForSite(db, params.key, request)
      return presentForm(db, secrets, form, formLanguage(form, query.language), clock.now())
    },
    open,
  )
  serve(
    app,
    contract.getFormChallenge,
    async ({ params }, request) =>
      giveChallenge(secrets, await formForSite(db, params.key, request), clock.now()),
    open,
  )
  serve(
    app,
    contract.submitForm,
    async ({ params, body }, request) => {
      const form = await formForSite(db, params.key, request)
      const language = formLanguage(form, body.language)
      const outcome = await inTransaction(db, async (tx) => {
        const outcome = await submitForm(
          tx,
          secrets,
          form,
          {
            key: body.submission,
            language,
            said: body.values,
            hasConsented: body.hasConsented,
            origin: body.origin,
            sender: {
              website: body.website,
              stamp: body.stamp,
              proof: body.proof ?? null,
              network: networkOf(request.ip),
            },
            files: () => takeFiles(tx, form, body.submission, body.fileIds),
            fileCount: body.fileIds.length,
            filesProblem: null,
          },
          clock.now(),
        )
        if ('problems' in outcome)
          fail('invalid_input', {
            fields: [...outcome.problems].map(([id, message]) => ({ path: `body.values.${id}`, message })),
          })
        return outcome
      })
      const numberOf = await ticketNumbers(db)
      return { number: numberOf(outcome.ticketId), thanks: formTexts(form, language).thanks }
    },
    open,
  )
  // The bytes as they come: nothing is held whole in memory.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    serve(
      scope,
      contract.uploadInForm,
      async ({ params, query }, request) =>
        uploadInForm(platform, await formForSite(db, params.key, request), request.body as Readable, {
          ...query,
          mime: request.headers['content-type']?.slice(0, 100) ?? 'application/octet-stream',
          network: networkOf(request.ip),
        }),
      { ...open, bodyLimit: mostFileBytes + 1 },
    )
  })
}
