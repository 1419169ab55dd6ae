import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleActions } from '#contract/mail-policy.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useDesk } from '../../desk.ts'
import { priorities } from '../../ticket/priority.tsx'
import { splitTags } from './rule-values.ts'

const mostValues = 10

/** What a rule does with a letter. A letter that is dropped becomes no ticket, so the rest has no meaning then. */
export function ActionFields({
  actions,
  captures,
  onChange,
}: {
  actions: RuleActions
  captures: readonly string[]
  onChange: (actions: RuleActions) => void
}) {
  const { t } = useTranslation()
  const { desk, categoryItems } = useDesk()
  const [tags, setTags] = useState(actions.tags.join(', '))
  const set = (changes: Partial<RuleActions>) => onChange({ ...actions, ...changes })
  const asIs = { value: 0, label: t('settings.mailRules.asIs') }
  const { drop } = actions
  return (
    <>
      <Field
        label={t('settings.mailRules.fate')}
        hint={drop ? t(`settings.mailRules.fateHint.${drop}`) : undefined}
      >
        {({ id }) => (
          <Select
            id={id}
            value={drop ?? 'ticket'}
            options={(['ticket', 'ignore', 'spam'] as const).map((value) => ({
              value,
              label: t(`settings.mailRules.fates.${value}`),
            }))}
            onChange={(value) => set({ drop: value === 'ticket' ? null : value })}
          />
        )}
      </Field>
      {drop === null && (
        <>
          <div className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
            <Field label={t('settings.mailRules.team')}>
              {({ id }) => (
                <Select
                  id={id}
                  value={actions.teamId ?? 0}
                  options={[asIs, ...desk.teams.map((team) => ({ value: team.id, label: team.name }))]}
                  onChange={(teamId) => set({ teamId: teamId || null })}
                />
              )}
            </Field>
            <Field label={t('settings.mailRules.category')}>
              {({ id }) => (
                <Select
                  id={id}
                  value={actions.categoryId ?? 0}
                  options={[
                    asIs,
                    ...categoryItems.map(({ value, label, depth = 0 }) => ({
                      value,
                      label: `${'\u2003'.repeat(depth)}${label}`,
                    })),
                  ]}
                  onChange={(categoryId) => set({ categoryId: categoryId || null })}
                />
              )}
            </Field>
            <Field label={t('settings.mailRules.priority')}>
              {({ id }) => (
                <Select
                  id={id}
                  value={actions.priority ?? 'as_is'}
                  options={[
                    { value: 'as_is', label: asIs.label },
                    ...priorities.map((value) => ({ value, label: t(`priority.${value}`) })),
                  ]}
                  onChange={(value) => set({ priority: priorities.find((one) => one === value) ?? null })}
                />
              )}
            </Field>
          </div>
          <Field
            label={t('settings.mailRules.tags')}
            hint={
              captures.length === 0
                ? t('settings.mailRules.tagsHint')
                : t('settings.mailRules.tagsHintCaught', {
                    names: captures.map((name) => `{${name}}`).join(' '),
                  })
            }
          >
            {(ids) => (
              <Input
                {...ids}
                value={tags}
                onChange={(event) => {
                  setTags(event.target.value)
                  set({ tags: splitTags(event.target.value) })
                }}
              />
            )}
          </Field>
          <Values actions={actions} captures={captures} onChange={(values) => set({ values })} />
          <Checkbox
            label={t('settings.mailRules.isTrusted')}
            hint={t('settings.mailRules.isTrustedHint')}
            checked={actions.isTrusted}
            onChange={(event) => set({ isTrusted: event.target.checked })}
          />
          <Checkbox
            label={t('settings.mailRules.stops')}
            checked={actions.stops}
            onChange={(event) => set({ stops: event.target.checked })}
          />
        </>
      )}
    </>
  )
}

/** Facts for the ticket's history, read from the letter by the names in its patterns. */
function Values({
  actions,
  captures,
  onChange,
}: {
  actions: RuleActions
  captures: readonly string[]
  onChange: (values: RuleActions['values']) => void
}) {
  const { t } = useTranslation()
  const { values } = actions
  if (captures.length === 0 && values.length === 0) return null
  return (
    <div className="flex flex-col gap-2">
      <span className="text-ink-2">{t('settings.mailRules.values')}</span>
      {values.map((each, at) => (
        <div key={at} className="grid grid-cols-[1fr_1fr_auto] gap-2">
          <Input
            aria-label={t('settings.mailRules.valueName', { at: at + 1 })}
            placeholder={t('settings.mailRules.valueNameExample')}
            maxLength={60}
            value={each.name}
            onChange={(event) => onChange(values.toSpliced(at, 1, { ...each, name: event.target.value }))}
          />
          <Input
            aria-label={t('settings.mailRules.valueText', { at: at + 1 })}
            maxLength={200}
            className="font-mono"
            value={each.value}
            onChange={(event) => onChange(values.toSpliced(at, 1, { ...each, value: event.target.value }))}
          />
          <IconButton
            icon="close"
            label={t('settings.mailRules.removeValue', { name: each.name || String(at + 1) })}
            onClick={() => onChange(values.toSpliced(at, 1))}
          />
        </div>
      ))}
      {values.length < mostValues && (
        <div>
          <Button
            icon="plus"
            onClick={() => onChange([...values, { name: '', value: `{${captures[0] ?? ''}}` }])}
          >
            {t('settings.mailRules.addValue')}
          </Button>
        </div>
      )}
    </div>
  )
}
