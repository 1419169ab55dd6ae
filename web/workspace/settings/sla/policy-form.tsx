import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createSlaPolicy, type SlaPolicy, type SlaPolicyInput, updateSlaPolicy } from '#contract/sla.ts'
import { call } from '../../../api/call.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useForm } from '../../forms/use-form.ts'
import { calendarsQuery } from '../calendars/queries.ts'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { refreshSettings } from '../use-change.ts'
import { ConditionLines } from './condition-lines.tsx'
import { PauseFields } from './pause-fields.tsx'
import { isWhole, promisesAnything } from './policy-values.ts'
import { Preview } from './preview.tsx'
import { StageLines } from './stage-lines.tsx'
import { TargetsTable } from './targets-table.tsx'
import { WarningLines } from './warning-lines.tsx'

/** Everything a policy says, and under it what saving would change. */
export function PolicyForm({
  saved,
  start,
  onSaved,
  onTakeNewer,
}: {
  /** Null for a new one. */
  saved: SlaPolicy | null
  start: SlaPolicyInput
  onSaved: (policy: SlaPolicy) => void
  onTakeNewer?: () => void
}) {
  const { t } = useTranslation()
  const { data: calendars } = useQuery(calendarsQuery)
  const [includesOpen, setIncludesOpen] = useState(true)
  const form = useForm<SlaPolicyInput, SlaPolicy>({
    initial: start,
    check: (policy) => ({
      ...(policy.name.trim() ? {} : { name: t('settings.sla.nameMissing') }),
      ...(policy.conditions.every(isWhole) ? {} : { conditions: t('settings.sla.conditionMissing') }),
      ...(promisesAnything(policy) ? {} : { targets: t('settings.sla.targetsMissing') }),
    }),
    send: (policy) =>
      saved
        ? call(updateSlaPolicy, {
            params: { id: saved.id },
            body: { version: saved.version, policy, includesOpen },
          })
        : call(createSlaPolicy, { body: { policy, includesOpen } }),
    onDone: (policy) => {
      void refreshSettings()
      onSaved(policy)
    },
    words: { already_exists: t('settings.sla.taken') },
    at: { already_exists: 'name' },
  })
  const { values, set } = form
  return (
    <form noValidate onSubmit={form.onSubmit}>
      <FormRow label={t('settings.sla.basics')}>
        <Field label={t('settings.sla.name')} error={form.error('name')}>
          {(ids) => (
            <Input
              {...ids}
              name="name"
              autoComplete="off"
              maxLength={120}
              placeholder={t('settings.sla.nameExample')}
              value={values.name}
              onChange={(event) => set('name', event.target.value)}
            />
          )}
        </Field>
        <Field label={t('settings.sla.calendar')} hint={t('settings.sla.calendarHint')}>
          {({ id }) => (
            <Select<number>
              id={id}
              value={values.calendarId ?? 0}
              options={[
                { value: 0, label: t('settings.sla.noCalendar') },
                ...(calendars?.items ?? []).map((each) => ({ value: each.id, label: each.name })),
              ]}
              onChange={(calendarId) => set('calendarId', calendarId || null)}
            />
          )}
        </Field>
        <Checkbox
          label={t('settings.sla.isActive')}
          checked={values.isActive}
          onChange={(event) => set('isActive', event.target.checked)}
        />
      </FormRow>
      <FormRow label={t('settings.sla.whom')} hint={t('settings.sla.whomHint')}>
        <ConditionLines
          conditions={values.conditions}
          error={form.error('conditions')}
          onChange={(conditions) => set('conditions', conditions)}
        />
      </FormRow>
      <TargetsTable
        targets={values.targets}
        hasCalendar={values.calendarId !== null}
        error={form.error('targets')}
        onChange={(targets) => set('targets', targets)}
      />
      <FormRow label={t('settings.sla.stages')} hint={t('settings.sla.stagesHint')}>
        <StageLines stages={values.stages} onChange={(stages) => set('stages', stages)} />
      </FormRow>
      <FormRow label={t('settings.sla.pauses')} hint={t('settings.sla.pausesHint')}>
        <PauseFields policy={values} set={set} />
      </FormRow>
      <FormRow label={t('settings.sla.warnings')} hint={t('settings.sla.warningsHint')}>
        <WarningLines warnings={values.warnings} onChange={(warnings) => set('warnings', warnings)} />
      </FormRow>
      <Preview
        policyId={saved?.id ?? null}
        policy={values}
        isChanged={form.isDirty || !saved}
        includesOpen={includesOpen}
        onIncludesOpen={setIncludesOpen}
      />
      <FormEnd {...form} label={saved ? undefined : t('action.create')} isDirty={form.isDirty || !saved}>
        {form.failed?.failure === 'version_conflict' && onTakeNewer && (
          <Button icon="refresh" onClick={onTakeNewer}>
            {t('settings.inboxes.takeNewer')}
          </Button>
        )}
      </FormEnd>
    </form>
  )
}
