import { useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import type { ArticleHit, ReadableArticle } from '#contract/help.ts'
import { Spinner } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { loadWords } from '../../../ui/i18n.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { lazyPart } from '../../../ui/lazy-part.ts'
import { Tabs } from '../../../ui/tabs.tsx'
import { useDebounced } from '../../palette/use-debounced.ts'
import { queryClient } from '../../query-client.ts'
import { firstWords, languageOf } from './article-words.ts'
import { foundArticlesQuery, readArticleQuery } from './queries.ts'

const Body = lazyPart(async () => {
  const [module] = await Promise.all([import('./picker-body.tsx'), loadWords('knowledge')])
  return module.PickerBody
})

/** Fetches what the choice of articles is made of, before it is asked for. */
export const preloadArticles = Body.preload

export type Way = 'link' | 'quote' | 'whole'

export interface PickedArticle {
  readonly article: ReadableArticle
  readonly language: Language
  readonly way: Way
  /** What is quoted: the words marked in the preview, or its first ones. */
  readonly words: string
}

/**
 * Search over the knowledge base and a look at what the chosen article says. Enter puts it in as a link, with Shift as
 * a quote, with Ctrl whole. What only the desk reads is no link in a reply: Enter means it whole, and its words are
 * asked about once.
 */
export function ArticlePicker({
  subject,
  kind,
  onPick,
  onClose,
}: {
  /** Of the ticket: what is looked for first. */
  subject: string
  kind: 'reply' | 'note'
  onPick: (picked: PickedArticle) => void
  onClose: () => void
}) {
  const { t } = useTranslation()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const preview = useRef<HTMLDivElement>(null)
  const [query, setQuery] = useState(subject)
  const [language, setLanguage] = useState<Language>(() => languageOf(subject))
  const [chosen, setChosen] = useState(0)
  const [warnedId, setWarnedId] = useState<number | null>(null)
  const looked = useDebounced(query.trim(), 150)
  const found = useQuery({ ...foundArticlesQuery(looked, language), enabled: looked !== '' })
  const items = looked === '' ? [] : (found.data?.items ?? [])
  const at = Math.min(chosen, Math.max(0, items.length - 1))
  const hit = items[at]
  const article = useQuery({ ...readArticleQuery(hit?.id ?? 0, language), enabled: hit !== undefined })
  useEffect(() => {
    setChosen(0)
    setWarnedId(null)
  }, [looked, language])
  // What is typed takes the subject's place.
  useEffect(() => input.current?.select(), [])

  /** What a key means: behind the last letter, what that finds, and not what stands there from the words before. */
  const meant = async () => {
    const typed = query.trim()
    if (typed === looked && !found.isPlaceholderData) return hit
    if (typed === '') return undefined
    const fresh = await queryClient.fetchQuery(foundArticlesQuery(typed, language)).catch(() => null)
    return fresh?.items[0]
  }
  const isPicking = useRef(false)
  const pickByKey = async (way: Way, isDefault = false) => {
    // Enter held down, or pressed twice in a hurry, is one.
    if (isPicking.current) return
    isPicking.current = true
    await pick(await meant(), way, isDefault)
    isPicking.current = false
  }
  const pick = async (item: ArticleHit | undefined, way: Way, isDefault = false) => {
    if (!item) return
    const read = await queryClient.fetchQuery(readArticleQuery(item.id, language)).catch(() => null)
    if (read === null) return
    const isClosed = kind === 'reply' && read.visibility === 'internal'
    if (isClosed && way === 'link') {
      if (!isDefault) return
      way = 'whole'
    }
    if (isClosed && warnedId !== read.id) return setWarnedId(read.id)
    // Words marked in another article's preview are none of this one's.
    const marked = item.id === hit?.id ? markedIn(preview.current) : ''
    onPick({ article: read, language, way, words: marked || firstWords(read.text) })
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('composer.article')}
      isTitleHidden
      place="top"
      width={860}
      initialFocus={input}
    >
      <div className="flex h-12 flex-none items-center gap-2.5 border-b border-line px-4 text-ink-3">
        {found.isFetching ? <Spinner size={16} /> : <Icon name="book" />}
        <input
          ref={input}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the next letter is meant for the search
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={hit ? `${id}-${hit.id}` : undefined}
          aria-label={t('composer.articleSearch')}
          placeholder={t('composer.articleSearch')}
          value={query}
          maxLength={300}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            const count = Math.max(1, items.length)
            if (event.key === 'ArrowDown') setChosen((at + 1) % count)
            else if (event.key === 'ArrowUp') setChosen((at + count - 1) % count)
            else if (event.key === 'Enter' && !event.nativeEvent.isComposing)
              void (event.ctrlKey || event.metaKey
                ? pickByKey('whole')
                : event.shiftKey
                  ? pickByKey('quote')
                  : pickByKey('link', true))
            else return
            event.preventDefault()
          }}
          className="h-full min-w-0 flex-1 bg-transparent text-lg text-ink outline-none"
        />
        <Tabs<Language>
          label={t('composer.articleLanguage')}
          value={language}
          items={[
            { value: 'ru', label: 'RU' },
            { value: 'en', label: 'EN' },
          ]}
          onChange={(next) => {
            setLanguage(next)
            input.current?.focus()
          }}
        />
        <Kbd>Esc</Kbd>
      </div>
      <Suspense fallback={<div aria-busy="true" className="h-[66dvh] md:h-[min(469px,calc(56dvh+49px))]" />}>
        <Body
          listId={id}
          kind={kind}
          query={looked}
          found={found}
          items={items}
          hit={hit ?? null}
          article={article}
          preview={preview}
          isWarned={hit !== undefined && warnedId === hit.id}
          onChoose={setChosen}
          onTake={(way) => void pick(hit, way)}
        />
      </Suspense>
    </Dialog>
  )
}

/** What is marked within the preview. */
function markedIn(preview: HTMLElement | null): string {
  const selection = getSelection()
  const node = selection?.anchorNode
  return preview && node && preview.contains(node) ? (selection?.toString().trim() ?? '') : ''
}
