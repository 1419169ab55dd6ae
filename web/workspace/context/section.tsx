import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'

/** One part of the context, under its own heading. */
export function Section({ title, end, children }: { title?: string; end?: ReactNode; children: ReactNode }) {
  return (
    <section className="border-b border-line p-4 last:border-0">
      {title && (
        <h2 className="mb-2 flex text-sm font-medium text-ink-3">
          {title}
          {end !== undefined && <span className="numeric ml-auto font-normal">{end}</span>}
        </h2>
      )}
      {children}
    </section>
  )
}

/** A name and its value, in the two columns of the context. */
export function Fact({
  label,
  children,
  className,
}: {
  label: ReactNode
  children: ReactNode
  className?: string
}) {
  return (
    <div className={classNames('grid grid-cols-[96px_minmax(0,1fr)] items-start gap-2', className)}>
      <dt className="py-0.5 text-ink-3">{label}</dt>
      <dd className="flex min-h-6 min-w-0 flex-wrap items-center gap-1.5">{children}</dd>
    </div>
  )
}

/** A part of the context that could not be fetched, in one line. */
export function NotLoaded({ text, onRetry }: { text: string; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-2">
      <span className="text-ink-2">{text}</span>
      <Button look="ghost" icon="refresh" className="-ml-1.5" onClick={onRetry}>
        {t('action.retry')}
      </Button>
    </div>
  )
}
