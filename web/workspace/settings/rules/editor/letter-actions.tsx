import { useTranslation } from 'react-i18next'
import type { RuleAction } from '#contract/rule-actions.ts'
import { Checkbox, Input, Textarea } from '../../../../ui/field.tsx'
import { useDesk } from '../../../desk.ts'
import { looksLikeEmail } from '../../../forms/field-problem.ts'
import { Line } from '../../sentence/line.tsx'
import { Chips } from '../../sentence/chips.tsx'
import { ChoiceValues } from '../../sentence/choice-values.tsx'

type Of<T extends RuleAction['type']> = Extract<RuleAction, { type: T }>
interface Props<A extends RuleAction> {
  name: string
  action: A
  isBad: boolean
  onChange: (action: A) => void
}

const textClass = 'basis-full !max-w-[640px]'

/** Words to the customer. */
export function ReplyAction({ name, action, isBad, onChange }: Props<Of<'reply'>>) {
  const { t } = useTranslation()
  return (
    <>
      <Line name={name} hint={t('rules.replyHint')} />
      <Textarea
        rows={3}
        aria-label={name}
        aria-invalid={isBad || undefined}
        maxLength={20_000}
        className={textClass}
        placeholder={t('rules.replyExample')}
        value={action.text}
        onChange={(event) => onChange({ ...action, text: event.target.value })}
      />
      <p className="basis-full text-sm text-ink-3">{t('rules.templateHint')}</p>
    </>
  )
}

/** Tells colleagues: chosen ones, teams, whoever has the ticket. */
export function NotifyAction({ name, action, isBad, onChange }: Props<Of<'notify'>>) {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const noWho = action.agentIds.length + action.teamIds.length === 0 && !action.toAssignee
  return (
    <>
      <Line name={name}>
        <ChoiceValues
          label={t('rules.agents')}
          emptyLabel={t('rules.agents')}
          values={action.agentIds}
          items={desk.agents
            .filter((agent) => agent.isActive)
            .map((agent) => ({ value: agent.id, label: agent.name }))}
          isBad={isBad && noWho}
          onChange={(agentIds) => onChange({ ...action, agentIds })}
        />
        <ChoiceValues
          label={t('rules.teams')}
          emptyLabel={t('rules.teams')}
          values={action.teamIds}
          items={desk.teams.map((team) => ({ value: team.id, label: team.name }))}
          isBad={isBad && noWho}
          onChange={(teamIds) => onChange({ ...action, teamIds })}
        />
        <Checkbox
          label={t('rules.toAssignee')}
          checked={action.toAssignee}
          onChange={(event) => onChange({ ...action, toAssignee: event.target.checked })}
        />
      </Line>
      <Textarea
        rows={2}
        aria-label={t('rules.notice')}
        aria-invalid={(isBad && action.text.trim() === '') || undefined}
        placeholder={t('rules.noticeExample')}
        maxLength={1000}
        className={textClass}
        value={action.text}
        onChange={(event) => onChange({ ...action, text: event.target.value })}
      />
    </>
  )
}

/** A letter to somebody who is not the customer. */
export function MailAction({ name, action, isBad, onChange }: Props<Of<'mail'>>) {
  const { t } = useTranslation()
  return (
    <>
      <Line name={name}>
        <Chips
          label={t('rules.addresses')}
          placeholder={t('rules.addressExample')}
          another={t('rules.oneMore')}
          values={action.to}
          isBad={isBad && action.to.length === 0}
          separators={/[,;\s]/}
          most={10}
          onChange={(to) => onChange({ ...action, to: to.filter(looksLikeEmail) })}
        />
      </Line>
      <Input
        aria-label={t('rules.letterSubject')}
        aria-invalid={(isBad && action.subject.trim() === '') || undefined}
        placeholder={t('rules.letterSubject')}
        maxLength={300}
        className={textClass}
        value={action.subject}
        onChange={(event) => onChange({ ...action, subject: event.target.value })}
      />
      <Textarea
        rows={3}
        aria-label={t('rules.letterText')}
        aria-invalid={(isBad && action.text.trim() === '') || undefined}
        placeholder={t('rules.letterText')}
        maxLength={20_000}
        className={textClass}
        value={action.text}
        onChange={(event) => onChange({ ...action, text: event.target.value })}
      />
      <p className="basis-full text-sm text-ink-3">{t('rules.templateHint')}</p>
    </>
  )
}
