import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'
import type { KnowledgeImportOptions } from '#contract/knowledge-import.ts'
import type { KnowledgeCategory } from '#contract/knowledge.ts'
import { Checkbox, Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useCan } from '../../session.ts'
import { useLanguage } from '../../settings/frame/use-language.ts'
import { categoryRows, titleOf } from '../tree/category-rows.ts'

/** Where articles go, in which language, and what becomes of those that are there. */
export function ImportOptions({
  options,
  categories,
  onChange,
}: {
  options: KnowledgeImportOptions
  categories: readonly KnowledgeCategory[]
  onChange: (next: KnowledgeImportOptions) => void
}) {
  const { t } = useTranslation()
  const can = useCan()
  const language = useLanguage()
  const set = (more: Partial<KnowledgeImportOptions>) => onChange({ ...options, ...more })
  const top = can('article.publish') ? [{ value: 0, label: t('knowledge.top') }] : []
  return (
    <>
      <Field label={t('knowledge.import.into')}>
        {({ id }) => (
          <Select<number>
            id={id}
            value={options.categoryId ?? 0}
            onChange={(next) => set({ categoryId: next || null })}
            options={[
              ...top,
              ...categoryRows(categories).map((row) => ({
                value: row.category.id,
                label: `${'\u2003'.repeat(row.depth)}${titleOf(row.category, language)}`,
              })),
            ]}
          />
        )}
      </Field>
      <Field label={t('knowledge.import.language')} hint={t('knowledge.import.languageHint')}>
        {({ id }) => (
          <Select<Language>
            id={id}
            value={options.language}
            onChange={(next) => set({ language: next })}
            options={(['ru', 'en'] as const).map((value) => ({
              value,
              label: t(`knowledge.language.${value}`),
            }))}
          />
        )}
      </Field>
      <Field
        label={t('knowledge.import.existing')}
        hint={t(`knowledge.import.existingHints.${options.existing}`)}
      >
        {({ id }) => (
          <Select<KnowledgeImportOptions['existing']>
            id={id}
            value={options.existing}
            onChange={(next) => set({ existing: next })}
            options={(['update', 'skip'] as const).map((value) => ({
              value,
              label: t(`knowledge.import.existings.${value}`),
            }))}
          />
        )}
      </Field>
      {can('article.publish') ? (
        <Checkbox
          checked={options.publishes}
          onChange={(event) => set({ publishes: event.target.checked })}
          label={t('knowledge.import.publish')}
          hint={t('knowledge.import.publishHint')}
        />
      ) : (
        <p className="text-sm text-ink-3">{t('knowledge.import.draftsOnly')}</p>
      )}
    </>
  )
}
