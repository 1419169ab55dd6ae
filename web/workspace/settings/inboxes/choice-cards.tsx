import { useId } from 'react'
import { classNames } from '../../../ui/class-names.ts'

/** One of two or three ways, each explained. Radio buttons underneath, so arrows move between them. */
export function ChoiceCards<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string
  value: T
  choices: readonly { value: T; label: string; hint: string }[]
  onChange: (value: T) => void
}) {
  const name = useId()
  return (
    // Two stand side by side; a third would hang below them.
    <fieldset className={classNames('grid gap-2', choices.length === 2 && 'md:grid-cols-2')}>
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => {
        const isOn = choice.value === value
        return (
          <label
            key={choice.value}
            className={classNames(
              'flex cursor-pointer items-start gap-2.5 rounded-md border px-3 py-2.5 has-focus-visible:outline-2 has-focus-visible:outline-accent',
              isOn ? 'border-accent bg-accent-soft' : 'border-line hover:border-line-strong',
            )}
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              aria-label={choice.label}
              aria-describedby={`${name}-${choice.value}`}
              checked={isOn}
              onChange={() => onChange(choice.value)}
              className="mt-0.5 size-4 flex-none accent-(--accent) outline-none"
            />
            <span>
              <span className="font-medium">{choice.label}</span>
              <span id={`${name}-${choice.value}`} className="block text-sm text-ink-2">
                {choice.hint}
              </span>
            </span>
          </label>
        )
      })}
    </fieldset>
  )
}
