import type { Inbox } from '#contract/inboxes.ts'

type Facts = Record<string, unknown>

/** Of an inbox, not set by an administrator; passwords are told of by themselves. */
const silent = new Set(['id', 'version', 'health', 'connectionState', 'hasImapPassword', 'hasSmtpPassword'])

type PasswordChange = 'changed' | 'removed' | null

export function passwordChange(before: string | null, after: string | null): PasswordChange {
  return before === after ? null : after === null ? 'removed' : 'changed'
}

/**
 * What differs between two states of an inbox, for the audit: fields by their path, `smtp.port`, with their new
 * values, and the old ones under `before`; of passwords only that they changed. Null when nothing differs.
 */
export function inboxChanges(
  before: Inbox,
  after: Inbox,
  passwords: { imap: PasswordChange; smtp: PasswordChange },
): Facts | null {
  const [old, now] = [flat(settingsOf(before)), flat(settingsOf(after))]
  const paths = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  const changed = paths.filter(
    (path) => JSON.stringify(old[path] ?? null) !== JSON.stringify(now[path] ?? null),
  )
  const of = (facts: Facts) => Object.fromEntries(changed.map((path) => [path, facts[path] ?? null]))
  const secret = {
    ...(passwords.imap && { 'imap.password': passwords.imap }),
    ...(passwords.smtp && { 'smtp.password': passwords.smtp }),
  }
  const isSame = changed.length === 0 && Object.keys(secret).length === 0
  return isSame ? null : { ...of(now), ...secret, before: of(old) }
}

function settingsOf(inbox: Inbox): Facts {
  return Object.fromEntries(Object.entries(inbox).filter(([name]) => !silent.has(name)))
}

/** Fields of objects within objects, each by its whole path. */
function flat(facts: Facts, path = ''): Facts {
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(flat(value as Facts, `${path}${name}.`))
        : [[`${path}${name}`, value]],
    ),
  )
}
