import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { MacroScope, MacroTexts } from '#contract/macros.ts'
import type { Permission } from '#contract/permissions.ts'
import type { TicketAction } from '#contract/ticket-actions.ts'

/** jsonb: read as the value, written as its text. */
type Json<T> = ColumnType<T, string | undefined, string>

interface MacroFolderTable {
  id: GeneratedAlways<number>
  parent_id: number | null
  /** Null for a folder of the desk. */
  owner_id: number | null
  name: string
}

interface MacroTable {
  id: GeneratedAlways<number>
  name: string
  scope: MacroScope
  owner_id: number | null
  team_id: number | null
  folder_id: number | null
  texts: Json<MacroTexts>
  actions: Json<TicketAction[]>
  version: Generated<number>
  created_at: Date
  updated_at: Date
  updated_by_id: number | null
  archived_at: Generated<Date | null>
}

interface MacroFileTable {
  id: GeneratedAlways<number>
  macro_id: number
  sha256: Buffer
  size_bytes: number
  name: string
  mime: string
  /** Shown within the words, which name it; else it goes along beside them. */
  is_inline: Generated<boolean>
}

interface MacroFavouriteTable {
  agent_id: number
  macro_id: number
}

interface MacroUseTable {
  id: GeneratedAlways<number>
  macro_id: number
  ticket_id: number
  agent_id: number | null
  at: Date
  way: 'answer' | 'actions' | 'bulk' | 'rule'
  kind: 'reply' | 'note' | null
  language: Language | null
  words: string | null
  actions: Json<TicketAction[]>
  state: 'waiting' | 'done' | 'dropped'
  is_edited: boolean | null
  post_id: number | null
}

interface MacroRunTable {
  id: GeneratedAlways<number>
  macro_id: number
  agent_id: number
  permissions: Permission[]
  sends_reply: boolean
  created_at: Date
  stopped_at: Generated<Date | null>
  finished_at: Generated<Date | null>
}

interface MacroRunTicketTable {
  run_id: number
  ticket_id: number
  position: number
  state: Generated<'waiting' | 'done' | 'failed' | 'stopped'>
  problem: Generated<string | null>
  detail: ColumnType<Record<string, unknown> | null, string | null | undefined, string | null>
  reply_id: Generated<number | null>
}

export type MacroRow = Selectable<MacroTable>
export type MacroFileRow = Selectable<MacroFileTable>
export type MacroUseRow = Selectable<MacroUseTable>
export type MacroRunRow = Selectable<MacroRunTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    macro_folder: MacroFolderTable
    macro: MacroTable
    macro_file: MacroFileTable
    macro_favourite: MacroFavouriteTable
    macro_use: MacroUseTable
    macro_run: MacroRunTable
    macro_run_ticket: MacroRunTicketTable
  }
}
