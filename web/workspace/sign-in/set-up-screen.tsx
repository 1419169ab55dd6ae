import { useTranslation } from 'react-i18next'
import { setUpDesk } from '#contract/identity.ts'
import { call } from '../../api/call.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { currentLanguage } from '../../ui/i18n.ts'
import { FormFailure } from '../forms/callout.tsx'
import { looksLikeEmail } from '../forms/field-problem.ts'
import { PasswordField } from '../forms/password-field.tsx'
import { isLongEnough } from '../forms/password-strength.ts'
import { isTicketPrefix } from '../forms/ticket-prefix.ts'
import { type Problems, useForm } from '../forms/use-form.ts'
import { useEnter } from './enter.ts'
import { EntryPage } from './entry-page.tsx'
import { FirstTicket } from './first-ticket.tsx'

interface SetUp {
  deskName: string
  ticketPrefix: string
  name: string
  email: string
  password: string
}

/** The first page of a new desk: what it is called, how its tickets are numbered, who runs it. */
export function SetUpScreen() {
  const { t } = useTranslation()
  const enter = useEnter()
  const form = useForm<SetUp, Awaited<ReturnType<typeof send>>>({
    initial: { deskName: '', ticketPrefix: 'HD', name: '', email: '', password: '' },
    check: (values) => {
      const wrong: Problems<SetUp> = {}
      if (!values.deskName.trim()) wrong.deskName = t('fieldProblem.deskName')
      if (!isTicketPrefix(values.ticketPrefix)) wrong.ticketPrefix = t('fieldProblem.ticketPrefix')
      if (!values.name.trim()) wrong.name = t('fieldProblem.name')
      if (!looksLikeEmail(values.email)) wrong.email = t('fieldProblem.email')
      if (!isLongEnough(values.password)) wrong.password = t('fieldProblem.password')
      return wrong
    },
    send,
    onDone: (session) => enter(session, '/settings/inboxes/new?first=true'),
  })
  const { values } = form
  return (
    <EntryPage
      isWide
      title={t('setup.title')}
      sub={t('setup.sub')}
      aside={<FirstTicket deskName={values.deskName} prefix={values.ticketPrefix} />}
    >
      <form noValidate onSubmit={form.onSubmit} className="mt-6 flex flex-col gap-6">
        <fieldset className="grid gap-4 md:grid-cols-[minmax(0,1fr)_120px]">
          <legend className="sr-only">{t('setup.desk')}</legend>
          <Field label={t('setup.deskName')} error={form.error('deskName')}>
            {(ids) => (
              <Input
                {...ids}
                name="deskName"
                autoComplete="organization"
                // oxlint-disable-next-line jsx-a11y/no-autofocus
                autoFocus
                maxLength={120}
                placeholder={t('setup.deskNameExample')}
                value={values.deskName}
                onChange={(event) => form.set('deskName', event.target.value)}
              />
            )}
          </Field>
          <Field
            label={t('setup.prefix')}
            error={form.error('ticketPrefix')}
            hint={
              <span className="md:hidden">
                {t('setup.prefixHint', { number: `${values.ticketPrefix || '…'}-1` })}
              </span>
            }
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
              />
            )}
          </Field>
        </fieldset>
        <fieldset className="flex flex-col gap-4 border-t border-line pt-5">
          <legend className="sr-only">{t('setup.administrator')}</legend>
          <p aria-hidden="true" className="-mb-1 font-medium">
            {t('setup.administrator')}
          </p>
          <Field label={t('setup.name')} error={form.error('name')}>
            {(ids) => (
              <Input
                {...ids}
                name="name"
                autoComplete="name"
                maxLength={120}
                value={values.name}
                onChange={(event) => form.set('name', event.target.value)}
              />
            )}
          </Field>
          <Field label={t('setup.email')} hint={t('setup.emailHint')} error={form.error('email')}>
            {(ids) => (
              <Input
                {...ids}
                name="email"
                type="email"
                autoComplete="username"
                value={values.email}
                onChange={(event) => form.set('email', event.target.value)}
              />
            )}
          </Field>
          <PasswordField
            isNew
            label={t('setup.password')}
            value={values.password}
            onChange={(value) => form.set('password', value)}
            error={form.error('password')}
            about={[values.name, values.email, values.deskName]}
          />
        </fieldset>
        <FormFailure text={form.failure} />
        <Button type="submit" look="primary" isBusy={form.isBusy} className="self-start max-md:w-full">
          {t('setup.create')}
        </Button>
      </form>
    </EntryPage>
  )
}

function send({ deskName, ticketPrefix, name, email, password }: SetUp) {
  return call(setUpDesk, {
    body: { language: currentLanguage(), deskName, ticketPrefix, administrator: { name, email, password } },
  })
}
