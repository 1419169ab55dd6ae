import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import { forgetMissedSearch, type MissedSearch as MissedSearchSchema } from '#contract/knowledge-upkeep.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { queryClient } from '../../query-client.ts'
import { Card, Row } from '../../settings/frame/card.tsx'
import { Loaded } from '../../settings/frame/loaded.tsx'
import { useChange } from '../../settings/use-change.ts'
import { NewArticle } from '../list/new-article.tsx'
import { knowledgeCategoriesQuery } from '../queries.ts'
import { missedSearchesQuery } from './queries.ts'

type MissedSearch = z.output<typeof MissedSearchSchema>

/** What was looked for and not found, the most frequent first: each asks for an article or a synonym. */
export function MissedSearches({ onSynonym }: { onSynonym: ((query: string) => void) | null }) {
  const { t } = useTranslation()
  const dates = useDates()
  const missed = useQuery(missedSearchesQuery)
  const { data: tree } = useQuery(knowledgeCategoriesQuery)
  const [writing, setWriting] = useState<MissedSearch | null>(null)
  const forget = useChange({
    send: ({ language, query }: MissedSearch) => call(forgetMissedSearch, { body: { language, query } }),
    onDone: () => void queryClient.invalidateQueries({ queryKey: missedSearchesQuery.queryKey }),
  })
  const hasCategories = (tree?.items ?? []).some((category) => !category.isArchived)
  return (
    <>
      <Loaded query={missed}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="search" title={t('knowledge.words.noneTitle')}>
              {t('knowledge.words.noneText')}
            </EmptyState>
          ) : (
            <Card>
              <ul aria-label={t('knowledge.words.missed')}>
                {items.map((item) => (
                  <li
                    key={`${item.language} ${item.query}`}
                    className="border-t border-line first:border-t-0"
                  >
                    <Row className="flex-wrap !gap-y-1">
                      <span className="min-w-0 flex-1 basis-56">
                        <span className="flex items-center gap-2">
                          <span className="min-w-0 font-medium break-words" lang={item.language}>
                            {item.query}
                          </span>
                          <Tag>{item.language.toUpperCase()}</Tag>
                        </span>
                        <span className="block text-sm text-ink-3">
                          {t('knowledge.words.times', { count: item.times })} ·{' '}
                          {t('knowledge.words.last', { when: dates.sentence(item.lastAt) })}
                        </span>
                      </span>
                      {hasCategories && (
                        <Button onClick={() => setWriting(item)}>{t('knowledge.words.write')}</Button>
                      )}
                      {onSynonym && (
                        <Button onClick={() => onSynonym(item.query)}>
                          {t('knowledge.words.makeSynonym')}
                        </Button>
                      )}
                      <IconButton
                        icon="close"
                        label={t('knowledge.words.forget', { query: item.query })}
                        onClick={() => forget.mutate(item)}
                      />
                    </Row>
                  </li>
                ))}
              </ul>
            </Card>
          )
        }
      </Loaded>
      {writing && (
        <NewArticle
          categories={tree?.items ?? []}
          categoryId={null}
          title={writing.query.charAt(0).toUpperCase() + writing.query.slice(1)}
          inLanguage={writing.language}
          onClose={() => setWriting(null)}
        />
      )}
    </>
  )
}
