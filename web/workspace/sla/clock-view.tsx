import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SlaClock, TicketClocks } from '#contract/sla.ts'
import { Tag } from '../../ui/tag.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { spanText } from './due-words.ts'
import { LedgerTable } from './ledger-table.tsx'
import { linesOf } from './lines.ts'
import { Timeline } from './timeline.tsx'
import { useClockTimes } from './use-clock-times.ts'

/** One clock: what was promised, what is left, and every stretch on the way there. */
export function ClockView({ clock, policy }: { clock: SlaClock; policy: TicketClocks['policy'] }) {
  const { t } = useTranslation()
  const times = useClockTimes()
  const dates = useDates()
  const lines = useMemo(() => linesOf(clock), [clock])
  const [chosen, setChosen] = useState<string | null>(null)
  return (
    <div className="px-4 pb-4">
      <p className={clock.remainingMs < 0 ? 'text-bad' : 'text-ink-2'}>
        <Standing clock={clock} />
      </p>
      <Timeline clock={clock} lines={lines} policy={policy} chosen={chosen} onChoose={setChosen} />
      <LedgerTable clock={clock} lines={lines} policy={policy} chosen={chosen} />
      {clock.warnings.length > 0 && clock.endedAt === null && (
        <ul className="mt-3 flex flex-wrap gap-1.5">
          {clock.warnings.map(({ warning, at, isPast }) => {
            const name =
              warning.kind === 'percent'
                ? t('clocks.warnPercent', { percent: warning.percent })
                : t('clocks.warnMinutes', { minutes: warning.minutes })
            return (
              <li key={name}>
                <Tag tone={isPast ? 'warn' : 'plain'}>
                  <span title={at === null ? undefined : dates.full(at)}>
                    {at === null ? name : `${name}: ${times.weekday(at)}`}
                  </span>
                </Tag>
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}

/** How it stands, in a sentence. */
function Standing({ clock }: { clock: SlaClock }) {
  const { t, i18n } = useTranslation()
  const used = spanText(clock.elapsedMs, i18n.language)
  const left = spanText(clock.remainingMs, i18n.language)
  const isOver = clock.remainingMs < 0
  switch (clock.state) {
    case 'running':
      return t(isOver ? 'clocks.standing.over' : 'clocks.standing.running', { used, left })
    case 'paused':
      return t(isOver ? 'clocks.standing.pausedOver' : 'clocks.standing.paused', { used, left })
    case 'stopped':
      return t('clocks.standing.stopped', { used })
    case 'met':
      return t(isOver ? 'clocks.standing.metLate' : 'clocks.standing.met', { used, left })
    case 'dropped':
      return t('clocks.standing.dropped', { used })
  }
}
