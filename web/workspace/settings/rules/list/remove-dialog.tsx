import { useTranslation } from 'react-i18next'
import { deleteRule, deleteRuleGroup, type Rule, type RuleSection } from '#contract/rules.ts'
import { call } from '../../../../api/call.ts'
import { Confirm } from '../../frame/confirm.tsx'
import { useChange } from '../../use-change.ts'

export type Removed = { rule: Pick<Rule, 'id' | 'name'> } | { group: RuleSection }

/** Asks before a rule or a group goes. */
export function RemoveDialog({
  of,
  onClose,
  onDone = onClose,
}: {
  of: Removed
  onClose: () => void
  onDone?: () => void
}) {
  const { t } = useTranslation()
  const { name } = 'rule' in of ? of.rule : of.group
  const remove = useChange({
    send: () =>
      'rule' in of
        ? call(deleteRule, { params: { id: of.rule.id } })
        : call(deleteRuleGroup, { params: { id: of.group.id } }),
    said: t('rules.removed', { name }),
    onDone,
  })
  return (
    <Confirm
      isOpen
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined)}
      isBusy={remove.isPending}
      title={t('rules.removeTitle', { name })}
      action={t('rules.remove')}
    >
      {t('rule' in of ? 'rules.removeText' : 'rules.removeGroupText')}
    </Confirm>
  )
}
