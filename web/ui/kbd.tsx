import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A key on the keyboard. Hidden where there is no keyboard to press. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={classNames(
        'hidden rounded-xs border border-line bg-panel px-1 font-sans text-xs font-medium whitespace-nowrap text-ink-3',
        'pointer-fine:inline-block',
        className,
      )}
    >
      {children}
    </kbd>
  )
}
