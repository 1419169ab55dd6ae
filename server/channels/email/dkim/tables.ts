import type { Generated, GeneratedAlways, Selectable } from 'kysely'
import type { DkimKey } from '#contract/dkim.ts'

interface DkimKeyTable {
  id: GeneratedAlways<number>
  domain: string
  selector: string
  /** Base64 of the public key, as DNS says it. */
  public_key: string
  /** The private key in PEM, sealed. */
  secrets: string
  is_on: Generated<boolean>
  checked_at: Date | null
  check_problem: DkimKey['checkProblem']
  created_at: Date
}

export type DkimKeyRow = Selectable<DkimKeyTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    dkim_key: DkimKeyTable
  }
}
