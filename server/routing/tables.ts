import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { Language, Names } from '#contract/common.ts'
import type { Meaning } from '#contract/attendance.ts'
import type { RoutingMethod, RoutingPolicy } from '#contract/routing.ts'
import type { Source } from '#contract/tickets.ts'

/** jsonb: read as the value, written as its text. */
type Json<T> = ColumnType<T, string | undefined, string>

interface AgentStatusTable {
  id: GeneratedAlways<number>
  key: Generated<Meaning | null>
  meaning: Meaning
  names: ColumnType<Names, string, string>
  position: number
  archived_at: Generated<Date | null>
}

interface AgentSeatTable {
  agent_id: number
  capacity: Generated<number | null>
  source_limits: Json<Partial<Record<Source, number>>>
  calendar_id: Generated<number | null>
  chosen_status_id: Generated<number | null>
  chosen_until: Generated<Date | null>
  presence: Generated<Meaning>
  status_id: number
  meaning: Generated<Meaning>
  since: Date
}

interface AgentAttendanceTable {
  process_id: string
  agent_id: number
  is_idle: boolean
  seen_at: Date
}

export type StatusCause = 'hand' | 'lead' | 'presence' | 'ended'

interface AgentStatusLogTable {
  id: GeneratedAlways<number>
  agent_id: number
  at: Date
  status_id: number
  meaning: Meaning
  cause: StatusCause
  by_agent_id: number | null
}

interface AgentAbsenceTable {
  id: GeneratedAlways<number>
  agent_id: number
  starts_at: Date
  ends_at: Date
  remark: Generated<string>
  created_by_id: number | null
  created_at: Date
}

interface SkillTable {
  id: GeneratedAlways<number>
  name: string
  archived_at: Generated<Date | null>
}

interface AgentSkillTable {
  agent_id: number
  skill_id: number
  level: number
}

interface SkillNeedTable {
  id: GeneratedAlways<number>
  skill_id: number
  level: number
  category_id: number | null
  language: Language | null
}

interface TicketNeedTable {
  ticket_id: number
  skill_id: number
  level: number
}

interface RoutingPolicyTable {
  team_id: number
  method: Generated<RoutingMethod>
  hands_to: Generated<RoutingPolicy['handsTo']>
  capacity: Generated<number>
  calendar_id: Generated<number | null>
  remembers_days: Generated<number | null>
  known_wait_minutes: Generated<number>
  overflow_team_id: Generated<number | null>
  overflow_minutes: Generated<number | null>
  takes_back: Generated<RoutingPolicy['takesBack']>
  takes_back_minutes: Generated<number>
  next_by: Generated<RoutingPolicy['nextBy']>
  turn: Generated<number>
  version: Generated<number>
  updated_at: Date
}

interface RoutingTurnTable {
  team_id: number
  agent_id: number
  turn: number
}

interface RoutingWaitTable {
  ticket_id: number
  team_id: number
  since: Date
  method: Exclude<RoutingMethod, 'manual'> | null
  passed_team_ids: Generated<number[]>
  except_agent_ids: Generated<number[]>
  /** Rules whose effects put it there. */
  chain: Generated<number[]>
  /** Whoever knows the customer, while they are waited for, and until when. */
  known_agent_id: Generated<number | null>
  known_until: Generated<Date | null>
}

interface RoutingSettingTable {
  is_only: Generated<boolean>
  sources: Json<Partial<Record<Source, { weight: number; most: number | null }>>>
  counts_paused: Generated<boolean>
  idle_minutes: Generated<number>
  version: Generated<number>
}

export type PolicyRow = Selectable<RoutingPolicyTable>
export type SeatRow = Selectable<AgentSeatTable>
export type AbsenceRow = Selectable<AgentAbsenceTable>
export type StatusRow = Selectable<AgentStatusTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    agent_status: AgentStatusTable
    agent_seat: AgentSeatTable
    agent_attendance: AgentAttendanceTable
    agent_status_log: AgentStatusLogTable
    agent_absence: AgentAbsenceTable
    skill: SkillTable
    agent_skill: AgentSkillTable
    skill_need: SkillNeedTable
    ticket_need: TicketNeedTable
    routing_policy: RoutingPolicyTable
    routing_turn: RoutingTurnTable
    routing_wait: RoutingWaitTable
    routing_setting: RoutingSettingTable
  }
}
