import { useTranslation } from 'react-i18next'
import { classNames } from '../../ui/class-names.ts'

/** How much of what somebody can carry they carry, drawn; the numbers stand beside it. */
export function LoadBar({
  load,
  capacity,
  className,
}: {
  load: number
  capacity: number
  className?: string
}) {
  const { t } = useTranslation()
  const share = capacity === 0 ? 1 : load / capacity
  const tone = share > 1 ? 'bg-bad' : share === 1 ? 'bg-warn' : 'bg-accent'
  return (
    <span className={classNames('flex min-w-0 items-center gap-2', className)}>
      <span aria-hidden="true" className="h-1.5 min-w-8 flex-1 overflow-hidden rounded-full bg-hover">
        <span
          className={classNames('block h-full rounded-full', tone)}
          style={{ width: `${Math.min(100, Math.round(share * 100))}%` }}
        />
      </span>
      <span className="numeric min-w-14 flex-none text-right text-sm text-ink-3">
        {t('attendance.loadOf', { load, capacity })}
      </span>
    </span>
  )
}
