import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import type { Form } from '../../forms/use-form.ts'
import { calendarsQuery } from '../calendars/queries.ts'
import { InboxSelect, TeamSelect } from '../frame/desk-selects.tsx'
import { FormRow } from '../frame/form-row.tsx'
import type { ChatValues } from './chat-values.ts'

/** What it is called, who answers and when, and where letters go on from. */
export function BasicFields({ form: { values, set, error } }: { form: Form<ChatValues> }) {
  const { t } = useTranslation()
  const { data: calendars } = useQuery(calendarsQuery)
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
          label={t('settings.chats.isActive')}
          hint={values.isActive ? undefined : t('settings.chats.isActiveOff')}
          checked={values.isActive}
          onChange={(event) => set('isActive', event.target.checked)}
        />
      </FormRow>
      <FormRow label={t('settings.chats.who')} hint={t('settings.chats.whoHint')}>
        <Field label={t('settings.chats.team')} hint={t('settings.chats.teamHint')}>
          {({ id }) => (
            <TeamSelect id={id} value={values.teamId} onChange={(teamId) => set('teamId', teamId)} />
          )}
        </Field>
        <Field label={t('settings.chats.calendar')} hint={t('settings.chats.calendarHint')}>
          {({ id }) => (
            <Select<number>
              id={id}
              value={values.calendarId ?? 0}
              options={[
                { value: 0, label: t('settings.chats.noCalendar') },
                ...(calendars?.items ?? []).map((each) => ({ value: each.id, label: each.name })),
              ]}
              onChange={(calendarId) => set('calendarId', calendarId || null)}
            />
          )}
        </Field>
        <Field label={t('settings.chats.inbox')} hint={t('settings.chats.inboxHint')}>
          {({ id }) => (
            <InboxSelect id={id} value={values.inboxId} onChange={(inboxId) => set('inboxId', inboxId)} />
          )}
        </Field>
      </FormRow>
    </>
  )
}
