// A slice adds its tables from its own `tables.ts`, by declaration merging:
//   declare module '#server/platform/database/tables.ts' { interface Tables { ticket: TicketTable } }
// (the merging file needs at least one import or export); every `Db` then knows them.
import type { ColumnType, Generated } from 'kysely'

export interface Tables {
  migration: MigrationTable
}

interface MigrationTable {
  name: string
  checksum: string
  applied_at: Generated<Date>
  applied_in_ms: ColumnType<number, number, never>
}
