import type { ImapSettings, SmtpSettings } from '#server/channels/tables.ts'

type Side = ImapSettings | SmtpSettings

/** Whether a secret given for one server goes to the other just as it did: same machine, same door, same protection. */
export function isSameServer(one: Side | null, other: Side | null): boolean {
  return (
    one?.host.toLowerCase() === other?.host.toLowerCase() &&
    one?.port === other?.port &&
    one?.security === other?.security
  )
}

/** Whether the same user signs in to the same server. */
export function isSameLogin(one: Side | null, other: Side | null): boolean {
  return isSameServer(one, other) && one?.user === other?.user
}

/**
 * The password that holds after a change: the one given, else the known one while it stays with its server and user.
 * Whoever may edit an inbox must not be able to have a password they do not know sent elsewhere, or in clear. Pure.
 */
export function keptPassword(
  known: string | null,
  given: string | null | undefined,
  before: Side | null,
  after: Side | null,
): string | null {
  if (after === null) return null
  if (given !== undefined) return given
  return isSameLogin(before, after) ? known : null
}
