import { useTranslation } from 'react-i18next'
import type { RuleCondition, RuleGroup } from '#contract/rule-conditions.ts'
import { Button } from '../../../../ui/button.tsx'
import { classNames } from '../../../../ui/class-names.ts'
import { type ContentProblem, newGroup, type Problems } from '../content.ts'
import { isGroup, testOf } from '../fields.ts'
import { mostConditions, mostDepth } from '../options.ts'
import type { RuleNames } from '../use-rule-names.ts'
import { ConditionLine } from './condition-line.tsx'
import { usePartFocus } from '../../sentence/use-part-focus.ts'
import { Problem, QuietChoice, RemoveToken } from '../../sentence/token.tsx'

/** Conditions joined by "and" or "or"; a group within stands in a frame of its own. */
export function ConditionGroup({
  group,
  path,
  depth,
  count,
  names,
  problems,
  sayProblem,
  onChange,
}: {
  group: RuleGroup
  path: string
  depth: number
  /** Conditions of the whole rule. */
  count: number
  names: RuleNames
  problems: Problems
  sayProblem: (problem: ContentProblem) => string
  onChange: (group: RuleGroup) => void
}) {
  const { t } = useTranslation()
  const { conditions } = group
  const { parts, goOnAt } = usePartFocus()
  const add = (condition: RuleCondition) => {
    goOnAt(conditions.length)
    set([...conditions, condition])
  }
  const set = (next: RuleCondition[]) => onChange({ ...group, conditions: next })
  return (
    <div {...parts} className="flex min-w-0 flex-col gap-2">
      {conditions.map((condition, at) => {
        const here = `${path}.${at}`
        const problem = problems.get(here)
        const remove = (
          <RemoveToken
            label={t(isGroup(condition) ? 'rules.removeGroup' : 'rules.removeCondition', { at: at + 1 })}
            className={isGroup(condition) ? undefined : 'mt-[3px]'}
            onClick={() => {
              goOnAt(at)
              set(conditions.toSpliced(at, 1))
            }}
          />
        )
        return (
          // Conditions have no identity of their own; the place is what they are.
          <div
            key={at}
            data-part
            role="group"
            aria-label={t('rules.conditionAt', { at: at + 1 })}
            className="min-w-0"
          >
            {/* Where it is narrow, a group gets the whole width and what joins it stands above. */}
            <div
              className={classNames(
                'flex min-w-0 items-start gap-1.5',
                isGroup(condition) && 'max-md:flex-col max-md:gap-1',
              )}
            >
              {conditions.length > 1 &&
                (at === 0 ? (
                  <span className="w-13 flex-none max-md:hidden" aria-hidden="true" />
                ) : (
                  <span data-joins className="flex w-13 flex-none justify-end">
                    <QuietChoice
                      label={t('rules.howJoined')}
                      value={group.match}
                      choices={(['all', 'any'] as const).map((value) => ({
                        value,
                        label: t(`rules.join.${value}`),
                      }))}
                      onChoose={(match) => onChange({ ...group, match })}
                    />
                  </span>
                ))}
              {isGroup(condition) ? (
                <div className="flex min-w-0 flex-1 flex-col gap-2 rounded-md border border-line bg-app/60 p-2.5 max-md:w-full max-md:p-2">
                  <div className="-my-1 flex items-center justify-between text-ink-3">
                    <QuietChoice
                      label={t('rules.groupMeans')}
                      value={`${condition.isNot ? 'not_' : ''}${condition.match}`}
                      choices={(['all', 'any', 'not_any', 'not_all'] as const).map((value) => ({
                        value,
                        label: t(`rules.group.${value}`),
                      }))}
                      onChoose={(value) =>
                        set(
                          conditions.with(at, {
                            ...condition,
                            isNot: value.startsWith('not_'),
                            match: value.endsWith('any') ? 'any' : 'all',
                          }),
                        )
                      }
                    />
                    {remove}
                  </div>
                  <ConditionGroup
                    group={condition}
                    path={here}
                    depth={depth + 1}
                    count={count}
                    names={names}
                    problems={problems}
                    sayProblem={sayProblem}
                    onChange={(next) => set(conditions.with(at, next))}
                  />
                </div>
              ) : (
                <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
                  <ConditionLine
                    test={condition}
                    names={names}
                    isBad={problem !== undefined}
                    onChange={(next) => set(conditions.with(at, next))}
                  />
                </div>
              )}
              {!isGroup(condition) && remove}
            </div>
            {problem && (
              <div className={classNames(conditions.length > 1 && 'pl-[58px] max-md:pl-0')}>
                <Problem>{sayProblem(problem)}</Problem>
              </div>
            )}
          </div>
        )
      })}
      {count < mostConditions && (
        <div className="flex flex-wrap gap-1">
          <Button data-adds look="ghost" icon="plus" onClick={() => add(testOf('text'))}>
            {t(conditions.length === 0 ? 'rules.addFirstCondition' : 'rules.addCondition')}
          </Button>
          {depth < mostDepth && (
            <Button look="ghost" icon="stack" onClick={() => add(newGroup())}>
              {t('rules.addGroupOfConditions')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
