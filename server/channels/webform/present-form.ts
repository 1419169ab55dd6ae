import type { Language } from '#contract/common.ts'
import type { FormTexts } from '#contract/web-forms.ts'
import type { ShownForm } from '#contract/web-form-visits.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { words } from '#server/platform/words.ts'
import { mostFileBytes, mostFiles } from './files.ts'
import { giveStamp } from './proof.ts'
import { resolveFields } from './resolve-fields.ts'
import type { WebFormRow } from './tables.ts'

/** What a form says in a language; the usual words where somebody has written none. */
export function formTexts(form: Pick<WebFormRow, 'name' | 'texts'>, language: Language): FormTexts {
  const { t } = words(language)
  const texts = form.texts[language]
  return {
    title: texts?.title ?? form.name,
    intro: texts?.intro ?? '',
    button: texts?.button ?? t('formDefaults.button'),
    thanks: texts?.thanks ?? t('formDefaults.thanks'),
    consent: texts?.consent || t('formDefaults.consent'),
  }
}

/** A form as a visitor meets it: nothing in it says where the request goes. */
export async function presentForm(
  db: Db,
  secrets: Secrets,
  form: Omit<WebFormRow, 'id' | 'created_at'>,
  language: Language,
  now: Date,
): Promise<ShownForm> {
  const { consent, ...texts } = formTexts(form, language)
  const fields = await resolveFields(db, form, language)
  return {
    key: form.key,
    language,
    languages: form.languages,
    ...texts,
    consent: form.has_consent ? { text: consent, url: form.consent_url } : null,
    fields: fields
      .filter((field) => field.preset === null)
      .map(({ preset: _preset, own: _own, ...field }) => field),
    hasSuggestions: form.has_suggestions,
    accent: form.accent,
    accentDark: form.accent_dark,
    inheritsLook: form.inherits_look,
    maxFileBytes: mostFileBytes,
    maxFiles: mostFiles,
    stamp: giveStamp(secrets, form, now),
    needsProof: form.needs_proof,
    words: wordsOf(language),
  }
}

/** The form's own words, `problem.required` for one that lies deeper. */
function wordsOf(language: Language): Record<string, string> {
  const { problem, field: _field, ...rest } = words(language).t('widget.form', { returnObjects: true })
  const problems = Object.entries(problem).map(([name, text]) => [`problem.${name}`, text])
  return { ...rest, ...Object.fromEntries(problems) }
}
