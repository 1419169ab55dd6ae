import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { formLanguage } from './load-form.ts'
import { formTexts } from './present-form.ts'

/** Forms that are on, as somebody who is about to write may choose one. */
export async function listOfferedForms(
  db: Db,
  language: Language,
): Promise<{ key: string; title: string }[]> {
  const forms = await db
    .selectFrom('web_form')
    .select(['key', 'name', 'languages', 'texts'])
    .where('is_active', '=', true)
    .where('archived_at', 'is', null)
    .orderBy('id')
    .limit(20)
    .execute()
  return forms.map((form) => ({
    key: form.key,
    title: formTexts(form, formLanguage(form, language)).title,
  }))
}
