import { useTranslation } from 'react-i18next'
import type { SlaClock, TicketClocks } from '#contract/sla.ts'
import { classNames } from '../../ui/class-names.ts'
import { ledgerSum, spanText } from './due-words.ts'
import type { Line } from './lines.ts'
import { useClockTimes } from './use-clock-times.ts'
import { useLedgerWords } from './use-ledger-words.ts'

const rowClasses =
  'align-top sm:[&>td:first-child]:pl-2 sm:[&>td:last-child]:pr-2 max-sm:px-2 max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:gap-x-3 max-sm:py-1.5'
const cellClasses = 'numeric py-0.5 pr-4 whitespace-nowrap sm:w-[150px]'
const addedClasses = 'numeric py-0.5 pr-4 whitespace-nowrap max-sm:pr-0 sm:w-[96px]'

/** The same stretches in words: from when to when, what it added, and why; under them what they come to. */
export function LedgerTable({
  clock,
  lines,
  policy,
  chosen,
}: {
  clock: SlaClock
  lines: readonly Line[]
  policy: TicketClocks['policy']
  chosen: string | null
}) {
  const { t, i18n } = useTranslation()
  const words = useLedgerWords(policy)
  const times = useClockTimes()
  const added = (line: Line): string => {
    if (line.kind === 'run') return ledgerSum(line.countedMs)
    if (line.kind === 'ahead') return ledgerSum(line.countedMs).slice(1)
    if (line.kind === 'pause') return t('clocks.pauseCell')
    return line.kind === 'stop' ? t('clocks.stopCell') : t('clocks.offCell')
  }
  const sum = clock.carriedMs + lines.reduce((all, line) => all + line.countedMs, 0)
  const promised = spanText(clock.target.minutes * 60_000, i18n.language)
  return (
    <table className="-mx-2 w-[calc(100%+1rem)] text-left">
      <caption className="sr-only">{t('clocks.table')}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('clocks.when')}</th>
          <th scope="col">{t('clocks.added')}</th>
          <th scope="col">{t('clocks.whyColumn')}</th>
        </tr>
      </thead>
      <tbody>
        {clock.carriedMs > 0 && (
          <tr className={rowClasses}>
            <td className={cellClasses}>{t('clocks.carriedWhen')}</td>
            <td className={addedClasses}>{ledgerSum(clock.carriedMs)}</td>
            <td className="py-0.5 text-ink-3 max-sm:col-span-2">{t('clocks.carried')}</td>
          </tr>
        )}
        {lines.map((line) => (
          <tr key={line.key} className={classNames(rowClasses, chosen === line.key && 'bg-selected')}>
            <td className={cellClasses}>{times.span(line.from, line.to)}</td>
            <td className={addedClasses}>{added(line)}</td>
            <td className="py-0.5 text-ink-3 max-sm:col-span-2">{words.why(line)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className={classNames(rowClasses, 'border-t border-line')}>
          <td className={cellClasses}>{t('clocks.total')}</td>
          <td className={addedClasses}>{ledgerSum(sum).slice(1)}</td>
          <td className="py-0.5 text-ink-3 max-sm:col-span-2">
            {t(clock.ahead.length > 0 ? 'clocks.totalPromised' : 'clocks.totalUsed', { time: promised })}
          </td>
        </tr>
      </tfoot>
    </table>
  )
}
