import { useTranslation } from 'react-i18next'
import type { TicketAction } from '#contract/ticket-actions.ts'
import { Input, Textarea } from '../../../ui/field.tsx'
import { useDesk } from '../../desk.ts'
import { priorities } from '../../ticket/priority.tsx'
import { Chips } from '../sentence/chips.tsx'
import { Line } from '../sentence/line.tsx'
import { PickOne } from '../sentence/pick-one.tsx'
import { QuietChoice } from '../sentence/token.tsx'
import { FieldAction } from './field-action.tsx'
import { FreezeAction } from './freeze-action.tsx'
import type { ActionNames } from './use-action-names.ts'
import { nobody, useTicketChoices } from './use-ticket-choices.ts'

const orNone = (id: number) => (id === nobody ? null : id)

/** One action as words: what, an arrow, what it becomes. */
export function ActionLine({
  action,
  names,
  isBad,
  onChange,
}: {
  action: TicketAction
  names: ActionNames
  isBad: boolean
  onChange: (action: TicketAction) => void
}) {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const choices = useTicketChoices()
  const name = t(`rules.action.${action.type}`)
  switch (action.type) {
    case 'set_status':
      return (
        <Line name={name}>
          <PickOne
            label={name}
            value={action.statusId}
            items={choices.status}
            isBad={isBad}
            onPick={(statusId) => onChange({ ...action, statusId })}
          />
        </Line>
      )
    case 'set_priority':
      return (
        <Line name={name}>
          <QuietChoice
            look="value"
            label={name}
            value={action.priority}
            choices={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
            onChoose={(priority) => onChange({ ...action, priority })}
          />
        </Line>
      )
    case 'set_category':
      return (
        <Line name={name}>
          <PickOne
            label={name}
            value={action.categoryId ?? nobody}
            items={choices.category}
            onPick={(id) => onChange({ ...action, categoryId: orNone(id) })}
          />
        </Line>
      )
    case 'set_team':
      return (
        <Line name={name}>
          <PickOne
            label={name}
            value={action.teamId ?? nobody}
            items={choices.team}
            onPick={(id) => onChange({ ...action, teamId: orNone(id) })}
          />
        </Line>
      )
    case 'set_assignee':
      return (
        <Line name={name}>
          <PickOne
            label={name}
            value={action.assigneeId ?? nobody}
            items={choices.assignee}
            onPick={(id) => onChange({ ...action, assigneeId: orNone(id) })}
          />
        </Line>
      )
    case 'set_subject':
      return (
        <Line name={name}>
          <Input
            aria-label={name}
            aria-invalid={isBad || undefined}
            maxLength={500}
            className="!w-80"
            value={action.subject}
            onChange={(event) => onChange({ ...action, subject: event.target.value })}
          />
        </Line>
      )
    case 'add_tags':
    case 'remove_tags':
      return (
        <Line name={name}>
          <Chips
            label={name}
            placeholder={t('rules.tagExample')}
            another={t('rules.oneMore')}
            values={action.tags}
            suggestions={desk.tags}
            isBad={isBad}
            onChange={(tags) => onChange({ ...action, tags })}
          />
        </Line>
      )
    case 'add_note':
      return (
        <>
          <Line name={name} />
          <div className="basis-full">
            <Textarea
              rows={3}
              aria-label={name}
              aria-invalid={isBad || undefined}
              maxLength={20_000}
              className="!max-w-[640px]"
              placeholder={t('rules.notePlaceholder')}
              value={action.text}
              onChange={(event) => onChange({ ...action, text: event.target.value })}
            />
          </div>
        </>
      )
    case 'set_field':
      return <FieldAction name={name} action={action} names={names} isBad={isBad} onChange={onChange} />
    case 'freeze':
      return <FreezeAction name={name} action={action} isBad={isBad} onChange={onChange} />
    case 'start_checklist':
      return (
        <Line name={name}>
          <PickOne
            label={name}
            value={action.checklistId}
            items={names.checklists}
            isBad={isBad}
            onPick={(checklistId) => onChange({ ...action, checklistId })}
          />
        </Line>
      )
    case 'unfreeze':
      return <Line name={name} hint={t('rules.unfreezeHint')} />
  }
}
