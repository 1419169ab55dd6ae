import { useTranslation } from 'react-i18next'
import type { TicketClocks } from '#contract/sla.ts'
import { classNames } from '../../ui/class-names.ts'
import { ledgerSum } from './due-words.ts'
import type { Line } from './lines.ts'
import { useClockTimes } from './use-clock-times.ts'
import { useLedgerWords } from './use-ledger-words.ts'

/** The same stretches in words: from when to when, what it added, and why. */
export function LedgerTable({
  lines,
  policy,
  chosen,
}: {
  lines: readonly Line[]
  policy: TicketClocks['policy']
  chosen: string | null
}) {
  const { t } = useTranslation()
  const words = useLedgerWords(policy)
  const times = useClockTimes()
  const added = (line: Line): string => {
    if (line.kind === 'run') return ledgerSum(line.countedMs)
    if (line.kind === 'ahead') return ledgerSum(line.countedMs).slice(1)
    if (line.kind === 'pause') return t('clocks.pauseCell')
    return line.kind === 'stop' ? t('clocks.stopCell') : t('clocks.offCell')
  }
  return (
    <table className="w-full text-left">
      <caption className="sr-only">{t('clocks.table')}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('clocks.when')}</th>
          <th scope="col">{t('clocks.added')}</th>
          <th scope="col">{t('clocks.whyColumn')}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr
            key={line.key}
            className={classNames(
              'align-top max-sm:grid max-sm:grid-cols-[1fr_auto] max-sm:gap-x-3 max-sm:py-1.5',
              chosen === line.key && 'bg-selected',
            )}
          >
            <td className="numeric py-0.5 pr-4 whitespace-nowrap sm:w-[150px]">
              {times.span(line.from, line.to)}
            </td>
            <td className="numeric py-0.5 pr-4 whitespace-nowrap sm:w-[96px]">{added(line)}</td>
            <td className="py-0.5 text-ink-3 max-sm:col-span-2">{words.why(line)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
