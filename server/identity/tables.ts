import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { Language, Names } from '#contract/common.ts'
import type { Permission } from '#contract/permissions.ts'

export interface RoleTable {
  id: GeneratedAlways<number>
  /** Set for the built-in roles only. */
  key: Generated<'administrator' | 'lead' | 'agent' | null>
  names: ColumnType<Names, string, string>
  permissions: Permission[]
}

export interface TeamTable {
  id: GeneratedAlways<number>
  name: string
  is_isolated: Generated<boolean>
  created_at: Date
  archived_at: Generated<Date | null>
}

export interface TeamMemberTable {
  team_id: number
  agent_id: number
}

export interface AgentTable {
  id: GeneratedAlways<number>
  email: string
  name: string
  role_id: number
  /** Null until the invitation has been accepted. */
  password_hash: string | null
  language: Language
  theme: Generated<'system' | 'light' | 'dark'>
  time_zone: Generated<string | null>
  /** 0 to 30; 10 unless chosen otherwise. */
  undo_seconds: Generated<number>
  position: Generated<string | null>
  /** Liquid over HTML. */
  signature: Generated<string | null>
  is_active: Generated<boolean>
  created_at: Date
  updated_at: Date
}

export interface SessionTable {
  id: GeneratedAlways<number>
  token_hash: Buffer
  agent_id: number
  created_at: Date
  last_seen_at: Date
  expires_at: Date
  ip: string
  user_agent: string
}

export interface ApiKeyTable {
  id: GeneratedAlways<number>
  agent_id: number
  name: string
  token_hash: Buffer
  token_start: string
  scopes: Permission[]
  created_at: Date
  last_used_at: Generated<Date | null>
  expires_at: Date | null
  revoked_at: Generated<Date | null>
}

/** A further address an agent writes from; it speaks for them once it is confirmed. */
export interface AgentAddressTable {
  id: GeneratedAlways<number>
  agent_id: number
  address: string
  code_hash: Generated<Buffer | null>
  code_expires_at: Generated<Date | null>
  wrong_codes: Generated<number>
  confirmed_at: Generated<Date | null>
  created_at: Date
}

export interface AgentTokenTable {
  token_hash: Buffer
  agent_id: number
  purpose: 'invitation' | 'password_reset'
  created_at: Date
  expires_at: Date
}

export interface SignInFailureTable {
  subject: string
  at: Date
}

export type RoleRow = Selectable<RoleTable>
export type TeamRow = Selectable<TeamTable>
export type AgentRow = Selectable<AgentTable>
export type ApiKeyRow = Selectable<ApiKeyTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    role: RoleTable
    team: TeamTable
    team_member: TeamMemberTable
    agent: AgentTable
    session: SessionTable
    api_key: ApiKeyTable
    agent_address: AgentAddressTable
    agent_token: AgentTokenTable
    sign_in_failure: SignInFailureTable
  }
}
