import { queryOptions, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type CustomerSignIn, getCustomerSignIn, updateCustomerSignIn } from '#contract/customer-sign-in.ts'
import { call } from '../../../api/call.ts'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { type Problems, useForm } from '../../forms/use-form.ts'
import { queryClient } from '../../query-client.ts'
import { CopyLine } from '../frame/copy-line.tsx'
import { FormEnd, FormRow } from '../frame/form-row.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'

const signInQuery = queryOptions({
  queryKey: ['settings', 'customer-sign-in'],
  queryFn: ({ signal }) => call(getCustomerSignIn, {}, { signal }),
})

/** How customers come in to the portal. */
export function CustomerSignInScreen() {
  const { t } = useTranslation()
  const settings = useQuery(signInQuery)
  return (
    <SettingsPage section="customerSignIn" isNarrow sub={t('settings.customerSignIn.sub')}>
      <Loaded query={settings}>{(data) => <SignInForm settings={data} />}</Loaded>
    </SettingsPage>
  )
}

function formOf({ hasPassword, oidc }: CustomerSignIn) {
  const { hasSecret: _, ...rest } = oidc
  return { hasPassword, ...rest, secret: '', clearsSecret: false }
}

/** The methods of signing in, saved together. */
function SignInForm({ settings }: { settings: CustomerSignIn }) {
  const { t } = useTranslation()
  const form = useForm({
    initial: formOf(settings),
    check: ({ isOn, name, issuer, clientId }) => {
      const wrong: Problems<ReturnType<typeof formOf>> = {}
      if (!isOn) return wrong
      if (!name.trim()) wrong.name = t('settings.customerSignIn.nameMissing')
      if (!URL.canParse(issuer.trim())) wrong.issuer = t('settings.customerSignIn.issuerMissing')
      if (!clientId.trim()) wrong.clientId = t('settings.customerSignIn.clientIdMissing')
      return wrong
    },
    at: { address_refused: 'issuer' },
    words: { address_refused: t('settings.customerSignIn.issuerRefused') },
    send: ({ hasPassword, secret, clearsSecret, ...oidc }) => {
      // Left out, it stays; empty, it is gone.
      const kept = { ...oidc, ...((secret !== '' || clearsSecret) && { secret }) }
      return call(updateCustomerSignIn, { body: { version: settings.version, hasPassword, oidc: kept } })
    },
    onDone: (saved) => {
      queryClient.setQueryData(signInQuery.queryKey, saved)
      form.reset(formOf(saved))
    },
  })
  const { values } = form
  const text = (key: 'name' | 'issuer' | 'clientId' | 'secret') => ({
    name: key,
    autoComplete: 'off',
    maxLength: key === 'secret' ? 1000 : 300,
    value: values[key],
    onChange: (event: { target: { value: string } }) => form.set(key, event.target.value),
  })
  return (
    <form noValidate onSubmit={form.onSubmit}>
      <FormRow label={t('settings.customerSignIn.letter')} hint={t('settings.customerSignIn.letterHint')}>
        <p className="text-ink-2">{t('settings.customerSignIn.letterAlways')}</p>
      </FormRow>
      <FormRow label={t('settings.customerSignIn.password')} hint={t('settings.customerSignIn.passwordHint')}>
        <Checkbox
          label={t('settings.customerSignIn.hasPassword')}
          checked={values.hasPassword}
          onChange={(event) => form.set('hasPassword', event.target.checked)}
        />
      </FormRow>
      <FormRow label="OpenID Connect" hint={t('settings.customerSignIn.oidcHint')}>
        <Checkbox
          label={t('settings.customerSignIn.isOn')}
          checked={values.isOn}
          onChange={(event) => form.set('isOn', event.target.checked)}
        />
        {values.isOn && (
          <>
            <Field
              label={t('settings.customerSignIn.name')}
              hint={t('settings.customerSignIn.nameHint')}
              error={form.error('name')}
            >
              {(ids) => <Input {...ids} {...text('name')} />}
            </Field>
            <Field
              label={t('settings.customerSignIn.issuer')}
              hint={t('settings.customerSignIn.issuerHint')}
              error={form.error('issuer')}
            >
              {(ids) => (
                <Input
                  {...ids}
                  {...text('issuer')}
                  type="url"
                  inputMode="url"
                  placeholder="https://id.example.com"
                />
              )}
            </Field>
            <Field label={t('settings.customerSignIn.clientId')} error={form.error('clientId')}>
              {(ids) => <Input {...ids} {...text('clientId')} spellCheck={false} />}
            </Field>
            <Field
              label={t('settings.customerSignIn.secret')}
              hint={settings.oidc.hasSecret ? t('settings.customerSignIn.secretKept') : undefined}
              error={form.error('secret')}
            >
              {(ids) => (
                <Input
                  {...ids}
                  {...text('secret')}
                  type="password"
                  autoComplete="new-password"
                  disabled={values.clearsSecret}
                />
              )}
            </Field>
            {settings.oidc.hasSecret && (
              <Checkbox
                label={t('settings.customerSignIn.secretClear')}
                hint={t('settings.customerSignIn.secretClearHint')}
                checked={values.clearsSecret}
                onChange={({ target }) => {
                  form.set('clearsSecret', target.checked)
                  if (target.checked) form.set('secret', '')
                }}
              />
            )}
            <div className="flex flex-col gap-1">
              <p className="font-medium">{t('settings.customerSignIn.redirectUri')}</p>
              <CopyLine
                text={settings.redirectUri}
                label={t('settings.customerSignIn.redirectUri')}
                isQuiet
              />
              <p className="text-sm text-ink-3">{t('settings.customerSignIn.redirectUriHint')}</p>
            </div>
          </>
        )}
      </FormRow>
      <FormEnd {...form} />
    </form>
  )
}
