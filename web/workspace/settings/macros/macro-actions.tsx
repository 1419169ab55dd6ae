import { useTranslation } from 'react-i18next'
import type { TicketAction } from '#contract/ticket-actions.ts'
import { ActionLine } from '../actions/action-line.tsx'
import { ActionList } from '../actions/action-list.tsx'
import { newTicketAction, problemOfTicketAction, ticketActionGroups } from '../actions/ticket-actions.ts'
import { useActionNames } from '../actions/use-action-names.ts'

const mostActions = 20

/** What a macro does to the ticket, in this order. */
export function MacroActions({
  actions,
  isChecked,
  isReadOnly,
  onChange,
}: {
  actions: readonly TicketAction[]
  /** Whether what is missing is to be told. */
  isChecked: boolean
  isReadOnly: boolean
  onChange: (actions: TicketAction[]) => void
}) {
  const { t } = useTranslation()
  const names = useActionNames()
  return (
    <div className="flex flex-col gap-2">
      <ActionList
        actions={actions}
        groups={ticketActionGroups}
        begin={newTicketAction}
        problemAt={(at) => {
          const action = actions[at]
          const problem = isChecked && action ? problemOfTicketAction(action) : null
          return problem ? t(`rules.problem.${problem}`) : null
        }}
        most={mostActions}
        isReadOnly={isReadOnly}
        Line={ActionLine}
        names={names}
        onChange={onChange}
      />
    </div>
  )
}
