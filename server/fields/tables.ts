import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { Names } from '#contract/common.ts'
import type { FieldChoice, FieldKind, FieldOwner, FieldShown } from '#contract/fields.ts'

/** jsonb: read as the value, written as its text. */
type Json<T> = ColumnType<T, string, string>

interface CustomFieldTable {
  id: GeneratedAlways<number>
  owner: FieldOwner
  key: string
  names: Json<Names>
  kind: FieldKind
  choices: Json<FieldChoice[]>
  is_required_to_solve: boolean
  shown: FieldShown
  position: number
  archived_at: Date | null
  version: Generated<number>
}

export type CustomFieldRow = Selectable<CustomFieldTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    custom_field: CustomFieldTable
  }
}
