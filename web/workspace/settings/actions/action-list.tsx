import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleAction } from '#contract/rule-actions.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Menu, MenuGroup, MenuItem } from '../../../ui/menu.tsx'
import { Problem, RemoveToken } from '../sentence/token.tsx'
import { usePartFocus } from '../sentence/use-part-focus.ts'
import type { ActionGroup } from './ticket-actions.ts'

interface LineProps<A, N> {
  action: A
  names: N
  isBad: boolean
  onChange: (next: A) => void
}

interface Props<A extends { type: RuleAction['type'] }, N> {
  actions: readonly A[]
  groups: readonly ActionGroup<A['type']>[]
  begin: (type: A['type']) => A
  /** In words, what is wrong with the action at this place. */
  problemAt: (at: number) => string | null
  most: number
  isReadOnly?: boolean
  /** The words of one action. */
  Line: ComponentType<LineProps<A, N>>
  names: N
  onChange: (actions: A[]) => void
}

/** What is done to a ticket, in this order: by a rule, by a macro. */
export function ActionList<A extends { type: RuleAction['type'] }, N>({
  actions,
  groups,
  begin,
  problemAt,
  most,
  isReadOnly = false,
  Line,
  names,
  onChange,
}: Props<A, N>) {
  const { t } = useTranslation()
  const said = (type: RuleAction['type']) => t(`rules.action.${type}`)
  const { parts, goOnAt, beginAt, finalFocus } = usePartFocus()
  const swap = (at: number, to: number) => {
    const [one, other] = [actions[at], actions[to]]
    if (!one || !other) return
    goOnAt(to, to < at ? 'up' : 'down')
    onChange(actions.with(at, other).with(to, one))
  }
  return (
    <div {...parts} className="contents">
      {actions.length > 0 && (
        <ol className="flex flex-col gap-2">
          {actions.map((action, at) => {
            const problem = problemAt(at)
            return (
              <li key={at} data-part aria-label={t('rules.actionAt', { at: at + 1 })} className="min-w-0">
                <div className="group/action flex min-w-0 items-start gap-1.5">
                  <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
                    <Line
                      key={action.type}
                      action={action}
                      names={names}
                      isBad={problem !== null}
                      onChange={(next) => onChange(actions.with(at, next))}
                    />
                  </div>
                  {actions.length > 1 && !isReadOnly && (
                    <span className="flex opacity-0 group-focus-within/action:opacity-100 group-hover/action:opacity-100 max-md:opacity-100">
                      <IconButton
                        icon="up"
                        data-moves="up"
                        label={t('rules.actionUp', { at: at + 1 })}
                        disabled={at === 0}
                        onClick={() => swap(at, at - 1)}
                      />
                      <IconButton
                        icon="down"
                        data-moves="down"
                        label={t('rules.actionDown', { at: at + 1 })}
                        disabled={at === actions.length - 1}
                        onClick={() => swap(at, at + 1)}
                      />
                    </span>
                  )}
                  {!isReadOnly && (
                    <RemoveToken
                      label={t('rules.removeAction', { name: said(action.type) })}
                      className="mt-[3px]"
                      onClick={() => {
                        goOnAt(at)
                        onChange(actions.toSpliced(at, 1))
                      }}
                    />
                  )}
                </div>
                {problem && <Problem>{problem}</Problem>}
              </li>
            )
          })}
        </ol>
      )}
      {!isReadOnly && actions.length < most && (
        <div>
          <Menu
            finalFocus={finalFocus}
            className="max-h-[min(420px,var(--available-height))]"
            trigger={
              <Button data-adds look="ghost" icon="plus">
                {t('rules.addAction')}
              </Button>
            }
          >
            {groups.map(({ group, types }) => (
              <MenuGroup key={group} label={t(`rules.actionGroup.${group}`)}>
                {types.map((type) => (
                  <MenuItem
                    key={type}
                    onSelect={() => {
                      beginAt(actions.length)
                      onChange([...actions, begin(type)])
                    }}
                  >
                    {said(type)}
                  </MenuItem>
                ))}
              </MenuGroup>
            ))}
          </Menu>
        </div>
      )}
    </div>
  )
}
