import { type ReactNode, useRef } from 'react'
import { classNames } from './class-names.ts'

export interface TabItem<T extends string> {
  readonly value: T
  readonly label: ReactNode
}

/** A row of tabs; arrows move between them. The panel they govern has `id={panelId}` and `role="tabpanel"`. */
export function Tabs<T extends string>({
  value,
  items,
  onChange,
  label,
  panelId,
  className,
}: {
  value: T
  items: readonly TabItem<T>[]
  onChange: (value: T) => void
  label: string
  panelId?: string
  className?: string
}) {
  const row = useRef<HTMLDivElement>(null)
  const step = (by: number) => {
    const at = items.findIndex((item) => item.value === value)
    const next = items[(at + by + items.length) % items.length]
    if (!next) return
    onChange(next.value)
    row.current?.querySelector<HTMLElement>(`[data-tab="${next.value}"]`)?.focus()
  }
  return (
    <div ref={row} role="tablist" aria-label={label} className={classNames('flex gap-1', className)}>
      {items.map((item) => (
        <button
          key={item.value}
          type="button"
          role="tab"
          data-tab={item.value}
          aria-selected={item.value === value}
          aria-controls={panelId}
          tabIndex={item.value === value ? 0 : -1}
          onClick={() => onChange(item.value)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') step(1)
            else if (event.key === 'ArrowLeft') step(-1)
          }}
          className={classNames(
            'h-[26px] rounded-sm px-2.5',
            item.value === value ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:text-ink',
          )}
        >
          {item.label}
        </button>
      ))}
    </div>
  )
}
