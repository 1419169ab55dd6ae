import type { Generated } from 'kysely'

interface IdempotencyKeyTable {
  owner: string
  key: string
  request_hash: Buffer
  response: Generated<string | null>
  created_at: Date
}

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    idempotency_key: IdempotencyKeyTable
  }
}
