import { sql } from 'kysely'
import type { Agent } from '#contract/identity.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { presentAgent } from './present.ts'
import type {} from './tables.ts'

const teamIds = sql<number[]>`array(
  select team.id from team_member join team on team.id = team_member.team_id
  where team_member.agent_id = agent.id and team.archived_at is null order by team.id)`

function agents(db: Db) {
  return db
    .selectFrom('agent')
    .select(['id', 'email', 'name', 'role_id', 'is_active', 'created_at'])
    .select([teamIds.as('team_ids'), sql<boolean>`password_hash is not null`.as('has_password')])
}

/** Everybody, also those no longer active, by name. */
export async function listAgents(db: Db): Promise<{ items: Agent[] }> {
  const rows = await agents(db)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute()
  return { items: rows.map(presentAgent) }
}

export async function readAgent(db: Db, id: number): Promise<Agent> {
  return presentAgent(found(await agents(db).where('id', '=', id).executeTakeFirst()))
}

/** An agent locked for a change, with the permissions of their role. */
export async function lockAgent(tx: Tx, id: number) {
  const agent = await tx
    .selectFrom('agent')
    .innerJoin('role', 'role.id', 'agent.role_id')
    .select(['agent.id', 'agent.email', 'agent.name', 'agent.language', 'agent.role_id', 'agent.is_active'])
    .select(['agent.password_hash', 'role.permissions', teamIds.as('team_ids')])
    .where('agent.id', '=', id)
    .forUpdate('agent')
    .executeTakeFirst()
  return found(agent)
}

/** What a role allows; `unknown_reference` when there is none. The role cannot change or go meanwhile. */
export async function permissionsOfRole(tx: Tx, roleId: number): Promise<Permission[]> {
  const query = tx.selectFrom('role').select('permissions').where('id', '=', roleId).forShare()
  return found(await query.executeTakeFirst(), 'unknown_reference').permissions
}
