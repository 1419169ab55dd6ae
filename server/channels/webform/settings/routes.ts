import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/web-forms.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { createWebForm, listWebForms, updateWebForm } from './web-forms.ts'

/** What an administrator decides of forms. */
export function webFormSettingRoutes(
  app: FastifyInstance,
  { database: { db }, clock, config }: Platform,
): void {
  const urlOf = (form: { key: string; languages: readonly string[] }) =>
    `${config.publicUrl.replace(/\/$/, '')}/help/${form.languages[0] ?? 'en'}/forms/${form.key}`
  serve(app, contract.listWebForms, async () => ({ items: await listWebForms(db, clock.now(), urlOf) }))
  serve(app, contract.createWebForm, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createWebForm(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.updateWebForm, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateWebForm(tx, actorOf(request), params.id, body, clock.now())),
  )
}
