import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Article, draftFromTicket, type KnowledgeCategory } from '#contract/knowledge.ts'
import type { Ticket } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { languageOf } from '../composer/articles/article-words.ts'
import { useForm } from '../forms/use-form.ts'
import { knowledgeCategoriesQuery, keepArticle } from '../knowledge/queries.ts'
import { type ArticlePlace, PlaceFields } from '../knowledge/list/place-fields.tsx'
import { categoryRows } from '../knowledge/tree/category-rows.ts'
import { FormDialog } from '../settings/frame/form-dialog.tsx'
import { Loaded } from '../settings/frame/loaded.tsx'

/** Begins an article of what was asked and answered, for the desk alone until it is rewritten. */
export function DraftArticleDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const { t } = useTranslation()
  const categories = useQuery(knowledgeCategoriesQuery)
  const rows = categoryRows(categories.data?.items ?? [])
  if (rows.length > 0) return <DraftForm ticket={ticket} rows={rows} onClose={onClose} />
  return (
    <Dialog isOpen onClose={onClose} title={t('knowledge.draft.title')}>
      <Loaded query={categories} rows={2}>
        {() => (
          <EmptyState
            icon="book"
            title={t('knowledge.draft.noCategories')}
            action={
              <Link to="/knowledge" search={{}} className={buttonClass('primary')}>
                {t('knowledge.title')}
              </Link>
            }
          >
            {t('knowledge.noCategoriesText')}
          </EmptyState>
        )}
      </Loaded>
    </Dialog>
  )
}

function DraftForm({
  ticket,
  rows,
  onClose,
}: {
  ticket: Ticket
  rows: readonly { category: KnowledgeCategory; depth: number }[]
  onClose: () => void
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const form = useForm<ArticlePlace, Article>({
    initial: { categoryId: rows[0]?.category.id ?? 0, language: languageOf(ticket.subject) },
    send: (body) => call(draftFromTicket, { params: { id: ticket.id }, body }),
    onDone: (article, values) => {
      keepArticle(article)
      void navigate({
        to: '/knowledge/articles/$articleId',
        params: { articleId: article.id },
        search: { language: values.language },
      })
    },
  })
  return (
    <FormDialog
      form={form}
      title={t('knowledge.draft.title')}
      action={t('knowledge.draft.begin')}
      onClose={onClose}
    >
      <p className="text-ink-2">{t('knowledge.draft.text')}</p>
      <PlaceFields
        rows={rows}
        values={form.values}
        onCategory={(id) => form.set('categoryId', id)}
        onLanguage={(next) => form.set('language', next)}
      />
    </FormDialog>
  )
}
