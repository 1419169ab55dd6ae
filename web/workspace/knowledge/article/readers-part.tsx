import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Article } from '#contract/knowledge.ts'
import { Button } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { articleCommentsQuery } from '../queries.ts'
import { Part } from './part.tsx'

/** What readers say: how many it helped, drawn, and what they wrote. */
export function ReadersPart({ article }: { article: Article }) {
  const { t } = useTranslation()
  const dates = useDates()
  const count = article.helpedCount + article.notHelpedCount
  const comments = useInfiniteQuery({ ...articleCommentsQuery(article.id), enabled: count > 0 })
  const items = comments.data?.pages.flatMap((page) => page.items) ?? []
  const share = count > 0 ? Math.round((100 * article.helpedCount) / count) : 0
  return (
    <Part label={t('knowledge.readers')}>
      {count === 0 ? (
        <p className="text-ink-3">{t('knowledge.noOpinions')}</p>
      ) : (
        <>
          <p className="flex items-baseline gap-2">
            <b className="numeric text-lg font-semibold">{share} %</b>
            <span className="text-ink-2">
              {t('knowledge.helpedOf', { count, helped: article.helpedCount })}
            </span>
          </p>
          <div aria-hidden="true" className="mt-1 flex h-1.5 overflow-hidden rounded-full bg-bad-soft">
            <span className="bg-ok" style={{ width: `${share}%` }} />
          </div>
          <ul className="mt-3 flex flex-col gap-2.5">
            {items.map((item) => (
              <li key={item.id} className="flex gap-2">
                <Icon
                  name={item.hasHelped ? 'check' : 'close'}
                  size={14}
                  className={item.hasHelped ? 'mt-0.5 text-ok' : 'mt-0.5 text-bad'}
                />
                <div className="min-w-0">
                  <span className="sr-only">
                    {t(item.hasHelped ? 'knowledge.helped' : 'knowledge.notHelped')}
                  </span>
                  <p className="break-words whitespace-pre-wrap">{item.comment}</p>
                  <p className="text-sm text-ink-3">
                    {dates.sentence(item.at)} · {item.language.toUpperCase()}
                  </p>
                </div>
              </li>
            ))}
          </ul>
          {comments.hasNextPage && (
            <Button look="ghost" className="mt-1" onClick={() => void comments.fetchNextPage()}>
              {t('action.loadMore')}
            </Button>
          )}
        </>
      )}
    </Part>
  )
}
