import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { Icon, type IconName } from './icon.tsx'

/** Nothing to show, why, and what one can do about it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  className,
}: {
  icon: IconName
  title: string
  children?: ReactNode
  action?: ReactNode
  className?: string
}) {
  return (
    <div className={classNames('flex flex-col items-center gap-1 px-6 py-12 text-center', className)}>
      <span className="mb-2 grid size-10 place-items-center rounded-full bg-hover text-ink-3">
        <Icon name={icon} size={20} />
      </span>
      <p className="text-lg font-semibold">{title}</p>
      {children && <div className="max-w-80 text-ink-2">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  )
}

/** Something failed: what, in words, and a way to try again. */
export function ErrorState({
  title,
  detail,
  requestId,
  onRetry,
  className,
}: {
  title: string
  detail?: string
  requestId?: string | null
  onRetry?: () => void
  className?: string
}) {
  const { t } = useTranslation()
  return (
    <div
      role="alert"
      className={classNames('flex flex-col items-center gap-1 px-6 py-12 text-center', className)}
    >
      <span className="mb-2 grid size-10 place-items-center rounded-full bg-bad-soft text-bad">
        <Icon name="alert" size={20} />
      </span>
      <p className="text-lg font-semibold">{title}</p>
      <div className="max-w-80 text-ink-2">{detail ?? t('state.errorText')}</div>
      {requestId && (
        <div className="font-mono text-xs text-ink-3">{t('state.requestId', { id: requestId })}</div>
      )}
      {onRetry && (
        <div className="mt-3">
          <Button icon="refresh" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** A grey shape where something will be. The region around it carries aria-busy. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={classNames('skeleton block', className)} />
}
