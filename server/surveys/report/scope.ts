import { type RawBuilder, sql } from 'kysely'
import type { SurveyReport } from '#contract/survey-report.ts'
import type { Actor } from '#server/identity/index.ts'

/** Whose scores somebody reads: of the whole desk who sets it up, of their teams who leads them, their own everybody else. */
export function scopeOf({ permissions, teamIds }: Actor): SurveyReport['scope'] {
  if (permissions.has('portal.manage')) return 'all'
  return permissions.has('team.manage') && teamIds.length > 0 ? 'teams' : 'own'
}

/** `one` must have `agent_id` and `team_id`, of whose the score is. */
export function isWithin(actor: Actor): RawBuilder<boolean> {
  switch (scopeOf(actor)) {
    case 'all':
      return sql`true`
    case 'teams':
      return sql`(one.team_id = any(${[...actor.teamIds]}::bigint[]) or one.agent_id = ${actor.agentId})`
    case 'own':
      return sql`one.agent_id = ${actor.agentId}`
  }
}
