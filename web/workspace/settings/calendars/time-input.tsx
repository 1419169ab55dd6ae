import { useState } from 'react'
import { Input } from '../../../ui/field.tsx'
import { parseTime } from './hours.ts'

/** A time of day in 24 hours, whatever the browser's own fields would make of it; `24:00` may be the end of a day. */
export function TimeInput({
  time,
  label,
  onChange,
}: {
  time: string
  label: string
  onChange: (time: string) => void
}) {
  // What is being typed is left alone until the field is left.
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <Input
      aria-label={label}
      aria-invalid={(typed !== null && parseTime(typed) === null) || undefined}
      className="numeric !w-20"
      maxLength={5}
      autoComplete="off"
      inputMode="numeric"
      value={typed ?? time}
      onFocus={(event) => event.target.select()}
      onChange={(event) => {
        setTyped(event.target.value)
        const parsed = parseTime(event.target.value)
        // Half a time is one already: `1` on the way to `18:30`.
        if (parsed !== null && event.target.value.length > 2) onChange(parsed)
      }}
      onBlur={() => {
        const parsed = typed === null ? null : parseTime(typed)
        if (parsed !== null) onChange(parsed)
        setTyped(null)
      }}
    />
  )
}
