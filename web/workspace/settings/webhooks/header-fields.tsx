import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'

interface Header {
  name: string
  value?: string
}

/** Headers that are sent along. A value that is kept is not shown; writing another replaces it. */
export function HeaderFields({
  value,
  kept,
  error,
  onChange,
}: {
  value: readonly Header[]
  kept: readonly string[]
  error: string | null
  onChange: (headers: Header[]) => void
}) {
  const { t } = useTranslation()
  const set = (at: number, header: Header) => onChange(value.map((each, i) => (i === at ? header : each)))
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="pb-1 font-medium">{t('settings.webhooks.headers')}</legend>
      <p className="text-sm text-ink-3">{t('settings.webhooks.headersHint')}</p>
      {value.map((header, at) => (
        <div key={at} className="flex gap-2">
          <Input
            aria-label={t('settings.webhooks.headerName')}
            placeholder="Authorization"
            className="!w-44 flex-none font-mono text-sm max-md:!w-32"
            value={header.name}
            onChange={(event) => set(at, { ...header, name: event.target.value })}
          />
          <Input
            aria-label={t('settings.webhooks.headerValue')}
            type="password"
            autoComplete="off"
            placeholder={kept.includes(header.name) ? t('settings.webhooks.headerKept') : 'Bearer …'}
            className="font-mono text-sm"
            value={header.value ?? ''}
            onChange={(event) =>
              set(at, { name: header.name, ...(event.target.value && { value: event.target.value }) })
            }
          />
          <IconButton
            icon="close"
            label={t('settings.webhooks.headerRemove', { name: header.name })}
            onClick={() => onChange(value.filter((_, i) => i !== at))}
          />
        </div>
      ))}
      {error && (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
      <div>
        <Button
          icon="plus"
          disabled={value.length >= 10}
          onClick={() => onChange([...value, { name: value.length === 0 ? 'Authorization' : '' }])}
        >
          {t('settings.webhooks.headerAdd')}
        </Button>
      </div>
    </fieldset>
  )
}
