import { useTranslation } from 'react-i18next'
import type { Webhook } from '#contract/webhooks.ts'

const step = 8
const height = 24

/** Tries of the last 24 hours, hour by hour: taken from below in green, failed on top of them in red. */
export function HealthBars({ hours, className }: { hours: Webhook['hours']; className?: string }) {
  const { t, i18n } = useTranslation()
  const most = Math.max(1, ...hours.map(({ taken, failed }) => taken + failed))
  const taken = hours.reduce((sum, hour) => sum + hour.taken, 0)
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0)
  const clock = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : 'ru-RU', {
    hour: '2-digit',
    minute: '2-digit',
  })
  const tall = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * (height - 1)))
  return (
    <svg
      role="img"
      aria-label={t('settings.webhooks.hoursSaid', { taken, failed })}
      viewBox={`0 0 ${hours.length * step} ${height}`}
      preserveAspectRatio="none"
      className={className}
    >
      {hours.map((hour, at) => {
        const good = tall(hour.taken)
        const bad = Math.min(tall(hour.failed), height - good)
        const x = at * step + 1
        return (
          <g key={hour.from}>
            <title>
              {t('settings.webhooks.hourSaid', {
                from: clock.format(new Date(hour.from)),
                taken: hour.taken,
                failed: hour.failed,
              })}
            </title>
            <rect x={at * step} y={0} width={step} height={height} fill="transparent" />
            <rect x={x} y={height - 1} width={step - 2} height={1} fill="var(--line-strong)" />
            <rect x={x} y={height - good} width={step - 2} height={good} fill="var(--ok)" />
            <rect x={x} y={height - good - bad} width={step - 2} height={bad} fill="var(--bad)" />
          </g>
        )
      })}
    </svg>
  )
}
