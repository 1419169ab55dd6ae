import { useTranslation } from 'react-i18next'
import type { TicketAction } from '#contract/ticket-actions.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { ActionFields } from './action-fields.tsx'
import { type ActionType, actionTypes, startAction, useActionChoices } from './action-choices.ts'

const mostActions = 20

/** What a macro does to the ticket, line by line, in their order. */
export function ActionList({
  actions,
  isReadOnly,
  onChange,
}: {
  actions: readonly TicketAction[]
  isReadOnly: boolean
  onChange: (actions: TicketAction[]) => void
}) {
  const { t } = useTranslation()
  const choices = useActionChoices()
  const offered = actionTypes.filter((type) => startAction(type, choices) !== null)
  const add = (type: ActionType) => {
    const action = startAction(type, choices)
    if (action) onChange([...actions, action])
  }
  return (
    <div className="flex flex-col gap-2">
      {actions.length > 0 && (
        <ol className="flex flex-col gap-2">
          {actions.map((action, at) => (
            // Lines have no identity of their own; the place is what they are.
            <li key={`${at} ${action.type}`} className="flex items-start gap-2">
              <span className="w-32 flex-none pt-1 text-ink-2 max-md:w-24">
                {t(`macro.action.${action.type}`)}
              </span>
              <div className="min-w-0 flex-1">
                <ActionFields
                  action={action}
                  choices={choices}
                  onChange={(next) => onChange(actions.toSpliced(at, 1, next))}
                />
              </div>
              {!isReadOnly && (
                <IconButton
                  icon="close"
                  label={t('macro.removeAction', { name: t(`macro.action.${action.type}`) })}
                  onClick={() => onChange(actions.toSpliced(at, 1))}
                />
              )}
            </li>
          ))}
        </ol>
      )}
      {!isReadOnly && actions.length < mostActions && (
        <div>
          <Menu trigger={<Button icon="plus">{t('macro.addAction')}</Button>}>
            {offered.map((type) => (
              <MenuItem key={type} onSelect={() => add(type)}>
                {t(`macro.action.${type}`)}
              </MenuItem>
            ))}
          </Menu>
        </div>
      )}
    </div>
  )
}
