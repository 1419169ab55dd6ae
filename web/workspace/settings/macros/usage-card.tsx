import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { getMacroUsage } from '#contract/macros.ts'
import { call } from '../../../api/call.ts'
import { dateTag } from '../../../ui/dates.ts'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import { Loaded } from '../frame/loaded.tsx'

/** How often a macro was used in the last 30 days, day by day, by whom, and whether its words were left as they are. */
export function UsageCard({ macroId }: { macroId: number }) {
  const { t, i18n } = useTranslation()
  const { agentName } = useDesk()
  const dates = useDates()
  const usage = useQuery({
    queryKey: ['settings', 'macro-usage', macroId],
    queryFn: ({ signal }) => call(getMacroUsage, { params: { id: macroId } }, { signal }),
  })
  const number = new Intl.NumberFormat(i18n.language)
  const day = new Intl.DateTimeFormat(dateTag(i18n.language), {
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  })
  return (
    <Loaded query={usage} rows={2}>
      {({ total, days, sentUnchanged, sentEdited, agents, byRules, unsent }) => {
        const most = Math.max(1, ...days.map((each) => each.count))
        const sum = days.reduce((all, each) => all + each.count, 0)
        const sent = sentUnchanged + sentEdited
        return total === 0 && unsent === 0 ? (
          <p className="text-ink-3">{t('macro.neverUsed')}</p>
        ) : (
          <div className="flex flex-col gap-4">
            <div>
              <p>
                <span className="text-lg font-semibold numeric">{number.format(sum)}</span>{' '}
                <span className="text-ink-2">{t('macro.usedIn30', { count: sum })}</span>
                {byRules > 0 && (
                  <span className="text-ink-3"> · {t('macro.byRules', { count: byRules })}</span>
                )}
              </p>
              <div
                role="img"
                aria-label={t('macro.chart', { count: sum })}
                className="mt-2 flex h-16 items-end gap-[3px] border-b border-line"
              >
                {days.map((each) => (
                  <span
                    key={each.day}
                    title={`${day.format(new Date(each.day))}: ${number.format(each.count)}`}
                    className="flex h-full flex-1 items-end"
                  >
                    <span
                      className={each.count > 0 ? 'w-full rounded-t-[2px] bg-accent' : 'w-full'}
                      style={{ height: each.count > 0 ? `${Math.max(6, (each.count / most) * 100)}%` : 0 }}
                    />
                  </span>
                ))}
              </div>
              <div className="mt-1 flex justify-between text-xs text-ink-3">
                <span>{day.format(new Date(days[0]?.day ?? 0))}</span>
                <span>{t('macro.today')}</span>
              </div>
            </div>
            {unsent > 0 && <p className="-mt-2 text-sm text-ink-3">{t('macro.unsent', { count: unsent })}</p>}
            {sent > 0 && (
              <div>
                <div className="flex h-2 overflow-hidden rounded-full bg-hover">
                  <span className="bg-ok" style={{ width: `${(sentUnchanged / sent) * 100}%` }} />
                  <span className="bg-warn" style={{ width: `${(sentEdited / sent) * 100}%` }} />
                </div>
                <p className="mt-1 text-sm text-ink-2">
                  {t('macro.sentUnchanged', { count: sentUnchanged })} ·{' '}
                  {t('macro.sentEdited', { count: sentEdited })}
                </p>
              </div>
            )}
            {agents.length > 0 && (
              <ul className="flex flex-col gap-1">
                {agents.map((each) => (
                  <li key={each.agentId} className="flex items-baseline gap-2">
                    <span className="min-w-0 flex-1 truncate">
                      {agentName(each.agentId) ?? t('macro.gone')}
                    </span>
                    <span className="text-sm text-ink-3">{dates.list(each.lastAt)}</span>
                    <span className="numeric w-10 text-right">{number.format(each.count)}</span>
                  </li>
                ))}
              </ul>
            )}
          </div>
        )
      }}
    </Loaded>
  )
}
