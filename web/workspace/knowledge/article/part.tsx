import type { ReactNode } from 'react'

/** A named part of the column. */
export function Part({
  label,
  action,
  children,
}: {
  label: string
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <section className="min-w-0">
      <div className="mb-1 flex min-h-5 items-center">
        <h2 className="mr-auto text-sm font-medium text-ink-3">{label}</h2>
        {action}
      </div>
      {children}
    </section>
  )
}
