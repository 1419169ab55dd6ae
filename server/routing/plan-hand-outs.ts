import type { Tx } from '#server/platform/database/open-database.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { planHandOut } from './put-to-wait.ts'

/**
 * Somebody may be able to take more than before: the teams they are in look at what waits. Only a team that has a policy
 * has anything waiting; whether it has is looked at behind its lock.
 */
export async function planHandOutsOf(tx: Tx, agentId: number, runAt?: Date): Promise<void> {
  const teams = await tx
    .selectFrom('team_member')
    .innerJoin('routing_policy', 'routing_policy.team_id', 'team_member.team_id')
    .select('team_member.team_id')
    .where('agent_id', '=', agentId)
    .execute()
  for (const { team_id } of teams) await planHandOut(tx, team_id, runAt)
}

/** The same for everybody: who is in which team has changed, or what a ticket weighs. */
export async function planAllHandOuts(tx: Tx): Promise<void> {
  const teams = await tx.selectFrom('routing_policy').select('team_id').execute()
  for (const { team_id } of teams) await planHandOut(tx, team_id)
}

/** Hours have changed: when a ticket has waited too long is counted anew, team by team. */
export async function planAllOverflows(tx: Tx): Promise<void> {
  const teams = await tx
    .selectFrom('routing_policy')
    .select('team_id')
    .where('overflow_minutes', 'is not', null)
    .where('calendar_id', 'is not', null)
    .execute()
  for (const { team_id: teamId } of teams)
    await enqueue(tx, 'routing.plan_overflows', { teamId }, { key: `routing.plan_overflows:${teamId}` })
}
