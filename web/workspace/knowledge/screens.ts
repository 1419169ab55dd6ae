/** Everything under Knowledge base, as one chunk. */
export { ArticleScreen } from './article/article-screen.tsx'
export { KnowledgeScreen } from './list/knowledge-screen.tsx'
