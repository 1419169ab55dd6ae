import type { KnowledgeImport } from '#contract/knowledge-import.ts'
import type { KnowledgeImportRow } from './tables.ts'

export function presentImport(row: KnowledgeImportRow): KnowledgeImport {
  return {
    id: row.id,
    name: row.name,
    sizeBytes: row.size_bytes,
    state: row.state,
    options: row.options,
    share: row.state === 'done' ? 1 : row.steps === 0 ? 0 : Math.min(1, row.position / row.steps),
    categoriesMade: row.categories_made,
    articlesMade: row.articles_made,
    articlesUpdated: row.articles_updated,
    articlesUnchanged: row.articles_unchanged,
    articlesSkipped: row.articles_skipped,
    articlesFailed: row.articles_failed,
    error: row.error,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  }
}
