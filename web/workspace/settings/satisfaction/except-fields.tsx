import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Checkbox } from '../../../ui/field.tsx'
import { useDesk } from '../../desk.ts'
import type { Form } from '../../forms/use-form.ts'
import { FormRow } from '../frame/form-row.tsx'
import { sources } from '../rules/options.ts'
import { Chips } from '../sentence/chips.tsx'
import { ChoiceValues } from '../sentence/choice-values.tsx'
import type { SurveyValues } from './survey-values.ts'

/** Whose customers are not asked. */
export function ExceptFields({ form: { values, set } }: { form: Form<SurveyValues> }) {
  const { t } = useTranslation()
  const { desk, categoryItems } = useDesk()
  const { except } = values
  const change = (next: Partial<SurveyValues['except']>) => set('except', { ...except, ...next })
  const nobody = t('settings.satisfaction.exceptNone')
  const row = (name: 'teams' | 'categories' | 'sources' | 'tags', field: ReactNode) => (
    <div className="grid items-center gap-x-3 gap-y-1 sm:grid-cols-[120px_minmax(0,1fr)]">
      <span className="text-ink-2">{t(`settings.satisfaction.except.${name}`)}</span>
      <span className="min-w-0">{field}</span>
    </div>
  )
  return (
    <FormRow label={t('settings.satisfaction.exceptions')} hint={t('settings.satisfaction.exceptionsHint')}>
      <div className="flex flex-col gap-2.5">
        {row(
          'teams',
          <ChoiceValues
            label={t('settings.satisfaction.except.teams')}
            values={except.teamIds}
            items={desk.teams.map((team) => ({ value: team.id, label: team.name }))}
            emptyLabel={nobody}
            onChange={(teamIds) => change({ teamIds })}
          />,
        )}
        {row(
          'categories',
          <ChoiceValues
            label={t('settings.satisfaction.except.categories')}
            values={except.categoryIds}
            items={categoryItems}
            emptyLabel={nobody}
            onChange={(categoryIds) => change({ categoryIds })}
          />,
        )}
        {row(
          'sources',
          <ChoiceValues
            label={t('settings.satisfaction.except.sources')}
            values={except.sources}
            items={sources.map((source) => ({ value: source, label: t(`source.${source}`) }))}
            emptyLabel={nobody}
            onChange={(sources) => change({ sources })}
          />,
        )}
        {row(
          'tags',
          <Chips
            label={t('settings.satisfaction.except.tags')}
            values={except.tags}
            placeholder={t('settings.satisfaction.tagExample')}
            suggestions={desk.tags}
            onChange={(tags) => change({ tags })}
          />,
        )}
      </div>
      <Checkbox
        label={t('settings.satisfaction.isAutomatic')}
        hint={t('settings.satisfaction.isAutomaticHint')}
        checked={except.isAutomatic}
        onChange={(event) => change({ isAutomatic: event.target.checked })}
      />
    </FormRow>
  )
}
