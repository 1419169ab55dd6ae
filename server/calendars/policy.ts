import type { Calendar } from '#contract/calendars.ts'
import type { Actor } from '#server/identity/index.ts'

/**
 * Every agent may see when the desk works; where its lists of days off come from is for those who manage them: such an
 * address is often a secret that opens somebody's whole calendar. So is what
 * counts by it.
 */
export function asSeenBy(actor: Pick<Actor, 'permissions'>, calendar: Calendar): Calendar {
  return actor.permissions.has('automation.manage') ? calendar : { ...calendar, feeds: [], uses: [] }
}
