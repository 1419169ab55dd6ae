import { useTranslation } from 'react-i18next'
import { Field, Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import type { Form } from '../../forms/use-form.ts'
import type { InboxValues } from './inbox-values.ts'
import { usualPort } from './mail-servers.ts'

/** Host, port, security and sign-in of one side. */
export function ServerFields({
  side,
  form,
  set,
  hasPassword,
  isSignInHidden,
  isPasswordHidden,
}: {
  side: 'imap' | 'smtp'
  form: Form<InboxValues>
  set: <K extends keyof InboxValues>(key: K, value: InboxValues[K]) => void
  hasPassword: boolean
  isSignInHidden?: boolean
  /** The provider signs in. */
  isPasswordHidden?: boolean
}) {
  const { t } = useTranslation()
  const { values } = form
  const key = {
    host: `${side}Host`,
    port: `${side}Port`,
    security: `${side}Security`,
    user: `${side}User`,
    password: `${side}Password`,
  } as const
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_76px] gap-x-3 gap-y-4 md:grid-cols-[minmax(0,1fr)_76px_148px]">
        <Field label={t(`settings.inboxes.host.${side}`)} error={form.error(key.host)}>
          {(ids) => (
            <Input
              {...ids}
              name={key.host}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              value={values[key.host]}
              onChange={(event) => set(key.host, event.target.value)}
            />
          )}
        </Field>
        <Field label={t('settings.inboxes.port')} error={form.error(key.port)}>
          {(ids) => (
            <Input
              {...ids}
              name={key.port}
              inputMode="numeric"
              autoComplete="off"
              maxLength={5}
              value={values[key.port]}
              onChange={(event) => set(key.port, event.target.value)}
              className="numeric"
            />
          )}
        </Field>
        <Field label={t('settings.inboxes.security')} className="max-md:col-span-2">
          {({ id }) => (
            <Select
              id={id}
              value={values[key.security]}
              options={[
                { value: 'tls', label: 'TLS' },
                { value: 'starttls', label: 'STARTTLS' },
                { value: 'none', label: t('settings.inboxes.noSecurity') },
              ]}
              onChange={(security) => {
                const wasUsual = values[key.port] === String(usualPort(side, values[key.security]))
                set(key.security, security)
                if (wasUsual) set(key.port, String(usualPort(side, security)))
              }}
            />
          )}
        </Field>
      </div>
      {!isSignInHidden && (
        <div className="grid gap-x-3 gap-y-4 md:grid-cols-2">
          <Field
            label={t('settings.inboxes.user')}
            error={form.error(key.user)}
            isOptional={side === 'smtp' ? t('settings.optional') : undefined}
          >
            {(ids) => (
              <Input
                {...ids}
                name={key.user}
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                value={values[key.user]}
                onChange={(event) => set(key.user, event.target.value)}
              />
            )}
          </Field>
          {!isPasswordHidden && (
            <Field
              label={t('settings.inboxes.password')}
              error={form.error(key.password)}
              hint={hasPassword ? t('settings.inboxes.passwordKept') : undefined}
            >
              {(ids) => (
                <Input
                  {...ids}
                  name={key.password}
                  type="password"
                  autoComplete="new-password"
                  placeholder={hasPassword ? '••••••••••' : undefined}
                  value={values[key.password]}
                  onChange={(event) => set(key.password, event.target.value)}
                />
              )}
            </Field>
          )}
        </div>
      )}
      {side === 'imap' && (
        <Field
          label={t('settings.inboxes.folder')}
          hint={t('settings.inboxes.folderHint')}
          className="max-w-60"
        >
          {(ids) => (
            <Input
              {...ids}
              name="imapFolder"
              autoComplete="off"
              spellCheck={false}
              value={values.imapFolder}
              onChange={(event) => set('imapFolder', event.target.value)}
            />
          )}
        </Field>
      )}
    </>
  )
}
