import type { ColumnType, GeneratedAlways } from 'kysely'

export type ActorKind = 'agent' | 'customer' | 'system'

export interface EventTable {
  id: GeneratedAlways<number>
  at: Date
  type: string
  ticket_id: number | null
  actor_kind: ActorKind
  actor_id: number | null
  data: ColumnType<Record<string, unknown>, string, string>
}

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    event: EventTable
  }
}
