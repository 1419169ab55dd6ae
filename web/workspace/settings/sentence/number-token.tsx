import { useState } from 'react'
import { classNames } from '../../../ui/class-names.ts'

/** A number within the sentence. */
export function NumberToken({
  label,
  value,
  onChange,
  isBad,
  min = 0,
}: {
  label: string
  value: number
  /** NaN while nothing readable is typed. */
  onChange: (value: number) => void
  isBad?: boolean
  min?: number
}) {
  const [text, setText] = useState(String(value))
  return (
    <input
      inputMode="decimal"
      aria-label={label}
      aria-invalid={isBad || undefined}
      value={text}
      onChange={(event) => {
        setText(event.target.value)
        const typed = event.target.value.trim().replace(',', '.')
        const number = typed === '' ? Number.NaN : Number(typed)
        onChange(number >= min ? number : Number.NaN)
      }}
      className={classNames(
        'numeric h-(--control) w-16 rounded-md border border-transparent bg-accent-soft px-2.5 text-center font-medium text-accent focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent aria-invalid:border-bad max-md:text-[16px]',
      )}
    />
  )
}
