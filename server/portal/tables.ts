import type { ColumnType, Generated } from 'kysely'
import type { Language } from '#contract/common.ts'

type Names = Partial<Record<Language, string>>

interface PortalSettingTable {
  id: Generated<boolean>
  is_on: Generated<boolean>
  names: ColumnType<Names, string | undefined, string>
  host: string | null
  languages: Generated<Language[]>
  accent: string | null
  accent_dark: string | null
  logo_sha256: Buffer | null
  logo_mime: string | null
  version: Generated<number>
}

interface PortalTemplateTable {
  name: string
  source: string
  updated_at: Date
  updated_by_id: number | null
}

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    portal_setting: PortalSettingTable
    portal_template: PortalTemplateTable
  }
}
