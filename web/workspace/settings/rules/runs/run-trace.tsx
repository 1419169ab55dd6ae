import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleGroup } from '#contract/rule-conditions.ts'
import type { ConditionTrace, RuleRunTrace, RuleStep } from '#contract/rule-runs.ts'
import { classNames } from '../../../../ui/class-names.ts'
import { Icon, type IconName } from '../../../../ui/icon.tsx'
import { useDates } from '../../../../ui/use-dates.ts'
import { Callout } from '../../../forms/callout.tsx'
import { Loaded } from '../../frame/loaded.tsx'
import { isGroup } from '../fields.ts'
import { ruleRunQuery } from '../queries.ts'
import { type RuleWords, useRuleWords } from '../use-rule-words.ts'
import { Differences } from './differences.tsx'

/** One run: what set it going, which conditions held and by which words, what it did. */
export function RunTrace({ id, hasLink }: { id: number; hasLink?: boolean }) {
  const run = useQuery(ruleRunQuery(id))
  return (
    <Loaded query={run} rows={2}>
      {(trace) => <Trace run={trace} hasLink={hasLink} />}
    </Loaded>
  )
}

function Trace({ run, hasLink }: { run: RuleRunTrace; hasLink?: boolean | undefined }) {
  const { t } = useTranslation()
  const dates = useDates()
  const words = useRuleWords()
  const byPath = new Map(run.trace.map((each) => [each.path, each]))
  return (
    <div className="flex flex-col gap-3">
      {run.outcome === 'failed' && (
        <Callout tone="bad" icon="alert">
          {t('rules.runFailed')}
        </Callout>
      )}
      {run.cut && (
        <Callout tone="warn" icon="alert">
          {t(`ruleCut.${run.cut}`)}
        </Callout>
      )}
      <Part name={t('rules.when')}>
        <p>
          {t(`rules.trigger.${run.trigger}`)}{' '}
          <time dateTime={run.at} title={dates.full(run.at)} className="numeric text-ink-3">
            {dates.sentence(run.at)}
          </time>
        </p>
        {run.chain.length > 0 && (
          <p className="text-sm text-ink-3">
            {t('rules.becauseOf', { chain: run.chain.map(({ name }) => `«${name}»`).join(' → ') })}
          </p>
        )}
      </Part>
      <Part name={t('rules.if')}>
        {run.content.conditions.conditions.length === 0 ? (
          <p className="text-ink-3">{t('rules.asksNothing')}</p>
        ) : (
          <Conditions group={run.content.conditions} path="conditions" byPath={byPath} words={words} />
        )}
      </Part>
      <Part name={t('rules.then')}>
        {run.steps.length === 0 ? (
          <p className="text-ink-3">{t('rules.didNothing')}</p>
        ) : (
          <ol className="flex flex-col gap-1.5">
            {run.steps.map((step, at) => (
              <StepLine key={at} step={step} words={words} />
            ))}
          </ol>
        )}
      </Part>
      {hasLink && (
        <p className="flex flex-wrap gap-x-4 text-sm">
          <Link to="/tickets/$ticketId" params={{ ticketId: run.ticket.id }} className="text-accent">
            {t('rules.openTicket', { number: run.ticket.number })}
          </Link>
        </p>
      )}
      <p className="numeric text-xs text-ink-3">{t('rules.byVersion', { version: run.ruleVersion })}</p>
    </div>
  )
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section
      aria-label={name}
      className="grid grid-cols-[64px_minmax(0,1fr)] gap-x-3 border-t border-line pt-2.5"
    >
      <h3 className="font-normal text-ink-3">{name}</h3>
      <div className="min-w-0">{children}</div>
    </section>
  )
}

/** Each condition with what became of it; those that were not asked, because it was decided already, stay grey. */
function Conditions({
  group,
  path,
  byPath,
  words,
}: {
  group: RuleGroup
  path: string
  byPath: ReadonlyMap<string, ConditionTrace>
  words: RuleWords
}) {
  const { t } = useTranslation()
  return (
    <ul className="flex flex-col gap-1">
      {group.conditions.map((condition, at) => {
        const here = `${path}.${at}`
        const trace = byPath.get(here)
        return (
          <li key={here} className={trace ? '' : 'text-ink-3'}>
            <span className="flex items-start gap-2">
              <HeldMark trace={trace} />
              <span className="min-w-0 break-words">
                {at > 0 && <span className="text-ink-3">{t(`rules.join.${group.match}`)} </span>}
                {isGroup(condition) ? words.groupSays(condition) : words.test(condition)}
                {trace && trace.words.length > 0 && (
                  <span className="text-ink-3">
                    {' · '}
                    {t('rules.found')}{' '}
                    {trace.words.map((word) => (
                      <mark key={word} className="mr-1 rounded-xs bg-accent-soft px-1 text-accent">
                        {word}
                      </mark>
                    ))}
                  </span>
                )}
              </span>
            </span>
            {isGroup(condition) && (
              <div className="mt-1 pl-6">
                <Conditions group={condition} path={here} byPath={byPath} words={words} />
              </div>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function HeldMark({ trace }: { trace: ConditionTrace | undefined }) {
  const { t } = useTranslation()
  const state = trace === undefined ? 'notAsked' : trace.isHeld ? 'held' : 'notHeld'
  const icons: Record<typeof state, IconName> = { held: 'check', notHeld: 'close', notAsked: 'minus' }
  return (
    <>
      <Icon
        name={icons[state]}
        size={14}
        className={classNames('mt-[3px]', state === 'held' ? 'text-ok' : 'text-ink-3')}
      />
      <span className="sr-only">{t(`rules.${state}`)} </span>
    </>
  )
}

function StepLine({ step, words }: { step: RuleStep; words: RuleWords }) {
  const { t } = useTranslation()
  const isDone = step.outcome === 'done'
  const { agentName } = step.detail
  const chosen = step.action.type === 'route' && isDone && typeof agentName === 'string' ? agentName : ''
  return (
    <li>
      <span className="flex items-start gap-2">
        <Icon
          name={isDone ? 'check' : step.outcome === 'skipped' ? 'alert' : 'minus'}
          size={14}
          className={classNames(
            'mt-[3px]',
            isDone ? 'text-ok' : step.outcome === 'skipped' ? 'text-warn' : 'text-ink-3',
          )}
        />
        <span className="min-w-0 break-words">
          {words.action(step.action)}
          {chosen && (
            <span>
              {': '}
              <b className="font-medium">{chosen}</b>
            </span>
          )}
          {step.outcome === 'unchanged' && <span className="text-ink-3"> · {t('rules.wasSo')}</span>}
          {step.reason && <span className="text-warn"> · {t(`ruleSkip.${step.reason}`)}</span>}
        </span>
      </span>
      {isDone && Object.keys(step.changes).length > 0 && (
        <div className="pl-6 text-sm">
          <Differences changes={step.changes} />
        </div>
      )}
    </li>
  )
}
