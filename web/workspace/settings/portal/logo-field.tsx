import { useMutation } from '@tanstack/react-query'
import { useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type PortalSettings, removePortalLogo, uploadPortalLogo } from '#contract/portal-settings.ts'
import { call, routeUrl } from '../../../api/call.ts'
import { readFailure, RequestFailed } from '../../../api/failure.ts'
import { Button } from '../../../ui/button.tsx'
import { mostLogoBytes } from './portal-values.ts'

async function upload(file: File, version: number): Promise<PortalSettings> {
  if (file.size > mostLogoBytes) throw new RequestFailed('too_large', '')
  const response = await fetch(routeUrl(uploadPortalLogo.path, { query: { version } }), {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream', accept: 'application/json' },
    body: file,
  })
  const body = await response.text()
  if (!response.ok) throw readFailure(response.status, body)
  return JSON.parse(body) as PortalSettings
}

/** The logo, saved as soon as it is chosen. */
export function LogoField({
  saved: { logo, version },
  onSaved,
}: {
  saved: PortalSettings
  onSaved: (saved: PortalSettings) => void
}) {
  const { t } = useTranslation()
  const hintId = useId()
  const input = useRef<HTMLInputElement>(null)
  const change = useMutation({
    mutationFn: (file: File | null) =>
      file ? upload(file, version) : call(removePortalLogo, { query: { version } }),
    onSuccess: onSaved,
  })
  const name = change.error instanceof RequestFailed ? change.error.failure : change.error && 'internal'
  return (
    <div className="flex flex-col gap-1" role="group" aria-label={t('settings.portal.logo')}>
      <p className="text-ink-2">{t('settings.portal.logo')}</p>
      <div className="flex flex-wrap items-center gap-2">
        {logo && (
          <span className="flex h-11 items-center rounded-md border border-line bg-raised px-3">
            <img src={logo.url} alt={t('settings.portal.logoNow')} className="h-7 max-w-40 object-contain" />
          </span>
        )}
        <input
          ref={input}
          type="file"
          accept="image/png,image/jpeg,image/webp,image/svg+xml"
          aria-label={t('settings.portal.logoChoose')}
          className="sr-only"
          tabIndex={-1}
          onChange={({ target }) => {
            const [file] = target.files ?? []
            if (file) change.mutate(file)
            target.value = ''
          }}
        />
        <Button
          icon="image"
          isBusy={change.isPending}
          aria-describedby={hintId}
          onClick={() => input.current?.click()}
        >
          {logo ? t('settings.portal.logoReplace') : t('settings.portal.logoChoose')}
        </Button>
        {logo && (
          <Button look="ghost" onClick={() => change.mutate(null)}>
            {t('settings.portal.logoRemove')}
          </Button>
        )}
      </div>
      <p id={hintId} className="text-sm text-ink-3">
        {t('settings.portal.logoHint')}
      </p>
      <p role="alert" className="text-sm text-bad empty:hidden">
        {name &&
          (name === 'unsupported_media'
            ? t('settings.portal.logoUnsupported')
            : name === 'too_large'
              ? t('settings.portal.logoTooLarge')
              : t(`errors.${name}`))}
      </p>
    </div>
  )
}
