import type { ShownField } from '#contract/web-form-visits.ts'

export type Values = Readonly<Record<string, string | readonly string[]>>

const all = (said: Values[string] | undefined): readonly string[] =>
  (typeof said === 'string' ? [said] : (said ?? [])).filter((value) => value.trim() !== '')

/** Which fields are asked, given what is said. What is sent of the others the server leaves out anyway. */
export function askedFields(fields: readonly ShownField[], values: Values): ShownField[] {
  const isAsked = (field: ShownField, seen: readonly string[]): boolean => {
    const when = field.shownWhen
    if (!when) return true
    const other = fields.find((each) => each.id === when.fieldId)
    // What it waits for is not shown to anybody: the server decides.
    if (!other) return true
    if (seen.includes(other.id) || !isAsked(other, [...seen, field.id])) return false
    const said = all(values[other.id])
    return when.values.length === 0 ? said.length > 0 : said.some((value) => when.values.includes(value))
  }
  return fields.filter((field) => isAsked(field, []))
}

/** What can be told before anything is sent; a key of the form's `problem` words. */
export function problemsOf(fields: readonly ShownField[], values: Values, fileCount: number) {
  const problems: Record<string, string> = {}
  for (const field of askedFields(fields, values)) {
    const said = all(values[field.id])
    const isMissing = field.input === 'files' ? fileCount === 0 : said.length === 0
    if (field.isRequired && isMissing) problems[field.id] = 'required'
    else if (field.input === 'email' && said[0] && !/^\S+@\S+\.\S+$/.test(said[0].trim()))
      problems[field.id] = 'bad_email'
  }
  return problems
}

/** The page's own tags of where its visitor came from. */
export function originOf(page: { href: string; search: string }, referrer: string) {
  const tags = [...new URLSearchParams(page.search)].filter(([name]) => /^utm_[a-z_]{1,30}$/.test(name))
  const utm = Object.fromEntries(tags.map(([name, value]) => [name, value.slice(0, 200)]))
  return { pageUrl: page.href.slice(0, 2000), referrer: referrer.slice(0, 2000), utm }
}
