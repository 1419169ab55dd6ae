import { useTranslation } from 'react-i18next'
import type { RuleAction } from '#contract/rule-actions.ts'
import { useDesk } from '../../../desk.ts'
import { ActionLine } from '../../actions/action-line.tsx'
import { ActionList } from '../../actions/action-list.tsx'
import { nobody } from '../../actions/use-ticket-choices.ts'
import { Line } from '../../sentence/line.tsx'
import { PickOne } from '../../sentence/pick-one.tsx'
import { QuietChoice } from '../../sentence/token.tsx'
import { actionGroups, type ContentProblem, newAction, type Problems } from '../content.ts'
import type { RuleNames } from '../use-rule-names.ts'
import { MailAction, NotifyAction, ReplyAction } from './letter-actions.tsx'

const methods = ['own', 'round_robin', 'least_loaded', 'skills'] as const

const mostActions = 30

/** What the rule does, in this order. */
export function RuleActions({
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
  return (
    <ActionList
      actions={actions}
      groups={actionGroups}
      begin={newAction}
      problemAt={(at) => {
        const problem = problems.get(`actions.${at}`)
        return problem ? sayProblem(problem) : null
      }}
      most={mostActions}
      Line={RuleActionLine}
      names={names}
      onChange={onChange}
    />
  )
}

/** Kinds that rules alone have; the others as macros have them. */
function RuleActionLine({
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
  const name = t(`rules.action.${action.type}`)
  const orNone = (id: number) => (id === nobody ? null : id)
  switch (action.type) {
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
    case 'reply':
      return <ReplyAction name={name} action={action} isBad={isBad} onChange={onChange} />
    case 'notify':
      return <NotifyAction name={name} action={action} isBad={isBad} onChange={onChange} />
    case 'mail':
      return <MailAction name={name} action={action} isBad={isBad} onChange={onChange} />
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
    case 'stop':
      return <Line name={name} hint={t('rules.stopHint')} />
    default:
      return <ActionLine action={action} names={names} isBad={isBad} onChange={onChange} />
  }
}
