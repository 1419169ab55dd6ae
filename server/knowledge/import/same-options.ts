import type { KnowledgeImportOptions } from '#contract/knowledge-import.ts'

/** Whether an import that was stopped is to go on as it began. */
export function sameOptions(before: KnowledgeImportOptions | null, now: KnowledgeImportOptions): boolean {
  return (
    before !== null &&
    before.language === now.language &&
    before.categoryId === now.categoryId &&
    before.existing === now.existing &&
    before.publishes === now.publishes
  )
}
