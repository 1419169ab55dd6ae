import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { MacroRun, MacroRunTicket } from '#contract/macro-runs.ts'
import type { MacroUse } from '#contract/macros.ts'
import { Icon } from '../../../ui/icon.tsx'
import { useActionWords } from '../../composer/macros/use-action-words.ts'
import { useVariableName } from '../../composer/macros/use-variable-words.ts'
import { useDesk } from '../../desk.ts'
import { Callout } from '../../forms/callout.tsx'
import { useKnownWords } from '../../settings/frame/use-known-words.ts'

/** How far a run is; afterwards what became of it, those that failed first, each with its reason. */
export function RunOutcome({ run, isStale }: { run: MacroRun; isStale: boolean }) {
  const { t } = useTranslation()
  const known = useKnownWords()
  const action = useActionWords()
  const { desk } = useDesk()
  const nameOf = useVariableName()
  const decided = run.done + run.failed + run.stopped
  const why = ({ problem, detail }: MacroRunTicket) => {
    const missing = detail?.['missing']
    if (problem === 'macro_incomplete' && Array.isArray(missing))
      return t('macro.run.missing', { names: missing.map((name) => nameOf(String(name))).join(', ') })
    if (problem === 'ticket_merged' && typeof detail?.['ticketId'] === 'number')
      return t('macro.run.merged', { number: `${desk.ticketPrefix}-${detail['ticketId']}` })
    return known(`errors.${problem ?? 'internal'}`, t('errors.internal'))
  }
  const skipped = ({ state, detail }: MacroRunTicket) =>
    state === 'done' && Array.isArray(detail?.['skipped']) ? (detail['skipped'] as MacroUse['skipped']) : []
  const but = (ticket: MacroRunTicket) => [
    t('macro.run.skipped', { count: skipped(ticket).length }),
    ...skipped(ticket).map(
      (each) => `${action(each.action)} (${known(`ruleSkip.${each.reason}`, each.reason)})`,
    ),
  ]
  const told = run.tickets.filter((ticket) => ticket.state === 'failed' || skipped(ticket).length > 0)
  return (
    <>
      <div
        role="progressbar"
        aria-label={t('macro.run.progress')}
        aria-valuemin={0}
        aria-valuemax={run.total}
        aria-valuenow={decided}
        className="flex h-2 overflow-hidden rounded-full bg-hover"
      >
        <span className="bg-ok" style={{ width: `${(run.done / run.total) * 100}%` }} />
        <span className="bg-bad" style={{ width: `${(run.failed / run.total) * 100}%` }} />
      </div>
      <p role="status" className="numeric">
        {run.isFinished
          ? run.failed === 0 && run.stopped === 0
            ? t('macro.run.allDone', { count: run.total })
            : t('macro.run.partly', { done: run.done, total: run.total })
          : t('macro.run.going', { done: decided, total: run.total })}
        {run.stopped > 0 && (
          <span className="text-ink-3"> {t('macro.run.stopped', { count: run.stopped })}</span>
        )}
      </p>
      {isStale && !run.isFinished && (
        <Callout tone="warn" icon="offline">
          {t('macro.run.lost')}
        </Callout>
      )}
      {told.length > 0 && (
        <ul
          aria-label={t('macro.run.problems')}
          className="max-h-64 overflow-y-auto rounded-md border border-line"
        >
          {told.map((ticket) => (
            <li
              key={ticket.ticketId}
              className="flex items-start gap-2 border-t border-line px-3 py-1.5 first:border-t-0"
            >
              <Icon
                name="alert"
                size={14}
                className={ticket.state === 'failed' ? 'mt-1 flex-none text-bad' : 'mt-1 flex-none text-warn'}
              />
              <Link
                to="/tickets/$ticketId"
                params={{ ticketId: ticket.ticketId }}
                className="numeric flex-none text-accent hover:underline"
              >
                {ticket.number}
              </Link>
              <span className="min-w-0 break-words text-ink-2">
                {ticket.state === 'failed' ? why(ticket) : but(ticket).join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
