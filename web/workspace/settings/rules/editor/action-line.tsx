import { useTranslation } from 'react-i18next'
import type { RuleAction } from '#contract/rule-actions.ts'
import { useDesk } from '../../../desk.ts'
import { priorities } from '../../../ticket/priority.tsx'
import type { RuleNames } from '../use-rule-names.ts'
import { Chips } from './chips.tsx'
import { FieldAction } from './field-action.tsx'
import { FreezeAction } from './freeze-action.tsx'
import { MailAction, NotifyAction, TextAction } from './letter-actions.tsx'
import { Line } from './line.tsx'
import { PickOne } from './pick-one.tsx'
import { QuietChoice } from './token.tsx'
import { nobody, useChoices } from './use-choices.ts'

const methods = ['own', 'round_robin', 'least_loaded', 'skills'] as const

/** One action as words: what, an arrow, what it becomes. */
export function ActionLine({
  action,
  names,
  isBad,
  onChange,
}: {
  action: RuleAction
  names: RuleNames
  isBad: boolean
  onChange: (action: RuleAction) => void
}) {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const { idItems } = useChoices()
  const name = t(`rules.action.${action.type}`)
  const orNone = (id: number) => (id === nobody ? null : id)
  switch (action.type) {
    case 'set_status':
      return (
        <Line name={name}>
          <PickOne
            label={name}
            value={action.statusId}
            items={idItems('status')}
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
            items={idItems('category')}
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
            items={idItems('team')}
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
            items={idItems('assignee')}
            onPick={(id) => onChange({ ...action, assigneeId: orNone(id) })}
          />
        </Line>
      )
    case 'route':
      return (
        <Line name={name}>
          <QuietChoice
            look="value"
            label={t('rules.method')}
            value={action.method ?? 'own'}
            choices={methods.map((value) => ({ value, label: t(`rules.methods.${value}`) }))}
            onChoose={(method) => onChange({ ...action, method: method === 'own' ? null : method })}
          />
          <span className="text-ink-3">{t('rules.ofTeam')}</span>
          <PickOne
            label={t('rules.field.team')}
            value={action.teamId ?? nobody}
            items={[
              { value: nobody, label: t('rules.teamOfTicket') },
              ...desk.teams.map((team) => ({ value: team.id, label: team.name })),
            ]}
            onPick={(id) => onChange({ ...action, teamId: orNone(id) })}
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
    case 'set_subject':
      return <TextAction name={name} action={action} isBad={isBad} onChange={onChange} />
    case 'add_note':
    case 'reply':
      return <TextAction name={name} action={action} isBad={isBad} onChange={onChange} />
    case 'notify':
      return <NotifyAction name={name} action={action} isBad={isBad} onChange={onChange} />
    case 'mail':
      return <MailAction name={name} action={action} isBad={isBad} onChange={onChange} />
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
    case 'run_macro':
      return (
        <Line name={name}>
          <PickOne
            label={name}
            value={action.macroId}
            items={names.macros}
            isBad={isBad}
            onPick={(macroId) => onChange({ ...action, macroId })}
          />
        </Line>
      )
    case 'call_webhook':
      return (
        <Line name={name}>
          <PickOne
            label={name}
            value={action.webhookId}
            items={names.webhooks}
            isBad={isBad}
            onPick={(webhookId) => onChange({ ...action, webhookId })}
          />
        </Line>
      )
    case 'set_sla_policy':
      return (
        <Line name={name}>
          <PickOne
            label={name}
            value={action.policyId ?? nobody}
            items={[{ value: nobody, label: t('rules.none.policy') }, ...names.policies]}
            onPick={(id) => onChange({ ...action, policyId: orNone(id) })}
          />
        </Line>
      )
    case 'unfreeze':
    case 'stop':
      return <Line name={name} hint={action.type === 'stop' ? t('rules.stopHint') : undefined} />
  }
}
