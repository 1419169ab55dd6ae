import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { SlaClock, TicketClocks } from '#contract/sla.ts'
import { classNames } from '../../ui/class-names.ts'
import type { Line } from './lines.ts'
import { useClockTimes } from './use-clock-times.ts'
import { useLedgerWords } from './use-ledger-words.ts'

const looks: Record<Line['kind'], string> = {
  run: 'bg-accent',
  ahead: 'bg-accent opacity-55',
  pause:
    'bg-[repeating-linear-gradient(135deg,var(--warn-soft)_0_6px,transparent_6px_12px)] shadow-[inset_0_0_0_1px_var(--warn-soft)]',
  stop: 'bg-ok-soft',
  off: '',
  aheadOff: '',
}

/** A clock's life on a line: counted time is solid, standing time striped, the rest empty; now and the end are marked. */
export function Timeline({
  clock,
  lines,
  policy,
  chosen,
  onChoose,
}: {
  clock: SlaClock
  lines: readonly Line[]
  policy: TicketClocks['policy']
  chosen: string | null
  onChoose: (key: string | null) => void
}) {
  const { t } = useTranslation()
  const words = useLedgerWords(policy)
  const times = useClockTimes()
  const hasAhead = clock.ahead.length > 0
  const isOver = clock.isBreached
  // One that stands or ended has its end on the line, too, when it was over by then.
  const marksDue = clock.dueAt !== null && (hasAhead || clock.state === 'running' || isOver)
  const dueShare = marksDue ? shareUpTo(lines, clock.dueAt) : null
  const scroller = useRef<HTMLDivElement>(null)
  // Where the line is longer than the window, it opens at its end that matters: the deadline.
  useEffect(() => {
    const view = scroller.current
    if (view) view.scrollLeft = ((dueShare ?? 100) / 100) * view.scrollWidth - view.clientWidth + 80
    // oxlint-disable-next-line react/exhaustive-deps -- once; afterwards whoever looks scrolls
  }, [])
  // What scrolls can be reached by keys.
  return (
    <div
      ref={scroller}
      className="overflow-x-auto"
      tabIndex={0}
      role="group"
      aria-label={t('clocks.timeline')}
    >
      <div className="relative px-1 pt-8 pb-11" style={{ minWidth: Math.max(320, lines.length * 44) }}>
        <div className="relative flex h-[34px] rounded-md bg-hover shadow-[inset_0_0_0_1px_var(--line)]">
          {lines.map((line, index) => (
            <button
              key={line.key}
              type="button"
              title={`${times.span(line.from, line.to)}: ${words.short(line)}`}
              aria-pressed={chosen === line.key}
              onClick={() => onChoose(chosen === line.key ? null : line.key)}
              style={{ width: `${line.share}%` }}
              className={classNames(
                '@container relative h-full min-w-0 focus-visible:z-10',
                index === 0 && 'rounded-l-md',
                index === lines.length - 1 && 'rounded-r-md',
                chosen === line.key && 'z-10 outline-2 outline-offset-1 outline-ink-3',
              )}
            >
              <span className="sr-only">{`${times.span(line.from, line.to)}: ${words.short(line)}`}</span>
              <span
                className={classNames(
                  'absolute inset-0',
                  looks[line.kind],
                  index === 0 && 'rounded-l-md',
                  index === lines.length - 1 && 'rounded-r-md',
                )}
              />
              <span
                aria-hidden="true"
                className={classNames(
                  'absolute inset-x-0 -top-[22px] hidden truncate text-center text-xs text-ink-3',
                  line.countedMs > 0 ? '@min-[44px]:block' : '@min-[64px]:block',
                )}
              >
                {words.short(line)}
              </span>
              <span
                aria-hidden="true"
                className="numeric absolute top-[40px] left-0 text-xs whitespace-nowrap text-ink-3"
              >
                <span className="hidden @min-[36px]:inline @min-[92px]:hidden">{times.clock(line.from)}</span>
                <span className="hidden @min-[92px]:inline">
                  {times.mark(line.from, lines[index - 1]?.from)}
                </span>
              </span>
            </button>
          ))}
          {hasAhead && (
            <span
              aria-hidden="true"
              className="absolute -top-1 -bottom-1 w-0.5 bg-ink"
              style={{
                left: `${shareUpTo(lines, lines.find((line) => line.cause === null)?.from ?? null)}%`,
              }}
              title={t('clocks.now')}
            />
          )}
          {dueShare !== null && clock.dueAt !== null && (
            <span
              aria-hidden="true"
              className="absolute -top-2 -bottom-2 w-0.5 bg-bad"
              style={{ left: `min(calc(100% - 2px), ${dueShare}%)` }}
            >
              <b
                className={classNames(
                  'numeric absolute top-[66px] text-xs font-semibold whitespace-nowrap text-bad',
                  dueShare > 60 ? 'right-0' : 'left-0',
                )}
              >
                {t(isOver ? 'clocks.dueWas' : 'clocks.due', { when: times.weekday(clock.dueAt) })}
              </b>
            </span>
          )}
        </div>
      </div>
    </div>
  )
}

/** Where on the line a moment is, in percent; within a stretch in proportion. */
function shareUpTo(lines: readonly Line[], at: string | null): number {
  if (at === null) return 100
  const moment = Date.parse(at)
  let share = 0
  for (const line of lines) {
    const [from, to] = [Date.parse(line.from), Date.parse(line.to)]
    if (moment >= to) share += line.share
    else return moment <= from ? share : share + (line.share * (moment - from)) / (to - from)
  }
  return share
}
