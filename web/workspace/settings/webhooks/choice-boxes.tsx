import { Checkbox } from '../../../ui/field.tsx'

/** Several of a short list, each a box to tick. */
export function ChoiceBoxes<T extends string | number>({
  label,
  items,
  value,
  onChange,
}: {
  label: string
  items: readonly { value: T; label: string; hint?: string }[]
  value: readonly T[]
  onChange: (value: T[]) => void
}) {
  if (items.length === 0) return null
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="pb-1 font-medium">{label}</legend>
      {items.map((item) => (
        <Checkbox
          key={item.value}
          label={
            <>
              {item.label}
              {item.hint && (
                <span className="ml-1.5 font-mono text-xs break-all text-ink-3">{item.hint}</span>
              )}
            </>
          }
          checked={value.includes(item.value)}
          onChange={(event) =>
            onChange(
              event.target.checked ? [...value, item.value] : value.filter((each) => each !== item.value),
            )
          }
        />
      ))}
    </fieldset>
  )
}
