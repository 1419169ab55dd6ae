import type { AuditEntry } from '#contract/audit.ts'
import type { Agent, ApiKey, Role, Session, SessionRow } from '#contract/identity.ts'
import { Permission } from '#contract/permissions.ts'
import type * as z from 'zod'
import type { AgentRow, ApiKeyRow, RoleRow } from './tables.ts'

/** In the contract's order, and without what a later version may have known and this one does not. */
function presentPermissions(permissions: readonly string[]): Permission[] {
  return Permission.options.filter((permission) => permissions.includes(permission))
}

type SessionFacts = Pick<
  AgentRow,
  'id' | 'email' | 'name' | 'language' | 'theme' | 'time_zone' | 'position' | 'signature'
> & {
  team_ids: number[]
  undo_seconds: number
}

export function presentSession(row: SessionFacts, permissions: readonly string[]): Session {
  const { id, email, name, language, theme, time_zone, team_ids } = row
  return {
    agent: {
      id,
      email,
      name,
      language,
      theme,
      timeZone: time_zone,
      undoSeconds: row.undo_seconds,
      position: row.position ?? '',
      signature: row.signature ?? '',
      teamIds: team_ids,
    },
    permissions: presentPermissions(permissions),
  }
}

type AgentFacts = Pick<AgentRow, 'id' | 'email' | 'name' | 'role_id' | 'is_active' | 'created_at'> & {
  team_ids: number[]
  has_password: boolean
}

export function presentAgent(row: AgentFacts): Agent {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    roleId: row.role_id,
    teamIds: row.team_ids,
    isActive: row.is_active,
    hasPassword: row.has_password,
    createdAt: row.created_at.toISOString(),
  }
}

export function presentRole(row: RoleRow): Role {
  return { id: row.id, key: row.key, names: row.names, permissions: presentPermissions(row.permissions) }
}

export function presentApiKey(row: ApiKeyRow): z.input<typeof ApiKey> {
  return {
    id: row.id,
    name: row.name,
    agentId: row.agent_id,
    start: row.token_start,
    scopes: presentPermissions(row.scopes),
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
  }
}

interface SessionRowFacts {
  id: number
  created_at: Date
  last_seen_at: Date
  ip: string
  user_agent: string
}

export function presentSessionRow(
  row: SessionRowFacts,
  currentId: number | null,
): z.input<typeof SessionRow> {
  return {
    id: row.id,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    ip: row.ip,
    userAgent: row.user_agent,
    isCurrent: row.id === currentId,
  }
}

interface AuditFacts {
  id: number
  at: Date
  type: string
  actor_kind: 'agent' | 'customer' | 'system'
  actor_id: number | null
  actor_name: string | null
  data: Record<string, unknown>
}

export function presentAuditEntry(row: AuditFacts): z.input<typeof AuditEntry> {
  return {
    id: row.id,
    at: row.at.toISOString(),
    type: row.type,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name ?? '' },
    data: row.data,
  }
}
