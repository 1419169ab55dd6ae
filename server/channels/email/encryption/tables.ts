import type { Generated, GeneratedAlways, Selectable } from 'kysely'
import type { CorrespondentKey, KeyScheme } from '#contract/letter-keys.ts'

interface LetterKeyTable {
  id: GeneratedAlways<number>
  inbox_id: number
  scheme: KeyScheme
  fingerprint: string
  name: string
  addresses: string[]
  public_part: string
  secrets: string
  valid_from: Date
  expires_at: Date | null
  created_at: Date
  retired_at: Date | null
}

interface CorrespondentKeyTable {
  id: GeneratedAlways<number>
  address: string
  scheme: KeyScheme
  fingerprint: string
  name: string
  public_part: string
  trust: CorrespondentKey['trust']
  valid_from: Date
  expires_at: Date | null
  revoked_at: Date | null
  revocation_note: Generated<string>
  created_at: Date
  last_seen_at: Date
}

interface LetterAuthorityTable {
  id: GeneratedAlways<number>
  fingerprint: string
  name: string
  certificate: string
  expires_at: Date | null
  created_at: Date
}

export type LetterKeyRow = Selectable<LetterKeyTable>
export type CorrespondentKeyRow = Selectable<CorrespondentKeyTable>
export type LetterAuthorityRow = Selectable<LetterAuthorityTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    letter_key: LetterKeyTable
    correspondent_key: CorrespondentKeyTable
    letter_authority: LetterAuthorityTable
  }
}
