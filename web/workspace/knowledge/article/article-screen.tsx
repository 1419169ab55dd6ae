import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { Loaded } from '../../settings/frame/loaded.tsx'
import { isFailure } from '../../../api/failure.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { EmptyState, Skeleton } from '../../../ui/states.tsx'
import { articleQuery } from '../queries.ts'
import { ArticlePage } from './article-page.tsx'

/** One article: its words in each language, and beside them what it is. */
export function ArticleScreen() {
  const { t } = useTranslation()
  const { articleId } = useParams({ from: '/desk/knowledge/articles/$articleId' })
  const search = useSearch({ from: '/desk/knowledge/articles/$articleId' })
  const article = useQuery(articleQuery(articleId))
  const own = useLanguage()
  const languages = article.data?.texts.map((text) => text.language) ?? []
  const language = search.language ?? (languages.includes(own) ? own : (languages[0] ?? own))
  return (
    <main
      aria-busy={article.isPending}
      className="h-full min-h-0 min-w-0 overflow-y-auto border-line bg-panel lg:border-l"
    >
      {isFailure(article.error, 'not_found') && !article.data ? (
        <EmptyState
          icon="book"
          title={t('knowledge.noSuchArticle')}
          action={
            <Link to="/knowledge" search={{}} className={buttonClass('primary')}>
              {t('knowledge.toArticles')}
            </Link>
          }
        />
      ) : (
        <Loaded
          query={article}
          skeleton={
            <div className="mx-auto flex max-w-[760px] flex-col gap-4 px-10 pt-16 max-md:px-4">
              <Skeleton className="h-7 w-2/3" />
              <Skeleton className="h-4 w-full" />
              <Skeleton className="h-4 w-5/6" />
              <Skeleton className="h-40 w-full" />
            </div>
          }
        >
          {(data) => (
            <>
              <title>{`${data.texts[0]?.title ?? t('knowledge.title')} · Otklik`}</title>
              <ArticlePage key={`${data.id} ${language}`} article={data} language={language} />
            </>
          )}
        </Loaded>
      )}
    </main>
  )
}
