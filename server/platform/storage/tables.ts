import type { Generated } from 'kysely'

interface BlobTable {
  sha256: Buffer
  size_bytes: number
  created_at: Generated<Date>
}

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    blob: BlobTable
  }
}
