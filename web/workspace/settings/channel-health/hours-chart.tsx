import { useTranslation } from 'react-i18next'
import type { InboxHealth } from '#contract/channel-health.ts'

const step = 8
const half = 26

/** Letters by the hour for two days: received above the line, sent below it. Every figure is in the table too. */
export function HoursChart({ hours }: { hours: InboxHealth['hours'] }) {
  const { t, i18n } = useTranslation()
  const most = Math.max(1, ...hours.flatMap(({ received, sent }) => [received, sent]))
  const sum = (of: 'received' | 'sent') => hours.reduce((all, hour) => all + hour[of], 0)
  const number = new Intl.NumberFormat(i18n.language)
  const clock = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : 'ru-RU', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
  const facts = { received: number.format(sum('received')), sent: number.format(sum('sent')) }
  const height = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / most) * (half - 1)))
  const busy = hours.filter((hour) => hour.received + hour.sent > 0)
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 flex flex-wrap gap-x-4 text-sm text-ink-3">
        <span>{t('settings.health.hours')}</span>
        <Legend className="bg-accent">{t('settings.health.hoursIn', facts)}</Legend>
        <Legend className="bg-ok">{t('settings.health.hoursOut', facts)}</Legend>
      </figcaption>
      <svg
        role="img"
        aria-label={t('settings.health.hoursSaid', facts)}
        viewBox={`0 0 ${hours.length * step} ${half * 2}`}
        preserveAspectRatio="none"
        className="h-14 w-full"
      >
        {hours.map((hour, at) => (
          <g key={hour.at}>
            <title>{t('settings.health.hourSaid', { ...hour, at: clock.format(new Date(hour.at)) })}</title>
            <rect x={at * step} y={0} width={step} height={half * 2} fill="transparent" />
            <rect
              x={at * step + 1}
              y={half - height(hour.received)}
              width={step - 2}
              height={height(hour.received)}
              rx={1}
              fill="var(--accent)"
            />
            <rect
              x={at * step + 1}
              y={half + 1}
              width={step - 2}
              height={height(hour.sent)}
              rx={1}
              fill="var(--ok)"
            />
          </g>
        ))}
        <line
          x1={0}
          x2={hours.length * step}
          y1={half + 0.5}
          y2={half + 0.5}
          stroke="var(--line-strong)"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div className="flex justify-between text-xs text-ink-3" aria-hidden="true">
        <span>{t('settings.health.hoursFrom')}</span>
        <span>{t('settings.health.hoursNow')}</span>
      </div>
      {busy.length > 0 && (
        <details className="text-sm">
          <summary className="cursor-pointer text-ink-3 hover:text-ink">
            {t('settings.health.asTable')}
          </summary>
          <table className="numeric mt-1 w-full max-w-96">
            <thead className="text-left text-ink-3">
              <tr>
                <th scope="col" className="font-normal">
                  {t('settings.health.hour')}
                </th>
                <th scope="col" className="font-normal">
                  {t('settings.health.received')}
                </th>
                <th scope="col" className="font-normal">
                  {t('settings.health.sent')}
                </th>
              </tr>
            </thead>
            <tbody>
              {busy.map((hour) => (
                <tr key={hour.at}>
                  <td>{clock.format(new Date(hour.at))}</td>
                  <td>{number.format(hour.received)}</td>
                  <td>{number.format(hour.sent)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </figure>
  )
}

function Legend({ className, children }: { className: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className={`size-2 rounded-full ${className}`} />
      {children}
    </span>
  )
}
