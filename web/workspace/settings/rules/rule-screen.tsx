import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../ui/states.tsx'
import { RequestFailed } from '../../../api/failure.ts'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { rememberMade } from './just-made.ts'
import { startOf } from './rule-start.ts'
import { RuleEditor } from './rule-editor.tsx'
import { ruleQuery, rulesQuery, ruleTemplatesQuery } from './queries.ts'

/** A rule that is not there yet, from a template or from nothing. */
export function NewRuleScreen() {
  const { t } = useTranslation()
  // Not strictly from its own address: while the page leaves for the saved rule's, it may be drawn once more.
  const { template } = useSearch({ strict: false })
  const navigate = useNavigate()
  const templates = useQuery({ ...ruleTemplatesQuery, enabled: template !== undefined })
  const chosen = templates.data?.items.find((each) => each.key === template)
  if (template !== undefined && !chosen) {
    return (
      <SettingsPage section="rules" back="/settings/rules" title={t('rules.newTitle')}>
        <Loaded query={templates}>{() => null}</Loaded>
      </SettingsPage>
    )
  }
  return (
    <RuleEditor
      key={template ?? ''}
      rule={null}
      start={startOf(chosen)}
      onCreated={(rule) => {
        rememberMade(rule.id)
        void navigate({
          to: '/settings/rules/$ruleId',
          params: { ruleId: String(rule.id) },
          replace: true,
        })
      }}
    />
  )
}

/** One rule: its sentences, its past, what it would have done. */
export function RuleScreen() {
  const { t } = useTranslation()
  const { ruleId } = useParams({ strict: false })
  const id = Number(ruleId)
  const rule = useQuery({
    ...ruleQuery(id),
    retry: (count, error) => !(error instanceof RequestFailed && error.failure === 'not_found') && count < 2,
  })
  const rules = useQuery(rulesQuery)
  const isGone = rule.error instanceof RequestFailed && rule.error.failure === 'not_found'
  if (!rule.data) {
    return (
      <SettingsPage section="rules" back="/settings/rules" title={t('settings.section.rules')}>
        {isGone ? (
          <EmptyState icon="bolt" title={t('rules.goneTitle')}>
            {t('rules.goneText')}
          </EmptyState>
        ) : (
          <Loaded query={rule}>{() => null}</Loaded>
        )}
      </SettingsPage>
    )
  }
  return <RuleEditor key={id} rule={rule.data} count={rules.data?.items.length} />
}
