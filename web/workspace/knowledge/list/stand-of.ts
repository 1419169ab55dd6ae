import type { ArticleTextState } from '#contract/knowledge.ts'

/** How far a text is, in one word: the one that asks for something soonest. */
export type TextStand = 'draft' | 'review' | 'scheduled' | 'changed' | 'published'

export function standOf({
  publishAt,
  isInReview,
  publishedAt,
  isChanged,
}: Pick<ArticleTextState, 'publishAt' | 'isInReview' | 'publishedAt' | 'isChanged'>): TextStand {
  if (publishAt !== null) return 'scheduled'
  if (isInReview) return 'review'
  if (publishedAt === null) return 'draft'
  return isChanged ? 'changed' : 'published'
}
