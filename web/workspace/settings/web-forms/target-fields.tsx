import { useTranslation } from 'react-i18next'
import type { Priority } from '#contract/desk.ts'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useDesk } from '../../desk.ts'
import type { Form } from '../../forms/use-form.ts'
import { priorities } from '../../ticket/priority.tsx'
import { InboxSelect, TeamSelect } from '../frame/desk-selects.tsx'
import { FormRow } from '../frame/form-row.tsx'
import { Chips } from '../sentence/chips.tsx'
import type { FormValues } from './form-values.ts'

/** What it is called, and what becomes of what is sent. */
export function TargetFields({ form: { values, set, error } }: { form: Form<FormValues> }) {
  const { t } = useTranslation()
  const { desk, categoryPath } = useDesk()
  return (
    <>
      <FormRow label={t('settings.chats.basics')}>
        <Field label={t('settings.chats.name')} hint={t('settings.chats.nameHint')} error={error('name')}>
          {(ids) => (
            <Input
              {...ids}
              name="name"
              autoComplete="off"
              maxLength={120}
              value={values.name}
              onChange={(event) => set('name', event.target.value)}
            />
          )}
        </Field>
        <Checkbox
          label={t('settings.webForms.isActive')}
          hint={values.isActive ? undefined : t('settings.webForms.isActiveOff')}
          checked={values.isActive}
          onChange={(event) => set('isActive', event.target.checked)}
        />
      </FormRow>
      <FormRow label={t('settings.webForms.target')} hint={t('settings.webForms.targetHint')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('settings.chats.team')}>
            {({ id }) => (
              <TeamSelect id={id} value={values.teamId} onChange={(teamId) => set('teamId', teamId)} />
            )}
          </Field>
          <Field label={t('ticket.priority')}>
            {({ id }) => (
              <Select<Priority>
                id={id}
                value={values.priority}
                options={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
                onChange={(priority) => set('priority', priority)}
              />
            )}
          </Field>
          <Field label={t('ticket.category')}>
            {({ id }) => (
              <Select<number>
                id={id}
                value={values.categoryId ?? 0}
                options={[
                  { value: 0, label: t('ticket.noCategory') },
                  ...desk.categories.map(({ id: value }) => ({
                    value,
                    label: categoryPath(value) ?? String(value),
                  })),
                ]}
                onChange={(categoryId) => set('categoryId', categoryId || null)}
              />
            )}
          </Field>
          <Field label={t('settings.chats.inbox')}>
            {({ id }) => (
              <InboxSelect id={id} value={values.inboxId} onChange={(inboxId) => set('inboxId', inboxId)} />
            )}
          </Field>
        </div>
        <div className="flex flex-col gap-1">
          <span className="text-ink-2">{t('ticket.tags')}</span>
          <Chips
            label={t('ticket.tags')}
            values={values.tags}
            onChange={(tags) => set('tags', tags.slice(0, 20))}
            placeholder={t('ticket.addTag')}
            suggestions={desk.tags}
          />
        </div>
        <Checkbox
          label={t('settings.webForms.isConfirmed')}
          hint={t('settings.webForms.isConfirmedHint')}
          checked={values.isConfirmed}
          onChange={(event) => set('isConfirmed', event.target.checked)}
        />
      </FormRow>
    </>
  )
}
