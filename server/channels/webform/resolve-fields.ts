import type { Language } from '#contract/common.ts'
import type { TicketCategory } from '#contract/desk.ts'
import type { CustomField } from '#contract/fields.ts'
import type { FormField } from '#contract/web-forms.ts'
import type { FormInput, ShownField } from '#contract/web-form-visits.ts'
import { listFields } from '#server/fields/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { words } from '#server/platform/words.ts'
import { listCategories } from '#server/tickets/index.ts'
import type { WebFormRow } from './tables.ts'

/** A field of a form with all that is known of it in one language. */
export interface ResolvedField extends ShownField {
  preset: string | null
  /** The desk's own field it fills; null for the others. */
  own: CustomField | null
}

const inputs = {
  name: 'text',
  email: 'email',
  phone: 'phone',
  subject: 'text',
  message: 'long_text',
  category: 'choice',
  files: 'files',
} as const satisfies Partial<Record<FormField['kind'], FormInput>>

/**
 * The fields of a form in a language, in their order. What the desk has put away since is left out, and so is a condition
 * on it.
 */
export async function resolveFields(
  db: Db,
  form: Pick<WebFormRow, 'fields'>,
  language: Language,
): Promise<ResolvedField[]> {
  const kinds = new Set(form.fields.map((field) => field.kind))
  const [ticketFields, customerFields, categories] = await Promise.all([
    kinds.has('ticket') ? listFields(db, 'ticket') : [],
    kinds.has('customer') ? listFields(db, 'customer') : [],
    kinds.has('category') ? listCategories(db) : [],
  ])
  const { t } = words(language)
  const resolve = (field: FormField): ResolvedField | null => {
    const { id, kind, isRequired, preset, shownWhen } = field
    const label = field.labels[language]
    const shared = { id, kind, isRequired, preset, shownWhen, hint: field.hints[language] ?? '' }
    if (kind === 'ticket' || kind === 'customer') {
      const own = (kind === 'ticket' ? ticketFields : customerFields).find((one) => one.key === field.key)
      if (!own || own.isArchived) return null
      const choices = own.choices
        .filter((choice) => !choice.isArchived)
        .map(({ value, names }) => ({ value, name: names[language] }))
      return { ...shared, input: own.kind, label: label || own.names[language], choices, own }
    }
    const choices = kind === 'category' ? categoryChoices(categories, language) : []
    if (kind === 'category' && choices.length === 0) return null
    return {
      ...shared,
      input: inputs[kind],
      label: label || t(`widget.form.field.${kind}`),
      choices,
      own: null,
    }
  }
  const known = form.fields.map(resolve).filter((field) => field !== null)
  const ids = new Set(known.map((field) => field.id))
  return known.map((field) =>
    field.shownWhen && !ids.has(field.shownWhen.fieldId) ? { ...field, shownWhen: null } : field,
  )
}

/** Categories by their whole names, `Доставка → Сроки`, in the desk's order. */
function categoryChoices(
  categories: readonly TicketCategory[],
  language: Language,
): { value: string; name: string }[] {
  const below = (parentId: number | null, before: string): { value: string; name: string }[] =>
    categories
      .filter((category) => category.parentId === parentId)
      .flatMap((category) => {
        const name = `${before}${category.names[language]}`
        return [{ value: String(category.id), name }, ...below(category.id, `${name} → `)]
      })
  return below(null, '')
}
