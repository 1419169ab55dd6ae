import type { ReactNode } from 'react'
import { Field, Input } from '../../../ui/field.tsx'

/** A whole number within bounds, as it was typed. */
export function isWhole(text: string, least: number, most: number): boolean {
  return /^\d{1,7}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most
}

/** A short field for a number, with what it counts beside it. */
export function NumberInput({
  label,
  hint,
  name,
  value,
  error,
  unit,
  placeholder,
  onChange,
}: {
  label: ReactNode
  hint?: ReactNode
  name: string
  value: string
  error?: string | null
  unit?: string
  placeholder?: string
  onChange: (text: string) => void
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <span className="flex items-center gap-2">
          <Input
            {...ids}
            name={name}
            inputMode="numeric"
            autoComplete="off"
            className="numeric !w-24"
            placeholder={placeholder}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          {unit && <span className="text-sm text-ink-3">{unit}</span>}
        </span>
      )}
    </Field>
  )
}
