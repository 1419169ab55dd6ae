/** The front door: what the desk has written down for its customers and for itself. */
export { askReview } from './articles/ask-review.ts'
export { createArticle } from './articles/create-article.ts'
export { sendArticleFile } from './articles/article-files.ts'
export { publishText } from './articles/publish-text.ts'
export { saveText } from './articles/save-text.ts'
export { updateArticle } from './articles/update-article.ts'
export { createCategory as createKnowledgeCategory } from './categories/create-category.ts'
export { playerOrigins } from './content/video.ts'
export { knowledgeTasks } from './jobs.ts'
export { remembered, watchKnowledge } from './knowledge-book.ts'
export type { Reader } from './policy.ts'
export type { ArticleUrl, FileUrl, ReaderUrls } from './present.ts'
export {
  listBeside,
  listMostHelpful,
  listNewest,
  listPublicPlaces,
  listPublished,
  listReadableCategories,
  type PublishedItem,
  type PublishedPlace,
  type ReadableCategory,
} from './reading/list-published.ts'
export { rateArticle, type Rater } from './reading/rate-article.ts'
export { type ReadableArticle, readArticle, type Reading } from './reading/read-article.ts'
export { knowledgeRoutes } from './routes.ts'
export { noteMissedSearch } from './search/missed-searches.ts'
export { setSynonyms } from './search/synonyms.ts'
export { type ArticleFound, searchArticles, type SearchedArticles } from './search/search-articles.ts'
