import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useDesk } from '../../desk.ts'
import type { Form } from '../../forms/use-form.ts'
import { calendarsQuery } from '../calendars/queries.ts'
import { FormRow } from '../frame/form-row.tsx'
import type { ChatValues } from './chat-values.ts'

/** What it is called, who answers and when, and where letters go on from. */
export function BasicFields({ form: { values, set, error } }: { form: Form<ChatValues> }) {
  const { t } = useTranslation()
  const { desk } = useDesk()
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
            <Select<number>
              id={id}
              value={values.teamId ?? 0}
              options={[
                { value: 0, label: t('settings.chats.anyTeam') },
                ...desk.teams.map((team) => ({ value: team.id, label: team.name })),
              ]}
              onChange={(teamId) => set('teamId', teamId || null)}
            />
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
            <Select<number>
              id={id}
              value={values.inboxId ?? 0}
              options={[
                { value: 0, label: t('settings.chats.anyInbox') },
                ...desk.inboxes.map((inbox) => ({
                  value: inbox.id,
                  label: `${inbox.name} · ${inbox.address}`,
                })),
              ]}
              onChange={(inboxId) => set('inboxId', inboxId || null)}
            />
          )}
        </Field>
      </FormRow>
    </>
  )
}
