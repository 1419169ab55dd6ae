import type { ReactNode } from 'react'
import { classNames } from '../../../ui/class-names.ts'

/** A framed list: an optional header on the page's own grey, rows under it. */
export function Card({
  header,
  className,
  children,
}: {
  header?: ReactNode
  className?: string
  children?: ReactNode
}) {
  return (
    <section className={classNames('overflow-hidden rounded-lg border border-line', className)}>
      {header && (
        <header className="flex min-h-12 flex-wrap items-center gap-x-2.5 gap-y-1 border-b border-line bg-app px-4 py-2 last:border-b-0">
          {header}
        </header>
      )}
      {children}
    </section>
  )
}

/** One row of a card. */
export function Row({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <div
      className={classNames(
        'flex min-h-11 items-center gap-3 border-t border-line px-4 py-2 first:border-t-0',
        className,
      )}
    >
      {children}
    </div>
  )
}
