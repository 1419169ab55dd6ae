import { useTranslation } from 'react-i18next'
import type { RuleTrigger, TriggerKind } from '#contract/rule-triggers.ts'
import { Button } from '../../../../ui/button.tsx'
import { Menu, MenuGroup, MenuItem } from '../../../../ui/menu.tsx'
import type { ContentProblem, Problems } from '../content.ts'
import { triggerGroups } from '../options.ts'
import type { RuleNames } from '../use-rule-names.ts'
import { TriggerDetails } from './trigger-details.tsx'
import { usePartFocus } from '../../sentence/use-part-focus.ts'
import { Problem, QuietChoice, RemoveToken } from '../../sentence/token.tsx'

export function newTrigger(on: TriggerKind): RuleTrigger {
  switch (on) {
    case 'field_changed':
      return { on, field: 'status', key: null, from: null, to: null }
    case 'sla_warned':
    case 'sla_breached':
      return { on, clocks: null }
    case 'silence':
      return { on, of: 'agents', hours: 24, calendarId: null }
    case 'schedule': {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
      return { on, days: [1, 2, 3, 4, 5], time: '09:00', timeZone }
    }
    default:
      return { on }
  }
}

/** What sets the rule going: one of these. */
export function TriggerList({
  triggers,
  names,
  problems,
  sayProblem,
  onChange,
}: {
  triggers: readonly RuleTrigger[]
  names: RuleNames
  problems: Problems
  sayProblem: (problem: ContentProblem) => string
  onChange: (triggers: RuleTrigger[]) => void
}) {
  const { t } = useTranslation()
  const { parts, goOnAt, beginAt, finalFocus } = usePartFocus()
  const choices = triggerGroups
    .flatMap(({ kinds }): readonly TriggerKind[] => kinds)
    .map((value) => ({ value, label: t(`rules.trigger.${value}`) }))
  return (
    <>
      <div {...parts} className="flex flex-wrap items-center gap-1.5">
        {triggers.map((trigger, at) => {
          const problem = problems.get(`triggers.${at}`)
          return (
            <span
              key={at}
              data-part
              role="group"
              aria-label={t('rules.triggerAt', { at: at + 1 })}
              className="flex max-w-full flex-wrap items-center gap-1.5"
            >
              {at > 0 && <span className="text-ink-3">{t('rules.join.any')}</span>}
              <span className="inline-flex items-center">
                <QuietChoice
                  look="name"
                  label={t('rules.event')}
                  value={trigger.on}
                  choices={choices}
                  onChoose={(on) => on !== trigger.on && onChange(triggers.with(at, newTrigger(on)))}
                />
              </span>
              <TriggerDetails
                key={trigger.on}
                trigger={trigger}
                names={names}
                isBad={problem !== undefined}
                onChange={(next) => onChange(triggers.with(at, next))}
              />
              {triggers.length > 1 && (
                <RemoveToken
                  label={t('rules.removeTrigger', { name: t(`rules.trigger.${trigger.on}`) })}
                  onClick={() => {
                    goOnAt(at)
                    onChange(triggers.toSpliced(at, 1))
                  }}
                />
              )}
              {problem && <Problem>{sayProblem(problem)}</Problem>}
            </span>
          )
        })}
        {triggers.length < 20 && (
          <Menu
            finalFocus={finalFocus}
            trigger={
              <Button data-adds look="ghost" icon="plus" aria-label={t('rules.addTrigger')}>
                {t('rules.join.any')}
              </Button>
            }
          >
            {triggerGroups.map(({ group, kinds }) => (
              <MenuGroup key={group} label={t(`rules.triggerGroup.${group}`)}>
                {kinds.map((kind) => (
                  <MenuItem
                    key={kind}
                    onSelect={() => {
                      beginAt(triggers.length)
                      onChange([...triggers, newTrigger(kind)])
                    }}
                  >
                    {t(`rules.trigger.${kind}`)}
                  </MenuItem>
                ))}
              </MenuGroup>
            ))}
          </Menu>
        )}
      </div>
    </>
  )
}
