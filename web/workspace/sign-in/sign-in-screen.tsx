import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { signIn } from '#contract/identity.ts'
import { call } from '../../api/call.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Callout, FormFailure } from '../forms/callout.tsx'
import { PasswordField } from '../forms/password-field.tsx'
import { type Problems, useForm } from '../forms/use-form.ts'
import { useEnter } from './enter.ts'
import { EntryPage } from './entry-page.tsx'
import { setupQuery } from './queries.ts'
import { useWait } from './use-wait.ts'

interface Credentials {
  email: string
  password: string
}

/** E-mail and password; says what was wrong, and how long to wait when there were too many tries. */
export function SignInScreen() {
  const { t } = useTranslation()
  const { to } = useSearch({ from: '/sign-in' })
  const { data: setup } = useQuery(setupQuery)
  const enter = useEnter()
  const form = useForm<Credentials, Awaited<ReturnType<typeof send>>>({
    initial: { email: '', password: '' },
    check: (values) => {
      const wrong: Problems<Credentials> = {}
      if (!values.email.trim()) wrong.email = t('signIn.emailMissing')
      if (!values.password) wrong.password = t('signIn.passwordMissing')
      return wrong
    },
    send,
    onDone: (session) => enter(session, to ?? '/tickets'),
  })
  const wait = useWait(form.failed)
  return (
    <EntryPage deskName={setup?.deskName} title={t('signIn.title')} sub={t('signIn.sub')}>
      <form noValidate onSubmit={form.onSubmit} className="mt-5 flex flex-col gap-4">
        {wait > 0 ? (
          <Callout tone="warn" icon="clock" role="alert">
            {t('signIn.wait', { count: wait })}
          </Callout>
        ) : (
          form.failed?.failure !== 'too_many_requests' && <FormFailure text={form.failure} />
        )}
        <Field label={t('signIn.email')} error={form.error('email')}>
          {(ids) => (
            <Input
              {...ids}
              name="email"
              type="email"
              autoComplete="username"
              // oxlint-disable-next-line jsx-a11y/no-autofocus
              autoFocus
              value={form.values.email}
              onChange={(event) => form.set('email', event.target.value)}
            />
          )}
        </Field>
        <PasswordField
          label={t('signIn.password')}
          value={form.values.password}
          onChange={(value) => form.set('password', value)}
          error={form.error('password')}
        />
        <Button type="submit" look="primary" isBusy={form.isBusy} disabled={wait > 0} className="mt-1 w-full">
          {t('signIn.enter')}
        </Button>
        <Link
          to="/forgot-password"
          search={{ email: form.values.email || undefined }}
          className="self-center text-accent hover:underline"
        >
          {t('signIn.forgot')}
        </Link>
      </form>
    </EntryPage>
  )
}

function send(body: Credentials) {
  return call(signIn, { body })
}
