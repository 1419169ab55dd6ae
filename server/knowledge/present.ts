import type { Language } from '#contract/common.ts'
import type { ArticleFile, ArticleTextState } from '#contract/knowledge.ts'
import type { ArticleFileRow, ArticleTextRow } from './tables.ts'

/** Where a published article is read; the portal knows its own address. */
export type ArticleUrl = (language: Language, slug: string) => string

/** The address of an article's file by its number; every reader has their own way to it. */
export type FileUrl = (id: number) => string

/** Where a reader finds what an article shows and links to. */
export interface ReaderUrls {
  file: FileUrl
  article: ArticleUrl
}

export function presentTextState(
  row: Pick<
    ArticleTextRow,
    'language' | 'title' | 'is_changed' | 'is_in_review' | 'published_at' | 'publish_at' | 'updated_at'
  >,
): ArticleTextState {
  return {
    language: row.language,
    title: row.title,
    isChanged: row.is_changed,
    isInReview: row.is_in_review,
    publishedAt: row.published_at?.toISOString() ?? null,
    publishAt: row.publish_at?.toISOString() ?? null,
    updatedAt: row.updated_at.toISOString(),
  }
}

export function presentFile(row: ArticleFileRow): ArticleFile {
  return {
    id: row.id,
    name: row.name,
    mime: row.mime,
    sizeBytes: row.size_bytes,
    isAttachment: row.is_attachment,
    url: `/api/v1/article-files/${row.id}`,
  }
}
