import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Priority } from '#contract/desk.ts'
import type { FormField, FormTexts } from '#contract/web-forms.ts'

interface WebFormTable {
  id: GeneratedAlways<number>
  key: string
  name: string
  is_active: Generated<boolean>
  languages: Generated<Language[]>
  texts: ColumnType<Partial<Record<Language, FormTexts>>, string, string>
  fields: ColumnType<FormField[], string, string>
  team_id: number | null
  category_id: number | null
  inbox_id: number | null
  priority: Generated<Priority>
  tags: Generated<string[]>
  has_consent: Generated<boolean>
  consent_url: string | null
  has_suggestions: Generated<boolean>
  needs_proof: Generated<boolean>
  takes_plain: Generated<boolean>
  is_confirmed: Generated<boolean>
  redirect_url: string | null
  accent: string | null
  accent_dark: string | null
  inherits_look: Generated<boolean>
  sites: Generated<string[]>
  version: Generated<number>
  created_at: Date
  archived_at: Date | null
}

interface WebFormSubmissionTable {
  form_id: number
  key: string
  ticket_id: number
  page_url: Generated<string>
  referrer: Generated<string>
  utm: ColumnType<Record<string, string>, string, string>
  at: Date
}

interface WebFormFileTable {
  id: GeneratedAlways<number>
  form_id: number
  submission: string
  sha256: Buffer
  name: string
  mime: string
  size_bytes: number
  created_at: Date
}

interface WebFormProofTable {
  signature: Buffer
  used_at: Date
}

export type WebFormRow = Selectable<WebFormTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    web_form: WebFormTable
    web_form_submission: WebFormSubmissionTable
    web_form_file: WebFormFileTable
    web_form_proof: WebFormProofTable
  }
}
