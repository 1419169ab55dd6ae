import { useTranslation } from 'react-i18next'
import { updateSelf } from '#contract/identity.ts'
import { call } from '../../../api/call.ts'
import { Callout } from '../../forms/callout.tsx'
import { PasswordField } from '../../forms/password-field.tsx'
import { isLongEnough } from '../../forms/password-strength.ts'
import { type Problems, useForm } from '../../forms/use-form.ts'
import { useWait } from '../../sign-in/use-wait.ts'
import { FormEnd, FormRow } from '../frame/form-row.tsx'

interface Passwords {
  current: string
  next: string
}

/** A new password by the old one; other sessions end. */
export function PasswordChange({ agent }: { agent: { name: string; email: string } }) {
  const { t } = useTranslation()
  const form = useForm<Passwords>({
    initial: { current: '', next: '' },
    check: ({ current, next }) => {
      const wrong: Problems<Passwords> = {}
      if (!current) wrong.current = t('settings.profile.currentMissing')
      if (!isLongEnough(next)) wrong.next = t('fieldProblem.password')
      return wrong
    },
    send: (password) => call(updateSelf, { body: { password } }),
    onDone: () => form.reset({ current: '', next: '' }),
    words: { wrong_credentials: t('settings.profile.currentWrong') },
    at: { wrong_credentials: 'current' },
  })
  const wait = useWait(form.failed)
  return (
    <form noValidate onSubmit={form.onSubmit}>
      <input type="email" autoComplete="username" value={agent.email} readOnly hidden />
      <FormRow label={t('settings.profile.password')} hint={t('settings.profile.passwordHint')}>
        <PasswordField
          id="current-password"
          label={t('settings.profile.current')}
          value={form.values.current}
          onChange={(value) => form.set('current', value)}
          error={form.error('current')}
        />
        <PasswordField
          isNew
          id="new-password"
          label={t('settings.profile.next')}
          value={form.values.next}
          onChange={(value) => form.set('next', value)}
          error={form.error('next')}
          about={[agent.name, agent.email]}
        />
        {wait > 0 && (
          <Callout tone="warn" icon="clock" role="alert">
            {t('signIn.wait', { count: wait })}
          </Callout>
        )}
        <div className="[&>div]:border-t-0 [&>div]:pt-0">
          <FormEnd
            {...form}
            failure={wait > 0 ? null : form.failure}
            label={t('settings.profile.changePassword')}
          />
        </div>
      </FormRow>
    </form>
  )
}
