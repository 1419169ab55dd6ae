import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import { createArticle, type KnowledgeCategory } from '#contract/knowledge.ts'
import { call } from '../../../api/call.ts'
import { Field, Input } from '../../../ui/field.tsx'
import { useForm } from '../../forms/use-form.ts'
import { FormDialog } from '../../settings/frame/form-dialog.tsx'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { keepArticle } from '../queries.ts'
import { categoryRows } from '../tree/category-rows.ts'
import { PlaceFields } from './place-fields.tsx'

/** Begins an article: what it is called, in which language and where it stands. Everything else is written after. */
export function NewArticle({
  categories,
  categoryId,
  title = '',
  inLanguage,
  onClose,
}: {
  categories: readonly KnowledgeCategory[]
  categoryId: number | null
  /** What is known already, such as a search that found nothing. */
  title?: string
  inLanguage?: Language
  onClose: () => void
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const language = useLanguage()
  const rows = categoryRows(categories)
  const form = useForm({
    initial: {
      title,
      language: inLanguage ?? language,
      categoryId: categoryId ?? rows[0]?.category.id ?? 0,
    },
    check: (values) => (values.title.trim() === '' ? { title: t('knowledge.needsTitle') } : {}),
    send: (values) => call(createArticle, { body: { ...values, title: values.title.trim() } }),
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
    <FormDialog form={form} title={t('knowledge.newArticle')} action={t('knowledge.write')} onClose={onClose}>
      <Field label={t('knowledge.articleTitle')} error={form.error('title')}>
        {(ids) => (
          <Input
            {...ids}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- opened to be typed into
            autoFocus
            maxLength={200}
            autoComplete="off"
            lang={form.values.language}
            value={form.values.title}
            onChange={(event) => form.set('title', event.target.value)}
          />
        )}
      </Field>
      <PlaceFields
        rows={rows}
        values={form.values}
        onCategory={(id) => form.set('categoryId', id)}
        onLanguage={(next) => form.set('language', next)}
      />
    </FormDialog>
  )
}
