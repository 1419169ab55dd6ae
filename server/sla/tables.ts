import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { SlaPolicyInput } from '#contract/sla.ts'
import type { ClockState } from './clock-state.ts'

/** jsonb: read as the value, written as its text. */
type Json<T> = ColumnType<T, string, string>
/** What of a policy is kept as a whole. */
export type StoredTerms = Omit<SlaPolicyInput, 'name' | 'isActive' | 'calendarId'>

interface SlaPolicyTable {
  id: GeneratedAlways<number>
  name: string
  is_active: boolean
  position: number
  calendar_id: number | null
  terms: Json<StoredTerms>
  version: Generated<number>
  created_at: Date
  updated_at: Date
  archived_at: Date | null
}

interface SlaTicketTable {
  ticket_id: number
  policy_id: number | null
  policy_version: number | null
  is_set: Generated<boolean>
  state: Json<ClockState>
  last_event_id: number
  event_count: number
  next_at: Date | null
}

interface SlaRecomputationTable {
  id: GeneratedAlways<number>
  policy_id: number | null
  includes_open: boolean
  after_ticket_id: Generated<number>
  done: Generated<number>
  total: number
  started_at: Date
  finished_at: Date | null
}

export type SlaPolicyRow = Selectable<SlaPolicyTable>
export type SlaTicketRow = Selectable<SlaTicketTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    sla_policy: SlaPolicyTable
    sla_ticket: SlaTicketTable
    sla_recomputation: SlaRecomputationTable
  }
}
