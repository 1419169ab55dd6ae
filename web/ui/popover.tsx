import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A small panel beside what opened it. */
export function Popover({
  label,
  trigger,
  children,
  isOpen,
  onOpenChange,
  side = 'bottom',
  align = 'start',
  className,
}: {
  /** What it is called to whoever does not see it. */
  label: string
  trigger: ReactElement
  children: ReactNode
  isOpen?: boolean
  onOpenChange?: (open: boolean) => void
  side?: 'top' | 'bottom'
  align?: 'start' | 'center' | 'end'
  className?: string
}) {
  return (
    <Base.Root open={isOpen} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} side={side} align={align} className="z-50">
          <Base.Popup aria-label={label} className={classNames('surface pop-in p-3 outline-none', className)}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
