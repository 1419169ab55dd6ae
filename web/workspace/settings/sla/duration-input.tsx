import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Input } from '../../../ui/field.tsx'
import { durationText, parseDuration } from './duration.ts'

/** A length of time as people type it: `8`, `1 ч 30 мин`, `8:30`. Empty is null where that is allowed. */
export function DurationInput({
  minutes,
  label,
  mayBeEmpty,
  className,
  onChange,
}: {
  minutes: number | null
  label: string
  mayBeEmpty?: boolean
  className?: string
  onChange: (minutes: number | null) => void
}) {
  const { t } = useTranslation()
  const words = { hour: t('settings.sla.hour'), minute: t('settings.sla.minute') }
  const shown = minutes === null ? '' : durationText(minutes, words)
  // What is being typed is left alone until the field is left.
  const [typed, setTyped] = useState<string | null>(null)
  const isBad = typed !== null && parseDuration(typed) === null && !(mayBeEmpty && typed.trim() === '')
  return (
    <Input
      aria-label={label}
      aria-invalid={isBad || undefined}
      placeholder={mayBeEmpty ? '—' : undefined}
      maxLength={20}
      autoComplete="off"
      className={`numeric ${className ?? ''}`}
      title={isBad ? t('settings.sla.durationHint') : undefined}
      value={typed ?? shown}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        const text = event.target.value
        setTyped(text)
        const parsed = parseDuration(text)
        if (parsed !== null) onChange(parsed)
        else if (mayBeEmpty && text.trim() === '') onChange(null)
      }}
      onBlur={() => setTyped(null)}
    />
  )
}
