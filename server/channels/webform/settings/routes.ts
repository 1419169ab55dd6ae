import type { FastifyInstance } from 'fastify'
import { previewWebForm } from '#contract/web-form-visits.ts'
import * as contract from '#contract/web-forms.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { presentForm } from '../present-form.ts'
import { createWebForm, listWebForms, updateWebForm } from './web-forms.ts'

/** What an administrator decides of forms. */
export function webFormSettingRoutes(
  app: FastifyInstance,
  { database: { db }, clock, config, secrets }: Platform,
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
  serve(app, previewWebForm, async ({ body }) => {
    const { language, name, texts, fields, hasConsent, consentUrl, accent, accentDark } = body
    const form = {
      key: 'preview00000',
      name,
      is_active: true,
      languages: [language],
      texts,
      fields,
      team_id: null,
      category_id: null,
      inbox_id: null,
      priority: 'medium',
      tags: [],
      has_consent: hasConsent,
      consent_url: consentUrl,
      has_suggestions: false,
      needs_proof: false,
      takes_plain: true,
      is_confirmed: false,
      redirect_url: null,
      accent,
      accent_dark: accentDark,
      inherits_look: false,
      sites: [],
      version: 1,
      archived_at: null,
    } as const
    return presentForm(
      db,
      secrets,
      { ...form, languages: [language], tags: [], sites: [] },
      language,
      clock.now(),
    )
  })
}
