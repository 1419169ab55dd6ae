import { Select as Base } from '@base-ui/react/select'
import type { ReactNode } from 'react'
import { buttonClass } from './button.tsx'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'
import { menuItemClass } from './menu.tsx'

export interface SelectOption<T extends string | number> {
  readonly value: T
  readonly label: string
  readonly mark?: ReactNode
}

/** One of a few, in a form. For a long list with search, `Picker`. */
export function Select<T extends string | number>({
  value,
  options,
  onChange,
  label,
  id,
  placeholder,
  isDisabled,
  className,
}: {
  value: T | null
  options: readonly SelectOption<T>[]
  onChange: (value: T) => void
  /** Spoken name, where no `<label>` points at it. */
  label?: string
  id?: string
  placeholder?: string
  isDisabled?: boolean
  className?: string
}) {
  const chosen = options.find((option) => option.value === value)
  return (
    <Base.Root
      value={value}
      onValueChange={(next: T | null) => next !== null && onChange(next)}
      disabled={isDisabled}
      modal={false}
    >
      <Base.Trigger
        id={id}
        aria-label={label}
        className={buttonClass('plain', classNames('w-full !justify-start text-left', className))}
      >
        {chosen?.mark}
        <span className={classNames('min-w-0 flex-1 truncate', !chosen && 'text-ink-3')}>
          {chosen?.label ?? placeholder ?? '—'}
        </span>
        <Icon name="down" size={12} className="text-ink-3" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner
          sideOffset={4}
          align="start"
          alignItemWithTrigger={false}
          className="z-50 outline-none"
        >
          <Base.Popup className="surface pop-in max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto p-1 outline-none">
            <Base.List>
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className={menuItemClass}>
                  {option.mark}
                  <Base.ItemText className="min-w-0 flex-1">{option.label}</Base.ItemText>
                  <Base.ItemIndicator>
                    <Icon name="check" className="text-accent" />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
