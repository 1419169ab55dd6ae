import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { requestPasswordReset } from '#contract/identity.ts'
import { call } from '../../api/call.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { Callout, FormFailure } from '../forms/callout.tsx'
import { looksLikeEmail } from '../forms/field-problem.ts'
import { useForm } from '../forms/use-form.ts'
import { EntryPage } from './entry-page.tsx'
import { setupQuery } from './queries.ts'
import { useWait } from './use-wait.ts'

/** Asks for a letter with a password link. The answer is the same whether the address is known or not. */
export function ForgotPasswordScreen() {
  const { t } = useTranslation()
  const { email = '' } = useSearch({ from: '/forgot-password' })
  const { data: setup } = useQuery(setupQuery)
  const [askedFor, setAskedFor] = useState<string | null>(null)
  const form = useForm({
    initial: { email },
    check: ({ email: typed }) => (looksLikeEmail(typed) ? {} : { email: t('fieldProblem.email') }),
    send: (body) => call(requestPasswordReset, { body }),
    onDone: (_, values) => setAskedFor(values.email.trim()),
  })
  const wait = useWait(form.failed)
  const back = (
    <Link to="/sign-in" className={buttonClass('plain', 'w-full')}>
      {t('signIn.backToSignIn')}
    </Link>
  )
  if (askedFor) {
    return (
      <EntryPage deskName={setup?.deskName} title={t('signIn.resetAskedTitle')}>
        <div role="status" className="mt-2 mb-5 text-ink-2">
          {t('signIn.resetAskedText', { email: askedFor })}
        </div>
        {back}
      </EntryPage>
    )
  }
  return (
    <EntryPage deskName={setup?.deskName} title={t('signIn.forgotTitle')} sub={t('signIn.forgotText')}>
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
        <div className="flex flex-col gap-2">
          <Button type="submit" look="primary" isBusy={form.isBusy} disabled={wait > 0} className="w-full">
            {t('signIn.sendLink')}
          </Button>
          {back}
        </div>
      </form>
    </EntryPage>
  )
}
