import { useTranslation } from 'react-i18next'
import type { RuleAction } from '#contract/rule-actions.ts'
import { Button, IconButton } from '../../../../ui/button.tsx'
import { Menu, MenuGroup, MenuItem } from '../../../../ui/menu.tsx'
import { actionGroups, type ContentProblem, newAction, type Problems } from '../content.ts'
import type { RuleNames } from '../use-rule-names.ts'
import { ActionLine } from './action-line.tsx'
import { Problem, RemoveToken } from './token.tsx'

const mostActions = 30

/** What the rule does, in this order. */
export function ActionList({
  actions,
  names,
  problems,
  sayProblem,
  onChange,
}: {
  actions: readonly RuleAction[]
  names: RuleNames
  problems: Problems
  sayProblem: (problem: ContentProblem) => string
  onChange: (actions: RuleAction[]) => void
}) {
  const { t } = useTranslation()
  const swap = (at: number, to: number) => {
    const [one, other] = [actions[at], actions[to]]
    if (one && other) onChange(actions.with(at, other).with(to, one))
  }
  return (
    <>
      {actions.length > 0 && (
        <ol className="flex flex-col gap-2">
          {actions.map((action, at) => {
            const problem = problems.get(`actions.${at}`)
            return (
              <li key={at} aria-label={t('rules.actionAt', { at: at + 1 })} className="min-w-0">
                <div className="group/action flex min-w-0 items-start gap-1.5">
                  <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
                    <ActionLine
                      key={action.type}
                      action={action}
                      names={names}
                      isBad={problem !== undefined}
                      onChange={(next) => onChange(actions.with(at, next))}
                    />
                  </div>
                  {actions.length > 1 && (
                    <span className="flex opacity-0 group-focus-within/action:opacity-100 group-hover/action:opacity-100 max-md:opacity-100">
                      <IconButton
                        icon="up"
                        label={t('rules.actionUp', { at: at + 1 })}
                        disabled={at === 0}
                        onClick={() => swap(at, at - 1)}
                      />
                      <IconButton
                        icon="down"
                        label={t('rules.actionDown', { at: at + 1 })}
                        disabled={at === actions.length - 1}
                        onClick={() => swap(at, at + 1)}
                      />
                    </span>
                  )}
                  <RemoveToken
                    label={t('rules.removeAction', { name: t(`rules.action.${action.type}`) })}
                    className="mt-[3px]"
                    onClick={() => onChange(actions.toSpliced(at, 1))}
                  />
                </div>
                {problem && <Problem>{sayProblem(problem)}</Problem>}
              </li>
            )
          })}
        </ol>
      )}
      {actions.length < mostActions && (
        <div>
          <Menu
            className="max-h-[min(420px,var(--available-height))]"
            trigger={
              <Button look="ghost" icon="plus">
                {t('rules.addAction')}
              </Button>
            }
          >
            {actionGroups.map(({ group, types }) => (
              <MenuGroup key={group} label={t(`rules.actionGroup.${group}`)}>
                {types.map((type) => (
                  <MenuItem key={type} onSelect={() => onChange([...actions, newAction(type)])}>
                    {t(`rules.action.${type}`)}
                  </MenuItem>
                ))}
              </MenuGroup>
            ))}
          </Menu>
        </div>
      )}
    </>
  )
}
