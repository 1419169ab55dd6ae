import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { acceptInvitation } from '#contract/identity.ts'
import { call } from '../../api/call.ts'
import { isFailure, RequestFailed } from '../../api/failure.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Field, Input } from '../../ui/field.tsx'
import { setLanguage } from '../../ui/i18n.ts'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { FormFailure } from '../forms/callout.tsx'
import { PasswordField } from '../forms/password-field.tsx'
import { isLongEnough } from '../forms/password-strength.ts'
import { type Problems, useForm } from '../forms/use-form.ts'
import { useEnter } from './enter.ts'
import { EntryPage } from './entry-page.tsx'
import { invitationQuery, setupQuery } from './queries.ts'

/** By a link from a letter: choose a password and come in. An old link says so and what to do. */
export function InvitationScreen() {
  const { t } = useTranslation()
  const { token } = useParams({ from: '/invitations/$token' })
  const { data: setup } = useQuery(setupQuery)
  const link = useQuery(invitationQuery(token))
  const language = link.data?.language
  useEffect(() => {
    if (language) void setLanguage(language)
  }, [language])

  if (link.isPending) {
    return (
      <EntryPage deskName={setup?.deskName} title={t('signIn.checkingLink')}>
        <div aria-busy="true" className="mt-5 flex flex-col gap-4">
          <Skeleton className="h-[52px]" />
          <Skeleton className="h-[52px]" />
          <Skeleton className="h-[30px]" />
        </div>
      </EntryPage>
    )
  }
  if (
    isFailure(link.error, 'link_expired') ||
    isFailure(link.error, 'not_found') ||
    isFailure(link.error, 'invalid_input')
  ) {
    return (
      <EntryPage
        deskName={setup?.deskName}
        title={t('signIn.linkExpiredTitle')}
        sub={t('signIn.linkExpiredText')}
      >
        <div className="mt-5 flex flex-col gap-2">
          <Link to="/forgot-password" className={buttonClass('primary', 'w-full')}>
            {t('signIn.askNewLink')}
          </Link>
          <Link to="/sign-in" className={buttonClass('plain', 'w-full')}>
            {t('signIn.backToSignIn')}
          </Link>
        </div>
      </EntryPage>
    )
  }
  if (link.isError) {
    const failed = link.error instanceof RequestFailed ? link.error : null
    return (
      <EntryPage deskName={setup?.deskName} title={t('signIn.checkingLink')}>
        <ErrorState
          className="!py-6"
          title={t('state.errorTitle')}
          detail={failed ? t(`errors.${failed.failure}`) : undefined}
          requestId={failed?.requestId}
          onRetry={() => void link.refetch()}
        />
      </EntryPage>
    )
  }
  return <ChoosePassword token={token} deskName={setup?.deskName} person={link.data} />
}

function ChoosePassword({
  token,
  deskName,
  person,
}: {
  token: string
  deskName: string | undefined
  person: { purpose: 'invitation' | 'password_reset'; email: string; name: string }
}) {
  const { t } = useTranslation()
  const enter = useEnter()
  const isInvitation = person.purpose === 'invitation'
  const form = useForm({
    initial: { name: person.name, password: '' },
    check: (values) => {
      const wrong: Problems<typeof values> = {}
      if (isInvitation && !values.name.trim()) wrong.name = t('fieldProblem.name')
      if (!isLongEnough(values.password)) wrong.password = t('fieldProblem.password')
      return wrong
    },
    send: ({ name, password }) =>
      call(acceptInvitation, {
        params: { token },
        body: { password, name: isInvitation ? name.trim() : undefined },
      }),
    onDone: (session) => enter(session, '/tickets'),
  })
  return (
    <EntryPage
      deskName={deskName}
      title={isInvitation ? t('signIn.welcome', { name: person.name }) : t('signIn.newPasswordTitle')}
      sub={isInvitation ? t('signIn.welcomeText') : t('signIn.newPasswordText')}
    >
      <form noValidate onSubmit={form.onSubmit} className="mt-5 flex flex-col gap-4">
        <FormFailure text={form.failure} />
        <Field label={t('signIn.email')}>
          {(ids) => (
            <Input
              {...ids}
              type="email"
              name="email"
              autoComplete="username"
              readOnly
              value={person.email}
              className="!bg-hover !text-ink-2"
            />
          )}
        </Field>
        {isInvitation && (
          <Field label={t('signIn.yourName')} hint={t('signIn.yourNameHint')} error={form.error('name')}>
            {(ids) => (
              <Input
                {...ids}
                name="name"
                autoComplete="name"
                maxLength={120}
                value={form.values.name}
                onChange={(event) => form.set('name', event.target.value)}
              />
            )}
          </Field>
        )}
        <PasswordField
          isNew
          isFocused
          label={t('signIn.choosePassword')}
          value={form.values.password}
          onChange={(value) => form.set('password', value)}
          error={form.error('password')}
          about={[form.values.name, person.email]}
        />
        <Button type="submit" look="primary" isBusy={form.isBusy} className="mt-1 w-full">
          {isInvitation ? t('signIn.start') : t('signIn.savePassword')}
        </Button>
      </form>
    </EntryPage>
  )
}
