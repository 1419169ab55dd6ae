import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { checkPortalHost, type PortalHostCheck } from '#contract/portal-settings.ts'
import { call } from '../../../api/call.ts'
import { RequestFailed } from '../../../api/failure.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox, Field, Input } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import type { Form } from '../../forms/use-form.ts'
import { FormRow } from '../frame/form-row.tsx'
import type { PortalValues } from './portal-values.ts'

/** Where the portal is: under the desk's own address, or at the root of a host of its own. */
export function HostFields({ form: { values, set, error }, url }: { form: Form<PortalValues>; url: string }) {
  const { t } = useTranslation()
  const check = useMutation({
    mutationFn: () => call(checkPortalHost, { body: { host: values.host.trim() } }),
  })
  return (
    <FormRow label={t('settings.portal.address')} hint={t('settings.portal.addressHint')}>
      <p className="text-ink-2">
        {t('settings.portal.now')}{' '}
        <a href={url} target="_blank" rel="noreferrer" className="break-all text-accent">
          {url}
        </a>
      </p>
      <Checkbox
        label={t('settings.portal.hasHost')}
        checked={values.hasHost}
        onChange={(event) => set('hasHost', event.target.checked)}
      />
      {values.hasHost && (
        <>
          <Field label={t('settings.portal.host')} hint={t('settings.portal.hostHint')} error={error('host')}>
            {(ids) => (
              <span className="flex flex-wrap gap-2">
                <Input
                  {...ids}
                  value={values.host}
                  maxLength={253}
                  inputMode="url"
                  spellCheck={false}
                  autoComplete="off"
                  placeholder="help.shop.example"
                  className="!w-auto min-w-48 flex-1"
                  onChange={(event) => {
                    check.reset()
                    set('host', event.target.value)
                  }}
                />
                <Button
                  isBusy={check.isPending}
                  disabled={values.host.trim() === ''}
                  onClick={() => check.mutate()}
                >
                  {t('settings.portal.check')}
                </Button>
              </span>
            )}
          </Field>
          <div role="status">
            {check.data && <CheckResult result={check.data} />}
            {check.error && (
              <p className="text-sm text-bad">
                {check.error instanceof RequestFailed && check.error.failure !== 'invalid_input'
                  ? t(`errors.${check.error.failure}`)
                  : t('settings.portal.hostMissing')}
              </p>
            )}
          </div>
          <ol className="flex list-decimal flex-col gap-1 pl-5 text-sm text-ink-3">
            <li>{t('settings.portal.stepDns', { host: values.host.trim() || 'help.shop.example' })}</li>
            <li>{t('settings.portal.stepProxy')}</li>
            <li>{t('settings.portal.stepOidc')}</li>
          </ol>
        </>
      )}
    </FormRow>
  )
}

function CheckResult({ result }: { result: PortalHostCheck }) {
  const { t } = useTranslation()
  const { state, host, addresses, deskHost, deskAddresses } = result
  const isGood = state === 'ready'
  return (
    <p className={`flex items-start gap-1.5 text-sm ${isGood ? 'text-ok' : 'text-warn'}`}>
      <Icon name={isGood ? 'check' : 'alert'} size={14} className="mt-0.5 flex-none" />
      <span className="min-w-0 break-words">
        {t(`settings.portal.checked.${state}`, {
          host,
          deskHost,
          addresses: addresses.join(', '),
          deskAddresses: deskAddresses.join(', '),
        })}
      </span>
    </p>
  )
}
