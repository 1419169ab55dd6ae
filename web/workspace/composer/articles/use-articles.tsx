import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { takeArticle } from '#contract/help.ts'
import type { Ticket } from '#contract/tickets.ts'
import { call } from '../../../api/call.ts'
import { useSayFailure } from '../../ticket/use-say-failure.ts'
import { fromWire } from '../composed-html.ts'
import type { Placing } from '../placing.ts'
import { ArticlePicker, type PickedArticle, preloadArticles } from './article-picker.tsx'
import { linkTo, quoteOf } from './article-words.ts'
import { articleChoice } from '../asked-for.ts'
import { useChoice } from '../use-choice.ts'

/** Articles in the composer: the choice, and how the chosen one comes onto the page. */
export function useArticles({
  ticket,
  kind,
  isChat,
  isAsked,
  insert,
  focus,
}: Placing & {
  ticket: Ticket
  kind: 'reply' | 'note'
  /** In a chat a picture is a line of its own: words come without. */
  isChat: boolean
  /** The key was pressed before the composer came. */
  isAsked: boolean
}) {
  const { t } = useTranslation()
  const sayFailure = useSayFailure()
  const { isOpen, open, close } = useChoice(isAsked)
  articleChoice.useAsked(open)
  useEffect(() => {
    // Fetched in a quiet moment, so that the first key finds it ready.
    const timer = setTimeout(preloadArticles, 4000)
    return () => clearTimeout(timer)
  }, [])

  const put = (html: string) =>
    close(() => {
      insert(html)
      focus()
    })
  const use = async ({ article, language, way, words }: PickedArticle) => {
    // Its reader could not follow a link to what only the desk reads; whoever reads a note can, within the desk.
    const isClosed = article.visibility === 'internal'
    const inside = `${location.origin}/knowledge/articles/${article.id}?language=${language}`
    const from = { title: article.title, url: isClosed ? inside : article.url }
    if (way === 'link') return put(linkTo(from))
    if (way === 'quote') return put(quoteOf(words, isClosed && kind === 'reply' ? null : from))
    if (isChat || article.pictureCount === 0) return put(article.answerHtml)
    try {
      const { html } = await call(takeArticle, { params: { id: article.id }, body: { language } })
      put(fromWire(html))
    } catch (error) {
      sayFailure(error, t('composer.articleFailed', { name: article.title }))
    }
  }

  return {
    open,
    picker: isOpen && (
      <ArticlePicker
        subject={ticket.subject}
        kind={kind}
        onPick={(picked) => void use(picked)}
        onClose={() => close(focus)}
      />
    ),
  }
}
