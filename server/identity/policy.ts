import type { Permission } from '#contract/permissions.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Actor } from './actor.ts'

/** Nobody gives, takes or touches rights beyond their own: roles, the agents who have them, scopes of keys. */
export function mustHold(actor: Actor, permissions: readonly Permission[]): void {
  if (!permissions.every((permission) => actor.permissions.has(permission))) fail('not_allowed')
}

/** Whoever is limited to their teams does not decide who is in which, nor which of them are isolated. */
export function mustSeeAllTeams(actor: Actor): void {
  if (actor.isLimitedToTeams) fail('not_allowed')
}

/**
 * A key acts for its owner in the desk and leaves the owner's account alone: sessions, password, further
 * keys. Otherwise revoking a stolen key would not end what was begun with it. Answers the session's id.
 */
export function mustBeInPerson(actor: Actor): number {
  return actor.sessionId ?? fail('not_allowed')
}
