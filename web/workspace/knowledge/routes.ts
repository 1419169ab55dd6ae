import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { loadWords } from '../../ui/i18n.ts'
import { deskRoute } from '../root-route.tsx'
import { readArticleSearch, readImport, readKnowledge } from './knowledge-search.ts'

/** The knowledge base with its editor is a chunk of its own, with words of its own and the composer's. */
const screens = async () => {
  const [module] = await Promise.all([
    import('./screens.ts'),
    loadWords('knowledge', 'ticket', 'settings', 'rules', 'entry'),
  ])
  return module
}

const knowledgeRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/knowledge',
  validateSearch: readKnowledge,
  component: lazyRouteComponent(screens, 'KnowledgeScreen'),
})
const articleRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/knowledge/articles/$articleId',
  params: {
    parse: ({ articleId }) => ({ articleId: Number(articleId) }),
    stringify: ({ articleId }) => ({ articleId: String(articleId) }),
  },
  validateSearch: readArticleSearch,
  component: lazyRouteComponent(screens, 'ArticleScreen'),
})

const searchWordsRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/knowledge/search-words',
  component: lazyRouteComponent(screens, 'SearchWordsScreen'),
})

const importRoute = createRoute({
  getParentRoute: () => deskRoute,
  path: '/knowledge/import',
  validateSearch: readImport,
  component: lazyRouteComponent(screens, 'ImportScreen'),
})

export const knowledgeRoutes = [importRoute, knowledgeRoute, articleRoute, searchWordsRoute]
