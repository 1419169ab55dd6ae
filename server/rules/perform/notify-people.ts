import type { RuleAction } from '#contract/rule-actions.ts'
import { notifyAgents } from '#server/notifications/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { done, type Outcome, skipped } from './outcome.ts'
import type { Performance } from './perform-actions.ts'

/** Tells agents by name, everybody of some teams, and whoever the ticket lies with when it comes to this. */
export async function notifyPeople(
  tx: Tx,
  { agentIds, teamIds, toAssignee, text }: Extract<RuleAction, { type: 'notify' }>,
  { ticketId, runId, by, about }: Performance,
): Promise<Outcome> {
  const [ofTeams, ticket] = await Promise.all([
    membersOf(tx, teamIds),
    tx.selectFrom('ticket').select('assignee_id').where('id', '=', ticketId).executeTakeFirst(),
  ])
  const assigneeId = toAssignee ? (ticket?.assignee_id ?? null) : null
  const told = [...new Set([...agentIds, ...ofTeams, ...(assigneeId === null ? [] : [assigneeId])])]
  if (told.length === 0) return skipped('nobody')
  const notice = { kind: 'rule', ticketId, text, by, source: `rule run ${runId}` } as const
  await notifyAgents(tx, told, notice, about.at)
  return done({ agentIds: told })
}

async function membersOf(tx: Tx, teamIds: readonly number[]): Promise<number[]> {
  if (teamIds.length === 0) return []
  const rows = await tx
    .selectFrom('team_member')
    .innerJoin('team', 'team.id', 'team_member.team_id')
    .select('agent_id')
    .where('team_id', 'in', teamIds)
    .where('team.archived_at', 'is', null)
    .execute()
  return rows.map((row) => row.agent_id)
}
