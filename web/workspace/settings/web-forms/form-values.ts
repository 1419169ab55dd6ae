import type { TFunction } from 'i18next'
import type { Language } from '#contract/common.ts'
import { isFreeFieldId } from '#contract/web-form-names.ts'
import type { FormField, FormTexts, WebForm } from '#contract/web-forms.ts'
import type { Problems } from '../../forms/use-form.ts'
import { isSite } from '../chats/chat-values.ts'

export const languages = ['ru', 'en'] as const satisfies readonly Language[]

/** A form as its page has it. */
export type FormValues = Omit<WebForm, 'id' | 'key' | 'version' | 'texts'> & {
  texts: Record<Language, FormTexts>
}

const noTexts: FormTexts = { title: '', intro: '', button: '', thanks: '', consent: '' }

export function savedValues(form: WebForm): FormValues {
  const { id: _id, key: _key, version: _version, texts, ...rest } = form
  return { ...rest, texts: { ru: texts.ru ?? noTexts, en: texts.en ?? noTexts } }
}

const isWhole = ({ title, button, thanks }: FormTexts) =>
  [title, button, thanks].every((text) => text.trim() !== '')

/** What is sent: of texts those that are whole. */
export function sentValues({ texts, consentUrl, redirectUrl, ...rest }: FormValues) {
  return {
    ...rest,
    consentUrl: consentUrl?.trim() || null,
    redirectUrl: redirectUrl?.trim() || null,
    texts: wholeTexts(texts),
  }
}

function wholeTexts(texts: FormValues['texts']): Partial<Record<Language, FormTexts>> {
  return Object.fromEntries(
    languages.filter((language) => isWhole(texts[language])).map((one) => [one, texts[one]]),
  )
}

export type PreviewWish = ReturnType<typeof previewWish>

export function previewWish(values: FormValues, language: Language) {
  const { name, texts, fields, hasConsent, consentUrl, accent, accentDark } = values
  return { language, name, texts: wholeTexts(texts), fields, hasConsent, consentUrl, accent, accentDark }
}

const isAddress = (text: string) => /^https?:\/\/[^\s/?#]+/.test(text)

export function problems(values: FormValues, t: TFunction): Problems<FormValues> {
  const { texts, fields, sites, consentUrl, redirectUrl } = values
  const wrong: Problems<FormValues> = {}
  if (!values.name.trim()) wrong.name = t('settings.chats.nameMissing')
  const partial = values.languages.find((language) => !isWhole(texts[language]))
  if (partial)
    wrong.texts = t('settings.webForms.textMissing', { language: t(`settings.chats.in.${partial}`) })
  if (!fields.some((field) => ['message', 'subject', 'files'].includes(field.kind)))
    wrong.fields = t('settings.webForms.saysNothing')
  if (consentUrl?.trim() && !isAddress(consentUrl.trim())) wrong.consentUrl = t('settings.webForms.urlWrong')
  if (redirectUrl?.trim() && !isAddress(redirectUrl.trim()))
    wrong.redirectUrl = t('settings.webForms.urlWrong')
  if (sites.some((site) => !isSite(site))) wrong.sites = t('settings.chats.siteWrong')
  return wrong
}

/** Where a field goes without taking a condition from before what it waits for; null for nowhere new. */
export function moved(fields: readonly FormField[], from: number, to: number): FormField[] | null {
  const field = fields[from]
  if (!field || to < 0 || to >= fields.length || from === to) return null
  return fields.toSpliced(from, 1).toSpliced(to, 0, field)
}

/** Without a field, and without the conditions on it. */
export function without(fields: readonly FormField[], id: string): FormField[] {
  return fields
    .filter((field) => field.id !== id)
    .map((field) => (field.shownWhen?.fieldId === id ? { ...field, shownWhen: null } : field))
}

/** A name for a field that no other of the form has. */
export function newId(fields: readonly FormField[], wish: string): string {
  const wished = wish.replaceAll(/[^a-z0-9_]/g, '_')
  const base = (isFreeFieldId(wished) ? wished : `field_${wished}`).slice(0, 36)
  const taken = new Set(fields.map((field) => field.id))
  for (let at = 1; ; at++) {
    const id = at === 1 ? base : `${base}_${at}`
    if (!taken.has(id)) return id
  }
}

/** Whether a condition on this field would make the other wait for itself. */
export function waitsFor(fields: readonly FormField[], id: string, other: string): boolean {
  const seen = new Set<string>()
  for (let at: string | undefined = other; at !== undefined && !seen.has(at);) {
    if (at === id) return true
    seen.add(at)
    at = fields.find((field) => field.id === at)?.shownWhen?.fieldId
  }
  return false
}
