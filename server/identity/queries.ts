import { sql } from 'kysely'
import type { Team } from '#contract/identity.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { AgentRow } from './tables.ts'

const memberIds = sql<
  number[]
>`array(select agent_id from team_member where team_id = team.id order by agent_id)`.as('memberIds')

/** Teams in force, by name. */
export async function listTeams(db: Db): Promise<Team[]> {
  return db
    .selectFrom('team')
    .select(['id', 'name', 'is_isolated as isIsolated', memberIds])
    .where('archived_at', 'is', null)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute()
}

/** A team in force. */
export async function teamById(db: Db, id: number): Promise<Team | undefined> {
  return db
    .selectFrom('team')
    .select(['id', 'name', 'is_isolated as isIsolated', memberIds])
    .where('archived_at', 'is', null)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Everybody who ever was an agent, by name: history names them too. */
export async function listAgentNames(db: Db): Promise<{ id: number; name: string; isActive: boolean }[]> {
  return db
    .selectFrom('agent')
    .select(['id', 'name', 'is_active as isActive'])
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute()
}

export async function agentById(db: Db, id: number): Promise<AgentRow | undefined> {
  return db.selectFrom('agent').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function agentByEmail(db: Db, email: string): Promise<AgentRow | undefined> {
  return db.selectFrom('agent').selectAll().where('email', '=', email.trim().toLowerCase()).executeTakeFirst()
}
