import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ArticleListItem, orderArticles } from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { Card } from '../../settings/frame/card.tsx'
import { movedIds, OrderedRow } from '../../settings/frame/ordered-row.tsx'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { useChange } from '../../settings/use-change.ts'
import { refreshLists } from '../queries.ts'
import { ArticleRow } from './article-row.tsx'

/** The articles of a category in the order its readers see, moved by dragging or with the arrows. */
export function OrderedArticles({
  categoryId,
  items,
  isAll,
}: {
  categoryId: number
  items: readonly ArticleListItem[]
  /** Whether there are no more: what is not shown keeps its place behind. */
  isAll: boolean
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [wanted, setWanted] = useState<readonly number[] | null>(null)
  const order = useChange({
    send: (ids: readonly number[]) =>
      call(orderArticles, { params: { id: categoryId }, body: { ids: [...ids] } }),
    heard: () => t('action.saved'),
    onDone: async () => {
      await refreshLists()
      setWanted(null)
    },
  })
  const shown = wanted ? items.toSorted((a, b) => wanted.indexOf(a.id) - wanted.indexOf(b.id)) : items
  const move = (from: number, to: number) => {
    const ids = movedIds(shown, from, to)
    if (!ids) return
    setWanted(ids)
    order.mutate(ids, { onError: () => setWanted(null) })
  }
  return (
    <>
      <Card>
        <ul>
          {shown.map((item, at) => (
            <OrderedRow
              key={item.id}
              list="articles"
              name={
                item.texts.find((each) => each.language === language)?.title ?? item.texts[0]?.title ?? ''
              }
              at={at}
              count={shown.length}
              isMoving={order.isPending}
              onMove={move}
            >
              <ArticleRow item={item} isBare />
            </OrderedRow>
          ))}
        </ul>
      </Card>
      {!isAll && <p className="pt-2 text-sm text-ink-3">{t('knowledge.orderedPart')}</p>}
    </>
  )
}
