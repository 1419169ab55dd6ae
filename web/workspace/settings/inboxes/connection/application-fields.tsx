import { useTranslation } from 'react-i18next'
import { Button } from '../../../../ui/button.tsx'
import { Checkbox, Field, Input } from '../../../../ui/field.tsx'
import type { Form } from '../../../forms/use-form.ts'
import { ChoiceCards } from '../choice-cards.tsx'
import type { ApplicationValues } from './application-values.ts'
import { knownEndpoints } from './mail-providers.ts'

type TextKey = Exclude<keyof ApplicationValues, 'provider' | 'grantKind' | 'isShared'>

/** The application's own data; what is asked for depends on the provider. */
export function ApplicationFields({
  form,
  isGraph,
  hasSecret,
}: {
  form: Pick<Form<ApplicationValues>, 'values' | 'set' | 'error'>
  isGraph: boolean
  hasSecret: boolean
}) {
  const { t } = useTranslation()
  const { values } = form
  const isApplication = values.grantKind === 'application'
  const text = (
    key: TextKey,
    options: { hint?: string; isOptional?: boolean; placeholder?: string } = {},
  ) => (
    <Field
      label={t(`settings.inboxes.access.${key}`)}
      hint={options.hint}
      error={form.error(key)}
      isOptional={options.isOptional && t('settings.optional')}
    >
      {(ids) => (
        <Input
          {...ids}
          name={key}
          type={key === 'clientSecret' ? 'password' : 'text'}
          autoComplete={key === 'clientSecret' ? 'new-password' : 'off'}
          autoCapitalize="off"
          spellCheck={false}
          placeholder={options.placeholder}
          value={values[key]}
          onChange={(event) => form.set(key, event.target.value)}
        />
      )}
    </Field>
  )
  return (
    <>
      {isGraph && (
        <ChoiceCards
          label={t('settings.inboxes.access.whoLabel')}
          value={values.grantKind}
          onChange={(grantKind) => form.set('grantKind', grantKind)}
          choices={(['person', 'application'] as const).map((value) => ({
            value,
            label: t(`settings.inboxes.access.who.${value}`),
            hint: t(`settings.inboxes.access.who.${value}Hint`),
          }))}
        />
      )}
      {values.provider === 'microsoft' &&
        text('tenant', {
          hint: t('settings.inboxes.access.tenantHint'),
          placeholder: 'contoso.onmicrosoft.com',
        })}
      {text('clientId', {
        hint: values.provider === 'microsoft' ? t('settings.inboxes.access.clientIdMicrosoft') : undefined,
      })}
      {text('clientSecret', {
        placeholder: hasSecret ? '••••••••••' : undefined,
        isOptional: values.provider === 'other',
        hint: hasSecret
          ? t('settings.inboxes.passwordKept')
          : values.provider === 'microsoft'
            ? t('settings.inboxes.access.clientSecretMicrosoft')
            : undefined,
      })}
      {values.provider === 'other' && (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <span className="text-sm text-ink-3">{t('settings.inboxes.access.fillFor')}</span>
            {(['yandex', 'mailru'] as const).map((name) => (
              <Button
                key={name}
                onClick={() => {
                  const known = knownEndpoints[name]
                  for (const key of ['authorizeUrl', 'tokenUrl', 'userinfoUrl', 'scopes'] as const) {
                    form.set(key, known[key])
                  }
                }}
              >
                {t(`settings.inboxes.choose.${name}`)}
              </Button>
            ))}
          </div>
          {text('authorizeUrl', { placeholder: 'https://' })}
          {text('tokenUrl', { placeholder: 'https://' })}
          {text('userinfoUrl', {
            isOptional: true,
            placeholder: 'https://',
            hint: t('settings.inboxes.access.userinfoHint'),
          })}
          {text('scopes', { isOptional: true, hint: t('settings.inboxes.access.scopesHint') })}
        </>
      )}
      {!isApplication && (
        <Checkbox
          label={t('settings.inboxes.access.shared')}
          hint={t('settings.inboxes.access.sharedHint')}
          checked={values.isShared}
          onChange={(event) => form.set('isShared', event.target.checked)}
        />
      )}
      {isGraph && text('folder', { hint: t('settings.inboxes.access.folderHint') })}
    </>
  )
}
