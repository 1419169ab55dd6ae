import type { ColumnType, Generated } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { FooterLink, PortalLook } from '#contract/portal-settings.ts'

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
  greetings: ColumnType<Partial<PortalLook['greetings']>, string | undefined, string>
  footer: ColumnType<FooterLink[], string | undefined, string>
  asks_category: Generated<boolean>
  shows_forms: Generated<boolean>
  links_letters: Generated<boolean>
  version: Generated<number>
}

interface PortalTemplateTable {
  name: string
  source: string
  updated_at: Date
  updated_by_id: number | null
  version: Generated<number>
  built_in_hash: Generated<string>
}

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    portal_setting: PortalSettingTable
    portal_template: PortalTemplateTable
  }
}
