import type { FastifyInstance } from 'fastify'
import { hashPassword } from '#server/identity/passwords.ts'
import { hashToken, newToken } from '#server/identity/tokens.ts'
import type {} from '#server/identity/tables.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Db } from '#server/platform/database/open-database.ts'

export interface BuiltAgent {
  id: number
  email: string
  name: string
  password: string
  roleId: number
  teamIds: number[]
}

interface AgentWishes {
  email?: string
  name?: string
  /** A built-in role, a role's id, or the permissions of a role made for this agent. 'agent' unless told. */
  role?: 'administrator' | 'lead' | 'agent' | number | Permission[]
  teamIds?: number[]
  language?: 'ru' | 'en'
  isActive?: boolean
  /** How long the replies of their browser wait; not at all unless told, so that a test need not. */
  undoSeconds?: number
  /** False: invited, no password chosen yet. */
  hasPassword?: boolean
}

export const builtPassword = 'a password for tests'
let hashed: Promise<string> | undefined
let count = 0

/** An agent who may sign in with `builtPassword`. */
export async function buildAgent(db: Db, wishes: AgentWishes = {}): Promise<BuiltAgent> {
  const serial = ++count
  const email = wishes.email ?? `agent${serial}@desk.example`
  const name = wishes.name ?? `Agent ${serial}`
  const roleId = await roleIdOf(db, wishes.role ?? 'agent')
  const { id } = await db
    .insertInto('agent')
    .values({
      email,
      name,
      role_id: roleId,
      password_hash: wishes.hasPassword === false ? null : await (hashed ??= hashPassword(builtPassword)),
      language: wishes.language ?? 'en',
      is_active: wishes.isActive ?? true,
      undo_seconds: wishes.undoSeconds ?? 0,
      created_at: new Date(),
      updated_at: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const teamIds = wishes.teamIds ?? []
  if (teamIds.length > 0) {
    await db
      .insertInto('team_member')
      .values(teamIds.map((teamId) => ({ team_id: teamId, agent_id: id })))
      .execute()
  }
  return { id, email, name, password: builtPassword, roleId, teamIds }
}

async function roleIdOf(db: Db, role: NonNullable<AgentWishes['role']>): Promise<number> {
  if (typeof role === 'number') return role
  if (Array.isArray(role)) return (await buildRole(db, role)).id
  const row = await db.selectFrom('role').select('id').where('key', '=', role).executeTakeFirstOrThrow()
  return row.id
}

export async function buildRole(db: Db, permissions: Permission[]): Promise<{ id: number }> {
  const names = JSON.stringify({ ru: 'Роль', en: 'Role' })
  return db.insertInto('role').values({ names, permissions }).returning('id').executeTakeFirstOrThrow()
}

export async function buildTeam(
  db: Db,
  wishes: { name?: string; isIsolated?: boolean; memberIds?: number[] } = {},
): Promise<{ id: number; name: string }> {
  const team = await db
    .insertInto('team')
    .values({
      name: wishes.name ?? `Team ${++count}`,
      is_isolated: wishes.isIsolated ?? false,
      created_at: new Date(),
    })
    .returning(['id', 'name'])
    .executeTakeFirstOrThrow()
  for (const agentId of wishes.memberIds ?? []) {
    await db.insertInto('team_member').values({ team_id: team.id, agent_id: agentId }).execute()
  }
  return team
}

/** Headers of a request by this agent's browser, without the detour over the sign-in page. */
export async function signedIn(
  db: Db,
  agent: { id: number },
  now: Date = new Date(),
): Promise<{ cookie: string }> {
  const token = newToken()
  await db
    .insertInto('session')
    .values({
      token_hash: hashToken(token),
      agent_id: agent.id,
      created_at: now,
      last_seen_at: now,
      expires_at: new Date(now.getTime() + 30 * 86_400_000),
      ip: '127.0.0.1',
      user_agent: 'test',
    })
    .execute()
  return { cookie: `otklik_session=${token}` }
}

/** Headers of a program with an API key of this agent. */
export async function withApiKey(
  db: Db,
  agent: { id: number },
  scopes: Permission[],
  expiresAt: Date | null = null,
): Promise<{ authorization: string }> {
  const key = newToken('otk_')
  await db
    .insertInto('api_key')
    .values({
      agent_id: agent.id,
      name: 'test',
      token_hash: hashToken(key),
      token_start: key.slice(0, 10),
      scopes,
      created_at: new Date(),
      expires_at: expiresAt,
    })
    .execute()
  return { authorization: `Bearer ${key}` }
}

/** Signs in the way a person does; answers the headers of the requests that follow. */
export async function signIn(
  app: FastifyInstance,
  agent: { email: string; password: string },
): Promise<{ cookie: string }> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/sessions',
    payload: { email: agent.email, password: agent.password },
  })
  const cookie = answer.cookies.find(({ name }) => name === 'otklik_session')
  if (answer.statusCode !== 201 || !cookie)
    throw new Error(`sign-in answered ${answer.statusCode}: ${answer.body}`)
  return { cookie: `otklik_session=${cookie.value}` }
}
