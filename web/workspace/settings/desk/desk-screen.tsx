import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Desk, updateDesk } from '#contract/desk.ts'
import { call } from '../../../api/call.ts'
import { Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { isTicketPrefix } from '../../forms/ticket-prefix.ts'
import { type Problems, useForm } from '../../forms/use-form.ts'
import { deskQuery } from '../../queries.ts'
import { queryClient } from '../../query-client.ts'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'

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

function DeskForm({ desk }: { desk: Desk }) {
  const { t } = useTranslation()
  const form = useForm({
    initial: { name: desk.name, language: desk.language, ticketPrefix: desk.ticketPrefix },
    check: (values) => {
      const wrong: Problems<typeof values> = {}
      if (!values.name.trim()) wrong.name = t('fieldProblem.deskName')
      if (!isTicketPrefix(values.ticketPrefix)) wrong.ticketPrefix = t('fieldProblem.ticketPrefix')
      return wrong
    },
    send: (body) => call(updateDesk, { body }),
    onDone: (saved) => {
      queryClient.setQueryData(deskQuery.queryKey, saved)
      form.reset({ name: saved.name, language: saved.language, ticketPrefix: saved.ticketPrefix })
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
      <FormEnd {...form} />
    </form>
  )
}
