import type { ReactNode } from 'react'

/** The name of what is done, an arrow, and its values. */
export function Line({ name, hint, children }: { name: string; hint?: string; children?: ReactNode }) {
  return (
    <>
      <span className="inline-flex min-h-(--control) items-center rounded-md border border-line-strong bg-raised px-2.5">
        {name}
      </span>
      {children && (
        <span aria-hidden="true" className="text-ink-3">
          →
        </span>
      )}
      {children}
      {hint && <span className="text-sm text-ink-3">{hint}</span>}
    </>
  )
}
