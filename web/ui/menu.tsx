import { Menu as Base } from '@base-ui/react/menu'
import { type FocusEvent, type ReactElement, type ReactNode, use, useRef } from 'react'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import { LateStartContext } from './late-start.ts'

export const menuItemClass =
  'flex min-h-7 items-center gap-2 rounded-sm px-2 py-1 outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50'

/** A menu under a button. `children` are `MenuItem`, `MenuChoice`, `MenuSeparator`, `MenuGroup`. */
export function Menu({
  trigger,
  children,
  align = 'start',
  side = 'bottom',
  isOpen,
  onOpenChange,
  finalFocus,
  className,
}: {
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'end'
  side?: 'top' | 'bottom'
  isOpen?: boolean
  onOpenChange?: (open: boolean) => void
  /** Where the keyboard goes on once it is closed, where that is not its button. */
  finalFocus?: () => HTMLElement | true
  className?: string
}) {
  const late = use(LateStartContext)
  const isPressed = useRef(false)
  const begin = ({ target, currentTarget }: FocusEvent<HTMLElement>) => {
    // Opened by its own button, it knows by itself where to begin.
    if (late === null || isPressed.current || target !== currentTarget) return
    const start = late.current
    late.current = 'first'
    if (start === 'none') return
    const items = currentTarget.querySelectorAll<HTMLElement>(
      '[role^="menuitem"]:not([aria-disabled="true"])',
    )
    items[start === 'first' ? 0 : items.length - 1]?.focus()
  }
  const changeOpen = (open: boolean) => {
    isPressed.current = open
    onOpenChange?.(open)
  }
  return (
    <Base.Root open={isOpen} onOpenChange={changeOpen} modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} side={side} className="z-50 outline-none">
          <Base.Popup
            onFocus={begin}
            finalFocus={finalFocus}
            className={classNames(
              'surface pop-in max-h-(--available-height) min-w-44 overflow-y-auto p-1 outline-none',
              className,
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

export function MenuItem({
  icon,
  keys,
  tone,
  isDisabled,
  onSelect,
  children,
}: {
  icon?: IconName
  keys?: string
  tone?: 'bad'
  isDisabled?: boolean
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <Base.Item
      className={classNames(menuItemClass, tone === 'bad' && 'text-bad')}
      disabled={isDisabled}
      onClick={onSelect}
    >
      {icon && <Icon name={icon} className={tone === 'bad' ? '' : 'text-ink-3'} />}
      <span className="min-w-0 flex-1">{children}</span>
      {keys && <Kbd>{keys}</Kbd>}
    </Base.Item>
  )
}

export interface Choice<T extends string | number> {
  readonly value: T
  readonly label: ReactNode
  readonly mark?: ReactNode
}

/** One of several: the chosen one carries a tick. */
export function MenuChoices<T extends string | number>({
  value,
  choices,
  onChoose,
  label,
}: {
  value: T | null
  choices: readonly Choice<T>[]
  onChoose: (value: T) => void
  label?: string
}) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: T) => onChoose(next)} aria-label={label}>
      {choices.map((choice) => (
        <Base.RadioItem key={choice.value} value={choice.value} closeOnClick className={menuItemClass}>
          {choice.mark}
          <span className="min-w-0 flex-1">{choice.label}</span>
          <Base.RadioItemIndicator>
            <Icon name="check" className="text-accent" />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="my-1 h-px bg-line" />
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-2 pb-1 text-xs font-medium text-ink-3">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  )
}
