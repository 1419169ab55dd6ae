import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { useDebounced } from '../../palette/use-debounced.ts'
import { useCan } from '../../session.ts'
import { Card } from '../../settings/frame/card.tsx'
import { Loaded } from '../../settings/frame/loaded.tsx'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { KnowledgeFrame } from '../frame.tsx'
import { articlesQuery, knowledgeCategoriesQuery } from '../queries.ts'
import { CategoryDialog } from '../tree/category-dialog.tsx'
import { categoryPath } from '../tree/category-rows.ts'
import { ArticleRow } from './article-row.tsx'
import { NewArticle } from './new-article.tsx'
import { OrderedArticles } from './ordered-articles.tsx'

/** The articles there are: all, of a category in its order, or in a state; drafts too. */
export function KnowledgeScreen() {
  const { t } = useTranslation()
  const can = useCan()
  const search = useSearch({ from: '/desk/knowledge' })
  const language = useLanguage()
  const [isNew, setNew] = useState(false)
  const [isNewCategory, setNewCategory] = useState(false)
  const articles = useInfiniteQuery(articlesQuery(search))
  const { data: tree } = useQuery(knowledgeCategoriesQuery)
  const items = articles.data?.pages.flatMap((page) => page.items) ?? []
  const place =
    search.category !== undefined ? categoryPath(tree?.items ?? [], search.category, language) : []
  const description = tree?.items.find((each) => each.id === search.category)?.texts[language]?.description
  const title = place.at(-1) ?? (search.state ? t(`knowledge.states.${search.state}`) : t('knowledge.title'))
  const isOrdered =
    search.category !== undefined && !search.state && !search.q && can('article.publish') && items.length > 1
  const isWhole = search.category === undefined && search.state === undefined && search.q === undefined
  return (
    <KnowledgeFrame
      title={title}
      sub={
        place.length > 1 ? (
          <>
            {place.slice(0, -1).join(' · ')}
            {description && <span className="block">{description}</span>}
          </>
        ) : (
          description || (isWhole ? t('knowledge.sub') : undefined)
        )
      }
      isBusy={articles.isPending}
      actions={
        can('article.write') && (
          <Button look="primary" icon="plus" disabled={tree?.items.length === 0} onClick={() => setNew(true)}>
            {t('knowledge.newArticle')}
          </Button>
        )
      }
    >
      <SearchBox key={`${search.category ?? ''} ${search.state ?? ''}`} />
      <Loaded query={articles}>
        {() =>
          items.length === 0 ? (
            <EmptyState
              icon="book"
              title={t(search.q ? 'knowledge.nothingFound' : 'knowledge.emptyTitle')}
              action={
                tree?.items.length === 0 && can('article.publish') ? (
                  <Button onClick={() => setNewCategory(true)}>{t('knowledge.firstCategory')}</Button>
                ) : !search.q && can('article.write') && tree && tree.items.length > 0 ? (
                  <Button onClick={() => setNew(true)}>{t('knowledge.newArticle')}</Button>
                ) : undefined
              }
            >
              {search.q
                ? t('knowledge.nothingFoundText', { query: search.q })
                : t(tree?.items.length === 0 ? 'knowledge.noCategoriesText' : 'knowledge.emptyText')}
            </EmptyState>
          ) : isOrdered && search.category !== undefined ? (
            <OrderedArticles categoryId={search.category} items={items} isAll={!articles.hasNextPage} />
          ) : (
            <Card>
              <ul>
                {items.map((item) => (
                  <li key={item.id} className="border-t border-line first:border-t-0">
                    <ArticleRow item={item} categories={search.category ? undefined : tree?.items} />
                  </li>
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
      {articles.hasNextPage && (
        <div className="pt-4 text-center">
          <Button isBusy={articles.isFetchingNextPage} onClick={() => void articles.fetchNextPage()}>
            {t('action.loadMore')}
          </Button>
        </div>
      )}
      {isNewCategory && (
        <CategoryDialog
          category={null}
          parentId={null}
          categories={tree?.items ?? []}
          onClose={() => setNewCategory(false)}
        />
      )}
      {isNew && (
        <NewArticle
          categories={tree?.items ?? []}
          categoryId={search.category ?? null}
          onClose={() => setNew(false)}
        />
      )}
    </KnowledgeFrame>
  )
}

/** Words of a title, looked for as they are typed. */
function SearchBox() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/desk/knowledge' })
  const navigate = useNavigate()
  const [text, setText] = useState(search.q ?? '')
  const q = useDebounced(text.trim(), 200) || undefined
  useEffect(() => {
    if (q === search.q) return
    void navigate({ to: '/knowledge', search: { ...search, q }, replace: true })
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only what is typed changes the address
  }, [q])
  return (
    <Input
      type="search"
      aria-label={t('knowledge.search')}
      placeholder={t('knowledge.search')}
      className="mb-4 max-w-96"
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  )
}
