import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Desk, updateDesk } from '#contract/desk.ts'
import { call } from '../../../api/call.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Picker } from '../../../ui/picker.tsx'
import { Select } from '../../../ui/select.tsx'
import { isTicketPrefix } from '../../forms/ticket-prefix.ts'
import { type Problems, useForm } from '../../forms/use-form.ts'
import { deskQuery } from '../../queries.ts'
import { queryClient } from '../../query-client.ts'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { timeZones } from '../profile/time-zones.ts'

/** What the desk is called, which language it speaks to strangers, how its tickets are numbered. */
export function DeskScreen() {
  const { t } = useTranslation()
  const desk = useQuery(deskQuery)
  return (
    <SettingsPage section="desk" isNarrow sub={t('settings.desk.sub')}>
      <Loaded query={desk}>{(data) => <DeskForm desk={data} />}</Loaded>
    </SettingsPage>
  )
}

function formOf({ name, language, timeZone, ticketPrefix, letterCopies }: Desk) {
  return { name, language, timeZone, ticketPrefix, letterCopies }
}

function DeskForm({ desk }: { desk: Desk }) {
  const { t } = useTranslation()
  const form = useForm({
    initial: formOf(desk),
    check: (values) => {
      const wrong: Problems<typeof values> = {}
      if (!values.name.trim()) wrong.name = t('fieldProblem.deskName')
      if (!isTicketPrefix(values.ticketPrefix)) wrong.ticketPrefix = t('fieldProblem.ticketPrefix')
      return wrong
    },
    send: (body) => call(updateDesk, { body }),
    onDone: (saved) => {
      queryClient.setQueryData(deskQuery.queryKey, saved)
      form.reset(formOf(saved))
    },
  })
  const { values } = form
  return (
    <form noValidate onSubmit={form.onSubmit}>
      <FormRow label={t('settings.desk.name')} hint={t('settings.desk.nameHint')}>
        <Field label={t('settings.desk.nameLabel')} error={form.error('name')}>
          {(ids) => (
            <Input
              {...ids}
              name="name"
              maxLength={120}
              value={values.name}
              onChange={(event) => form.set('name', event.target.value)}
            />
          )}
        </Field>
      </FormRow>
      <FormRow label={t('settings.desk.language')} hint={t('settings.desk.languageHint')}>
        <Field label={t('settings.desk.languageLabel')}>
          {({ id }) => (
            <Select
              id={id}
              value={values.language}
              options={[
                { value: 'ru', label: 'Русский' },
                { value: 'en', label: 'English' },
              ]}
              onChange={(language) => form.set('language', language)}
              className="max-w-60"
            />
          )}
        </Field>
      </FormRow>
      <FormRow label={t('settings.desk.zone')} hint={t('settings.desk.zoneHint')}>
        <Picker
          value={values.timeZone ?? ''}
          items={timeZones(t('settings.desk.zoneOfCalendar'))}
          placeholder={t('settings.profile.zoneSearch')}
          onPick={(zone) => form.set('timeZone', zone || null)}
          trigger={
            <button
              type="button"
              className={buttonClass('plain', 'w-full max-w-80 !justify-start')}
              aria-label={t('settings.desk.zone')}
            >
              <span className="min-w-0 flex-1 truncate text-left">
                {values.timeZone ?? t('settings.desk.zoneOfCalendar')}
              </span>
              <Icon name="down" size={12} className="text-ink-3" />
            </button>
          }
        />
      </FormRow>
      <FormRow label={t('settings.desk.prefix')} hint={t('settings.desk.prefixHint')}>
        <Field
          label={t('settings.desk.prefixLabel')}
          error={form.error('ticketPrefix')}
          hint={t('settings.desk.prefixPreview', { number: `${values.ticketPrefix || '…'}-1256` })}
        >
          {(ids) => (
            <Input
              {...ids}
              name="ticketPrefix"
              autoComplete="off"
              spellCheck={false}
              maxLength={10}
              value={values.ticketPrefix}
              onChange={(event) => form.set('ticketPrefix', event.target.value.toUpperCase().trim())}
              className="max-w-40"
            />
          )}
        </Field>
      </FormRow>
      <FormRow label={t('settings.desk.copies')} hint={t('settings.desk.copiesHint')}>
        <Field label={t('settings.desk.copiesLabel')}>
          {({ id }) => (
            <Select
              id={id}
              value={values.letterCopies}
              options={[
                { value: 'one_ticket', label: t('settings.desk.copiesOne') },
                { value: 'ticket_each', label: t('settings.desk.copiesEach') },
              ]}
              onChange={(letterCopies) => form.set('letterCopies', letterCopies)}
              className="max-w-80"
            />
          )}
        </Field>
      </FormRow>
      <FormEnd {...form} />
    </form>
  )
}
