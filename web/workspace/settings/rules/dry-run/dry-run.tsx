import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DryRunItem } from '#contract/rule-runs.ts'
import type { RuleContent } from '#contract/rules.ts'
import { Button, IconButton } from '../../../../ui/button.tsx'
import { Select } from '../../../../ui/select.tsx'
import { Skeleton } from '../../../../ui/states.tsx'
import { FormFailure } from '../../../forms/callout.tsx'
import { findProblems } from '../content.ts'
import { Differences } from '../runs/differences.tsx'
import { useRuleWords } from '../use-rule-words.ts'
import { useDryRun } from './use-dry-run.ts'

const firstShown = 10
const pageSize = 50
const spans = [7, 31, 92, 366] as const

/** «Если бы правило работало с 22 октября»: what it would have changed, before it is switched on. */
export function DryRun({ content, onClose }: { content: RuleContent; onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const [days, setDays] = useState<number>(31)
  // The rule as it was when it was tried: what is typed meanwhile is tried at the next press.
  const [tried, setTried] = useState(content)
  const [shown, setShown] = useState(firstShown)
  const run = useDryRun(tried, days)
  const { start } = run
  const section = useRef<HTMLElement>(null)
  const isUnfinished = findProblems(tried).size > 0
  useEffect(() => {
    if (!isUnfinished) void start()
  }, [start, isUnfinished])
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which React would take for what to do at the end.
    section.current?.scrollIntoView({ block: 'nearest', behavior: 'instant' })
  }, [])
  const isOutdated = JSON.stringify(tried) !== JSON.stringify(content)
  const number = (value: number) => new Intl.NumberFormat(i18n.language).format(value)
  const since = run.since
    ? new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : 'ru-RU', {
        day: 'numeric',
        month: 'long',
      }).format(new Date(run.since))
    : null
  return (
    <section
      ref={section}
      aria-label={t('rules.tryOnPast')}
      aria-busy={run.isRunning && !isUnfinished}
      className="my-5 overflow-hidden rounded-lg border border-line"
    >
      <header className="flex flex-wrap items-center gap-x-2.5 gap-y-1.5 bg-app px-4 py-3">
        <b className="font-semibold">{since ? t('rules.ifItHadRun', { since }) : t('rules.tryOnPast')}</b>
        <span role="status" className="numeric text-ink-3">
          {run.total !== null &&
            (!run.isWhole
              ? t('rules.wouldSoFar', {
                  found: number(run.items.length),
                  total: number(run.total),
                  examined: number(run.examined),
                })
              : t('rules.wouldChange', {
                  found: number(run.items.length),
                  total: number(run.total),
                  count: run.total,
                }))}
        </span>
        <span className="ml-auto flex items-center gap-2 max-md:w-full">
          <Select
            label={t('rules.span')}
            className="!w-36 max-md:!w-auto max-md:min-w-0 max-md:flex-1"
            value={days}
            options={spans.map((value) => ({ value, label: t(`rules.spans.${value}`) }))}
            onChange={setDays}
          />
          {run.isRunning && !isUnfinished ? (
            <Button onClick={run.stop}>{t('rules.stopTrying')}</Button>
          ) : (
            <Button
              icon="refresh"
              look={isOutdated ? 'primary' : 'plain'}
              onClick={() => (isOutdated ? setTried(content) : void start())}
            >
              {t('rules.tryAgain')}
            </Button>
          )}
          <IconButton icon="close" label={t('action.close')} onClick={onClose} />
        </span>
        {run.isRunning && run.total !== null && run.total > 0 && (
          <span className="h-1 basis-full overflow-hidden rounded-full bg-hover" aria-hidden="true">
            <span
              className="block h-full bg-accent transition-[width] duration-(--fast)"
              style={{ width: `${Math.round((run.examined / run.total) * 100)}%` }}
            />
          </span>
        )}
      </header>
      {isUnfinished ? (
        <p className="border-t border-line px-4 py-3 text-warn">{t('rules.finishFirst')}</p>
      ) : (
        <>
          {run.failure && (
            <div className="border-t border-line p-3">
              <FormFailure text={t(`errors.${run.failure}`)} />
            </div>
          )}
          {run.isRunning && run.items.length === 0 && (
            <div className="flex flex-col gap-2.5 border-t border-line px-4 py-3" aria-hidden="true">
              <Skeleton className="h-4 w-2/3" />
              <Skeleton className="h-4 w-1/2" />
            </div>
          )}
          {run.isWhole && run.items.length === 0 && (
            <p className="border-t border-line px-4 py-3 text-ink-3">{t('rules.wouldChangeNothing')}</p>
          )}
          {run.total !== null && (
            <p className="border-t border-line px-4 py-2 text-sm text-ink-3">{t('rules.asThen')}</p>
          )}
          {run.items.length > 0 && (
            <table className="w-full border-collapse max-md:block">
              <thead className="sr-only">
                <tr>
                  <th scope="col">{t('rules.ticketNumber')}</th>
                  <th scope="col">{t('rules.field.subject')}</th>
                  <th scope="col">{t('rules.differences')}</th>
                </tr>
              </thead>
              <tbody className="max-md:block">
                {run.items.slice(0, shown).map((item, at) => (
                  <ItemRow key={`${item.ticket.id} ${at}`} item={item} />
                ))}
              </tbody>
            </table>
          )}
          {run.items.length > shown && (
            <div className="border-t border-line px-4 py-2.5 text-center">
              <Button onClick={() => setShown(shown === firstShown ? pageSize : shown + pageSize)}>
                {shown === firstShown
                  ? t('rules.showAll', { count: run.items.length })
                  : t('action.loadMore')}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  )
}

function ItemRow({ item }: { item: DryRunItem }) {
  const { t } = useTranslation()
  const words = useRuleWords()
  const found = [...new Set(item.held.flatMap((each) => each.words))]
  return (
    <tr className="border-t border-line align-top max-md:flex max-md:flex-col max-md:gap-0.5 max-md:px-3 max-md:py-2">
      <td className="numeric w-24 px-4 py-2 text-ink-3 max-md:p-0">
        <Link to="/tickets/$ticketId" params={{ ticketId: item.ticket.id }} className="hover:text-accent">
          {item.ticket.number}
        </Link>
      </td>
      <td className="px-4 py-2 max-md:p-0">
        <Link
          to="/tickets/$ticketId"
          params={{ ticketId: item.ticket.id }}
          className="break-words hover:text-accent"
        >
          {item.ticket.subject || t('list.noSubject')}
        </Link>
        {found.length > 0 && (
          <span className="block text-sm text-ink-3">
            {t('rules.foundWords', { words: found.join(', ') })}
          </span>
        )}
      </td>
      <td className="px-4 py-2 max-md:p-0">
        <Differences changes={item.changes} />
        {item.others.length > 0 && (
          <span className="block text-sm text-ink-2">{item.others.map(words.action).join(' · ')}</span>
        )}
      </td>
    </tr>
  )
}
