import type { UseQueryResult } from '@tanstack/react-query'
import { type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type * as z from 'zod'
import type { ArticleHit, ArticleHits, ReadableArticle } from '#contract/help.ts'
import { classNames } from '../../../ui/class-names.ts'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { RichText } from '../../feed/rich-text.tsx'
import { Callout } from '../../forms/callout.tsx'
import { Highlight } from '../../search/highlight.tsx'
import type { Way } from './article-picker.tsx'
import { PickerFooter } from './picker-footer.tsx'

interface BodyProps {
  listId: string
  kind: 'reply' | 'note'
  query: string
  found: UseQueryResult<z.output<typeof ArticleHits>>
  items: readonly ArticleHit[]
  hit: ArticleHit | null
  article: UseQueryResult<ReadableArticle>
  preview: RefObject<HTMLDivElement | null>
  /** It has been told once that customers do not read it. */
  isWarned: boolean
  onChoose: (at: number) => void
  onTake: (way: Way) => void
}

/** What stands under the search: what was found, what the chosen article says, and the ways to put it in. */
export function PickerBody(props: BodyProps) {
  const { hit, article, kind, isWarned, onTake } = props
  const isClosed = kind === 'reply' && article.data?.visibility === 'internal'
  return (
    <>
      <div className="grid min-h-0 flex-initial grid-cols-[300px_minmax(0,1fr)] max-md:h-[66dvh] max-md:grid-cols-1 max-md:grid-rows-[minmax(0,45%)_minmax(0,1fr)] md:h-[min(420px,56dvh)]">
        <Hits {...props} />
        <Preview
          article={hit ? article : null}
          preview={props.preview}
          isClosed={isClosed}
          isWarned={isWarned}
        />
      </div>
      <PickerFooter isReady={hit !== null} isClosed={isClosed} isWarned={isWarned} onTake={onTake} />
    </>
  )
}

function Hits({ listId, query, found, items, hit, onChoose, onTake }: BodyProps) {
  const { t } = useTranslation()
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [hit?.id])
  if (found.isError && !found.data)
    return (
      <ErrorState title={t('knowledge.pick.failed')} onRetry={() => void found.refetch()} className="!py-8" />
    )
  if (query !== '' && found.data && items.length === 0)
    return (
      <EmptyState icon="book" title={t('knowledge.pick.nothing')} className="!py-8">
        {t('knowledge.pick.nothingText')}
      </EmptyState>
    )
  return (
    <div
      ref={list}
      id={listId}
      role="listbox"
      aria-label={t('knowledge.articles')}
      aria-busy={found.isPending || undefined}
      className="min-h-0 overflow-y-auto overscroll-contain border-line p-1.5 max-md:border-b md:border-r"
    >
      {query === '' && <p className="px-3 py-6 text-center text-ink-3">{t('knowledge.pick.type')}</p>}
      {query !== '' &&
        found.isPending &&
        [1, 2, 3, 4].map((row) => <Skeleton key={row} className="m-2 h-8" />)}
      {found.data?.correctedTo && (
        <p className="px-2 py-1 text-sm text-ink-3">
          {t('knowledge.pick.corrected', { query: found.data.correctedTo })}
        </p>
      )}
      {items.map((item, at) => (
        <div
          key={item.id}
          id={`${listId}-${item.id}`}
          role="option"
          aria-selected={item.id === hit?.id}
          tabIndex={-1}
          className={classNames(
            'cursor-default rounded-sm px-2 py-1.5',
            item.id === hit?.id ? 'bg-selected' : 'hover:bg-hover',
          )}
          // The cursor stays where one types.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(at)}
          onDoubleClick={() => onTake('link')}
        >
          <span className="block truncate">
            <Highlight text={item.title} ranges={item.titleMarks} />
          </span>
          <span className="block truncate text-sm text-ink-3">
            {item.category} · <Highlight text={item.excerpt} ranges={item.excerptMarks} />
          </span>
        </div>
      ))}
    </div>
  )
}

function Preview({
  article,
  preview,
  isClosed,
  isWarned,
}: {
  article: UseQueryResult<ReadableArticle> | null
  preview: RefObject<HTMLDivElement | null>
  isClosed: boolean
  isWarned: boolean
}) {
  const { t } = useTranslation()
  if (!article) return <div className="bg-app max-md:hidden" />
  const { data } = article
  return (
    <section
      aria-label={t('knowledge.pick.preview')}
      // Scrolled by the keyboard, too.
      tabIndex={0}
      className="min-h-0 min-w-0 overflow-y-auto bg-app px-4 py-3"
    >
      {article.isError && !data && <p className="text-bad">{t('knowledge.pick.failed')}</p>}
      {!data && !article.isError && <Skeleton className="h-24 w-full" />}
      {data && (
        <>
          <div className="mb-1 flex flex-wrap items-center gap-2">
            <h2 className="min-w-0 flex-1 basis-40 font-semibold break-words">{data.title}</h2>
            {data.visibility !== 'public' && (
              <Tag tone={data.visibility === 'internal' ? 'warn' : 'plain'}>
                {t(`knowledge.visibility.${data.visibility}`)}
              </Tag>
            )}
          </div>
          {isClosed && (
            <Callout tone={isWarned ? 'bad' : 'warn'} role={isWarned ? 'alert' : undefined} className="mb-2">
              {t(isWarned ? 'knowledge.pick.internalAgain' : 'knowledge.pick.internal')}
            </Callout>
          )}
          <div ref={preview}>
            <RichText html={data.answerHtml} files={[]} />
          </div>
          {data.pictureCount > 0 && (
            <p className="mt-2 text-sm text-ink-3">
              {t('knowledge.pick.pictures', { count: data.pictureCount })}
            </p>
          )}
        </>
      )}
    </section>
  )
}
