/**
 * Words for values that stand for something: a field's path in the audit → the catalog's key, to which the value is
 * appended. Most of them are said by the very page on which the field is set.
 */
const said: Record<string, string> = {
  receivesBy: 'settings.audit.value.by',
  sendsBy: 'settings.audit.value.by',
  'imap.security': 'settings.audit.value.security',
  'smtp.security': 'settings.audit.value.security',
  'imap.password': 'settings.audit.value.password',
  'smtp.password': 'settings.audit.value.password',
  'addressing.answersFrom': 'settings.audit.value.answersFrom',
  'addressing.plusReplies': 'settings.inboxes.addressing.plusAs',
  'signature.order': 'settings.inboxes.signature.orders',
  'copies.afterFetch': 'settings.inboxes.copies.after',
  'acknowledgement.language': 'settings.inboxes.acknowledgement.languages',
  'reopening.closed': 'settings.inboxes.reopening.closedAs',
  'protection.scheme': 'protection',
  'protection.encrypts': 'settings.inboxes.protection.encryptsAs',
  scheme: 'protection',
  provider: 'settings.inboxes.access.providers',
  grantKind: 'settings.inboxes.access.who',
  source: 'settings.mailboxImports.sourceAs',
  scope: 'settings.audit.value.scope',
  letterCopies: 'settings.audit.value.letterCopies',
  language: 'settings.audit.value.language',
  state: 'settings.letters.state',
  reason: 'letterReason',
  method: 'settings.routing.team.methodName',
  handsTo: 'settings.routing.team.handsToName',
  takesBack: 'settings.routing.team.takesBackName',
  nextBy: 'settings.routing.team.nextByName',
  because: 'settings.audit.value.because',
  webhookState: 'settings.audit.value.webhookState',
  // A list of what was changed is a list of names of fields.
  changed: 'settings.audit.field',
}

/** The key of a value's words, where its field has some. */
export function valueKey(path: string, value: unknown): string | null {
  const prefix = said[path]
  return prefix !== undefined && typeof value === 'string' ? `${prefix}.${value}` : null
}

/** Words of a page as part of a line: "Always" is "always", a name such as PGP or Google stays. */
export function inside(words: string): string {
  return /^\p{Lu}\p{Ll}*(?: |$)/u.test(words) && !names.test(words)
    ? words.slice(0, 1).toLowerCase() + words.slice(1)
    : words
}

const names = /^(?:Google|Microsoft|Otklik)/

type Facts = Record<string, unknown>

/**
 * The facts of an entry, fields of objects within objects by their whole path: `smtp.port`. What is `{ ru, en }` is
 * one fact in two languages. Entries of old kept a whole change under `to`.
 */
export function factsOf(data: Facts, path = ''): [path: string, value: unknown][] {
  return Object.entries(data).flatMap(([name, value]): [string, unknown][] => {
    const whole = path === '' && name === 'to' ? '' : `${path}${name}`
    if (!isObject(value) || isInLanguages(value)) return [[whole, value]]
    return factsOf(value, whole === '' ? '' : `${whole}.`)
  })
}

function isObject(value: unknown): value is Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isInLanguages(value: Facts): boolean {
  return typeof value['ru'] === 'string' && typeof value['en'] === 'string'
}

const mostChars = 120
const lead = 30

/** Words of somebody in one line, without markup, as far as it takes to recognise them. */
export function excerpt(text: string, from = 0): string {
  const line = oneLine(text).slice(from)
  const shown = line.length <= mostChars ? line : `${line.slice(0, mostChars - 1).trimEnd()}…`
  return from > 0 ? `…${shown}` : shown
}

/** Where two long texts begin to differ, with some words before it: their beginnings may be the same. */
export function differenceAt(before: unknown, after: unknown): number {
  if (typeof before !== 'string' || typeof after !== 'string') return 0
  const [a, b] = [oneLine(before), oneLine(after)]
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  const from = a.lastIndexOf(' ', Math.max(0, at - lead)) + 1
  return at + lead < mostChars ? 0 : from
}

function oneLine(text: string): string {
  return text
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
