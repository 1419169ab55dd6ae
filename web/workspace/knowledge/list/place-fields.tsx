import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import type { KnowledgeCategory } from '#contract/knowledge.ts'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { titleOf } from '../tree/category-rows.ts'

export interface ArticlePlace {
  categoryId: number
  language: Language
}

/** Where a new article stands, and in which language it is begun. */
export function PlaceFields({
  rows,
  values,
  onCategory,
  onLanguage,
}: {
  rows: readonly { category: KnowledgeCategory; depth: number }[]
  values: ArticlePlace
  onCategory: (id: number) => void
  onLanguage: (language: Language) => void
}) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <Field label={t('knowledge.category')}>
        {({ id }) => (
          <Select
            id={id}
            value={values.categoryId}
            onChange={onCategory}
            options={rows.map(({ category, depth }) => ({
              value: category.id,
              label: `${'\u2003'.repeat(depth)}${titleOf(category, language)}`,
            }))}
          />
        )}
      </Field>
      <Field label={t('knowledge.inLanguage')}>
        {({ id }) => (
          <Select<Language>
            id={id}
            value={values.language}
            onChange={onLanguage}
            options={(['ru', 'en'] as const).map((value) => ({
              value,
              label: t(`knowledge.language.${value}`),
            }))}
          />
        )}
      </Field>
    </div>
  )
}
