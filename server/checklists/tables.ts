import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'

interface ChecklistTable {
  id: GeneratedAlways<number>
  name: string
  items: ColumnType<string[], string, string>
  is_required: boolean
  position: number
  archived_at: Date | null
  version: Generated<number>
}

interface TicketChecklistTable {
  id: GeneratedAlways<number>
  ticket_id: number
  checklist_id: number
  name: string
  is_required: boolean
  started_at: Date
  started_by_id: number | null
}

interface TicketChecklistItemTable {
  id: GeneratedAlways<number>
  ticket_checklist_id: number
  position: number
  text: string
  done_at: Date | null
  done_by_id: number | null
}

export type ChecklistRow = Selectable<ChecklistTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    checklist: ChecklistTable
    ticket_checklist: TicketChecklistTable
    ticket_checklist_item: TicketChecklistItemTable
  }
}
