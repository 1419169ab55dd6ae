import type { Generated, GeneratedAlways, JSONColumnType, Selectable } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { KnowledgeImport, KnowledgeImportOptions } from '#contract/knowledge-import.ts'

interface KnowledgeImportTable {
  id: GeneratedAlways<number>
  name: string
  sha256: Buffer
  size_bytes: number
  state: Generated<KnowledgeImport['state']>
  options: JSONColumnType<KnowledgeImportOptions> | null
  may_publish: Generated<boolean>
  position: Generated<number>
  steps: Generated<number>
  categories_made: Generated<number>
  articles_made: Generated<number>
  articles_updated: Generated<number>
  articles_unchanged: Generated<number>
  articles_skipped: Generated<number>
  articles_failed: Generated<number>
  error: string | null
  created_by_id: number
  created_at: Date
  finished_at: Date | null
}

interface KnowledgeImportItemTable {
  import_id: number
  position: number
  path: string
  kind: 'article' | 'index' | 'picture' | 'attachment' | 'unused'
  source: string
  language: Language | null
  title: Generated<string>
  slug: string | null
}

interface KnowledgeImportProblemTable {
  id: GeneratedAlways<number>
  import_id: number
  path: string
  problem: string
  detail: string | null
  is_late: boolean
}

interface KnowledgeSourceTable {
  id: GeneratedAlways<number>
  root_id: number | null
  source: string
  article_id: number | null
  category_id: number | null
  import_id: number | null
}

export type KnowledgeImportRow = Selectable<KnowledgeImportTable>
export type ImportItem = Omit<Selectable<KnowledgeImportItemTable>, 'import_id' | 'position'>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    knowledge_import: KnowledgeImportTable
    knowledge_import_item: KnowledgeImportItemTable
    knowledge_import_problem: KnowledgeImportProblemTable
    knowledge_source: KnowledgeSourceTable
  }
}
