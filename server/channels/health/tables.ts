import type { ProblemKind } from '#contract/channel-health.ts'
import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'

interface ChannelIncidentTable {
  id: GeneratedAlways<number>
  kind: ProblemKind
  inbox_id: number
  detail: ColumnType<Record<string, unknown>, string, string>
  started_at: Date
  seen_at: Date
  ended_at: Date | null
  told_at: Date | null
  recovery_told_at: Date | null
}

interface ChannelSelfTestTable {
  id: GeneratedAlways<number>
  inbox_id: number
  started_at: Date
  started_by_id: number | null
  connected_at: Date | null
  handed_over_at: Date | null
  arrived_at: Date | null
  recognised_at: Date | null
  inbound_letter_id: number | null
  state: Generated<'running' | 'passed' | 'failed' | 'lost'>
  error: string | null
  detail: string | null
}

interface ChannelWatchTable {
  is_only: Generated<boolean>
  silent_minutes: number
  queue_minutes: number
  self_test_hours: number | null
  are_letters_sent: boolean
}

export type SelfTestRow = Selectable<ChannelSelfTestTable>
export type IncidentRow = Selectable<ChannelIncidentTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    channel_incident: ChannelIncidentTable
    channel_self_test: ChannelSelfTestTable
    channel_watch: ChannelWatchTable
  }
}
