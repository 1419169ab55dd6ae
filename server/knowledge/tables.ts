import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Visibility } from '#contract/knowledge.ts'

interface KnowledgeCategoryTable {
  id: GeneratedAlways<number>
  parent_id: number | null
  visibility: Generated<Visibility>
  position: Generated<number>
  version: Generated<number>
  created_at: Date
  archived_at: Date | null
}

interface KnowledgeCategoryTextTable {
  category_id: number
  language: Language
  title: string
  description: Generated<string>
  slug: string
}

interface ArticleTable {
  id: GeneratedAlways<number>
  category_id: number
  visibility: Generated<Visibility>
  position: Generated<number>
  tags: Generated<string[]>
  version: Generated<number>
  created_at: Date
  created_by_id: number | null
  updated_at: Date
  archived_at: Date | null
}

interface ArticleAuthorTable {
  article_id: number
  agent_id: number
  position: number
}

interface ArticleRelatedTable {
  article_id: number
  related_id: number
  position: number
}

interface ArticleTextTable {
  article_id: number
  language: Language
  title: string
  summary: Generated<string>
  html: Generated<string>
  /** Written as a literal. */
  words: ColumnType<string, string, string>
  is_changed: Generated<boolean>
  is_in_review: Generated<boolean>
  review_asked_by_id: number | null
  published_version_id: number | null
  first_published_at: Date | null
  published_at: Date | null
  publish_at: Date | null
  publish_version_id: number | null
  publish_by_id: number | null
  version: Generated<number>
  updated_at: Date
  updated_by_id: number | null
  helped_count: Generated<number>
  not_helped_count: Generated<number>
}

interface ArticleVersionTable {
  id: GeneratedAlways<number>
  article_id: number
  language: Language
  number: number
  title: string
  summary: string
  html: string
  text: string
  made_at: Date
  made_by_id: number | null
  published_at: Date | null
  restored_from_id: number | null
}

interface ArticleAddressTable {
  language: Language
  slug: string
  article_id: number
  is_current: boolean
  created_at: Date
}

interface ArticleFileTable {
  id: GeneratedAlways<number>
  article_id: number
  sha256: Buffer
  name: string
  mime: string
  size_bytes: number
  is_attachment: Generated<boolean>
  created_at: Date
  created_by_id: number | null
}

interface ArticleSearchTable {
  article_id: number
  language: Language
  /** Written as a literal. */
  words: ColumnType<string, string, string>
  /** Of the words, those of title, tags, headings and summary; kept by the database. */
  brief: GeneratedAlways<string>
}

interface ArticleWordTable {
  language: Language
  word: string
  seen: number
}

interface KnowledgeSynonymTable {
  id: GeneratedAlways<number>
  words: string[]
  created_at: Date
}

interface ArticleFeedbackTable {
  id: GeneratedAlways<number>
  article_id: number
  language: Language
  visitor_hash: Buffer
  address_hash: Buffer
  has_helped: boolean
  comment: Generated<string>
  at: Date
}

interface MissedSearchTable {
  language: Language
  query: string
  times: Generated<number>
  last_at: Date
}

export type ArticleRow = Selectable<ArticleTable>
export type ArticleTextRow = Omit<Selectable<ArticleTextTable>, 'words'>
export type ArticleVersionRow = Selectable<ArticleVersionTable>
export type ArticleFileRow = Selectable<ArticleFileTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    knowledge_category: KnowledgeCategoryTable
    knowledge_category_text: KnowledgeCategoryTextTable
    article: ArticleTable
    article_author: ArticleAuthorTable
    article_related: ArticleRelatedTable
    article_text: ArticleTextTable
    article_version: ArticleVersionTable
    article_address: ArticleAddressTable
    article_file: ArticleFileTable
    article_search: ArticleSearchTable
    article_word: ArticleWordTable
    knowledge_synonym: KnowledgeSynonymTable
    article_feedback: ArticleFeedbackTable
    missed_search: MissedSearchTable
  }
}
