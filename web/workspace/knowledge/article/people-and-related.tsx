import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { type Article, listArticles } from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { IconButton } from '../../../ui/button.tsx'
import { MultiPicker } from '../../../ui/picker.tsx'
import { useDesk } from '../../desk.ts'
import { useDebounced } from '../../palette/use-debounced.ts'
import { Part } from './part.tsx'

const isChanged = (before: readonly number[], after: readonly number[]) => before.join() !== after.join()

/** Whose names readers see below the title. */
export function AuthorsField({
  article: { authors },
  mayChange,
  onChange,
}: {
  article: Article
  mayChange: boolean
  onChange: (ids: number[]) => void
}) {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const before = authors.map((each) => each.id)
  const [chosen, setChosen] = useState<number[] | null>(null)
  const ids = chosen ?? before
  const nameOf = (id: number) =>
    desk.agents.find((agent) => agent.id === id)?.name ?? authors.find((each) => each.id === id)?.name
  return (
    <Part
      label={t('knowledge.authors')}
      action={
        mayChange && (
          <MultiPicker
            items={desk.agents.map(({ id, name }) => ({ value: id, label: name }))}
            values={ids}
            placeholder={t('knowledge.addAuthor')}
            align="end"
            onChange={setChosen}
            onOpenChange={(open) => {
              if (open) return
              if (chosen && isChanged(before, chosen)) onChange(chosen)
              setChosen(null)
            }}
            trigger={<IconButton icon="pencil" label={t('knowledge.addAuthor')} className="!h-5 !min-w-5" />}
          />
        )
      }
    >
      {ids.length === 0 ? (
        <p className="text-ink-3">{t('knowledge.noAuthors')}</p>
      ) : (
        <p>{ids.map((id) => nameOf(id)).join(', ')}</p>
      )}
    </Part>
  )
}

/** What else helps whoever reads this, shown below the article. */
export function RelatedField({
  article,
  language,
  mayChange,
  onChange,
}: {
  article: Article
  language: Language
  mayChange: boolean
  onChange: (ids: number[]) => void
}) {
  const { t } = useTranslation()
  const before = article.related.map((each) => each.id)
  const [chosen, setChosen] = useState<number[] | null>(null)
  const [query, setQuery] = useState('')
  const [isOpen, setOpen] = useState(false)
  const q = useDebounced(query.trim(), 150)
  const { data } = useQuery({
    queryKey: ['knowledge', 'related', q],
    queryFn: ({ signal }) => call(listArticles, { query: { q: q || undefined, limit: 20 } }, { signal }),
    enabled: isOpen,
  })
  const titles = new Map(article.related.map((each) => [each.id, each.title]))
  for (const item of data?.items ?? [])
    titles.set(item.id, (item.texts.find((text) => text.language === language) ?? item.texts[0])?.title ?? '')
  const ids = chosen ?? before
  return (
    <Part
      label={t('knowledge.related')}
      action={
        mayChange && (
          <MultiPicker
            items={[...titles]
              .filter(([id]) => id !== article.id)
              .map(([value, label]) => ({ value, label }))}
            values={ids}
            placeholder={t('knowledge.addRelated')}
            align="end"
            query={query}
            onQueryChange={setQuery}
            onChange={setChosen}
            onOpenChange={(open) => {
              setOpen(open)
              if (open) return
              if (chosen && isChanged(before, chosen)) onChange(chosen)
              setChosen(null)
              setQuery('')
            }}
            trigger={<IconButton icon="pencil" label={t('knowledge.addRelated')} className="!h-5 !min-w-5" />}
          />
        )
      }
    >
      {ids.length === 0 ? (
        <p className="text-ink-3">{t('knowledge.noRelated')}</p>
      ) : (
        <ul className="flex flex-col gap-0.5">
          {ids.map((id) => (
            <li key={id} className="truncate">
              {titles.get(id)}
            </li>
          ))}
        </ul>
      )}
    </Part>
  )
}
