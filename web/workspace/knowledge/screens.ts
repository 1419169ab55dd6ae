/** Everything under Knowledge base, as one chunk. */
export { ArticleScreen } from './article/article-screen.tsx'
export { ImportScreen } from './import/import-screen.tsx'
export { KnowledgeScreen } from './list/knowledge-screen.tsx'
export { SearchWordsScreen } from './search-words/search-words-screen.tsx'
