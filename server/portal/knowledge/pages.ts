import type { PortalPage } from '../frame/visit.ts'
import { articlePage, feedbackPage } from './article-page.ts'
import { categoryPage } from './category-page.ts'
import { feedPage } from './feed-page.ts'
import { searchPage } from './search-page.ts'

/** What customers read without asking anybody. */
export const knowledgePages: readonly PortalPage[] = [
  articlePage,
  feedbackPage,
  categoryPage,
  searchPage,
  feedPage,
]
