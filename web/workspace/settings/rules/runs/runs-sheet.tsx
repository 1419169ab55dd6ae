import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleRun } from '#contract/rule-runs.ts'
import type { Rule } from '#contract/rules.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { EmptyState } from '../../../../ui/states.tsx'
import { Tag, type TagTone } from '../../../../ui/tag.tsx'
import { useDates } from '../../../../ui/use-dates.ts'
import { Loaded } from '../../frame/loaded.tsx'
import { ruleRunsQuery } from '../queries.ts'
import { useRuleWords } from '../use-rule-words.ts'
import { RunTrace } from './run-trace.tsx'

export const outcomeTone: Record<RuleRun['outcome'], TagTone> = {
  acted: 'ok',
  unchanged: 'plain',
  cut: 'warn',
  failed: 'bad',
}

/** «История запусков»: when the rule held, newest first; each opens into what was asked and what was done. */
export function RunsSheet({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const { t } = useTranslation()
  const runs = useInfiniteQuery(ruleRunsQuery(rule.id))
  const [shown, setShown] = useState<number | null>(null)
  const items = runs.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Dialog isOpen onClose={onClose} title={t('rules.runs')} place="right" width={600}>
      <div className="p-2">
        <Loaded query={runs} rows={6}>
          {() =>
            items.length === 0 ? (
              <EmptyState icon="clock" title={t('rules.noRunsTitle')}>
                {t('rules.noRunsText')}
              </EmptyState>
            ) : (
              <ul>
                {items.map((run) => (
                  <RunRow
                    key={run.id}
                    run={run}
                    isOpen={shown === run.id}
                    onToggle={() => setShown(shown === run.id ? null : run.id)}
                  />
                ))}
              </ul>
            )
          }
        </Loaded>
        {runs.hasNextPage && (
          <div className="py-4 text-center">
            <Button isBusy={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>
              {t('action.loadMore')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}

function RunRow({ run, isOpen, onToggle }: { run: RuleRun; isOpen: boolean; onToggle: () => void }) {
  const { t } = useTranslation()
  const dates = useDates()
  const words = useRuleWords()
  const did = run.steps.filter((step) => step.outcome === 'done').map((step) => words.action(step.action))
  return (
    <li className="border-t border-line first:border-t-0">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="block w-full rounded-md px-3 py-2.5 text-left hover:bg-hover"
      >
        <span className="flex items-baseline gap-2">
          <span className="numeric flex-none text-ink-3">{run.ticket.number}</span>
          {run.ticket.subject || t('list.noSubject')}
          <span className="numeric ml-auto flex-none text-sm text-ink-3">{dates.list(run.at)}</span>
        </span>
        <span className="mt-0.5 flex flex-wrap items-center gap-2 text-sm text-ink-2">
          <Tag tone={outcomeTone[run.outcome]}>{t(`rules.outcome.${run.outcome}`)}</Tag>
          <span className="min-w-0 break-words">{run.cut ? t(`ruleCut.${run.cut}`) : did.join(' · ')}</span>
        </span>
      </button>
      {isOpen && (
        <div className="px-3 pb-4">
          <RunTrace id={run.id} hasLink />
        </div>
      )}
    </li>
  )
}
