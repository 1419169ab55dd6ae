import type { ShownField } from '#contract/web-form-visits.ts'

const isPlain = (text: string) => /^[a-z0-9_]{1,60}$/i.test(text)

/** What tells in a style sheet that a field says one of its condition's values; null where it cannot be told so. */
function holds(fields: readonly ShownField[], field: ShownField, seen: readonly string[]): string | null {
  const when = field.shownWhen
  if (!when) return ''
  const other = fields.find((each) => each.id === when.fieldId)
  if (!other || seen.includes(other.id) || ![other.id, ...when.values].every(isPlain)) return null
  const before = holds(fields, other, [...seen, field.id])
  if (before === null) return null
  const name = `[name="${other.id}"]`
  const chosen =
    other.input === 'choice'
      ? when.values.map((value) => `${name} option[value="${value}"]:checked`)
      : other.input === 'multi_choice'
        ? when.values.map((value) => `${name}[value="${value}"]:checked`)
        : []
  const isSaid =
    other.input === 'choice'
      ? `${name} option:not([value=""]):checked`
      : other.input === 'multi_choice' || other.input === 'checkbox'
        ? `${name}:checked`
        : `${name}:not(:placeholder-shown)`
  const wanted = when.values.length === 0 || other.input === 'checkbox' ? [isSaid] : chosen
  return wanted.length === 0 ? null : `${before}:has(${wanted.join(',')})`
}

/**
 * The conditions of a form as a style sheet, so that fields come and go without a script. What no style sheet can tell is
 * shown always; whether it is asked the server decides anyway.
 */
export function conditionStyles(fields: readonly ShownField[]): string {
  return fields
    .flatMap((field) => {
      const condition = field.shownWhen && isPlain(field.id) ? holds(fields, field, []) : null
      if (!condition) return []
      const at = `[data-field="${field.id}"]`
      return [`.web-form:not(${condition}) ${at}{display:none}`]
    })
    .join('')
}
