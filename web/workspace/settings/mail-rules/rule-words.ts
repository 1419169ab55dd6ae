import { useTranslation } from 'react-i18next'
import type { RuleActions, RuleCondition } from '#contract/mail-policy.ts'
import { useDesk } from '../../desk.ts'

/** A rule in words: what it asks of a letter, and what it does. */
export function useRuleWords() {
  const { t } = useTranslation()
  const { desk, teamName, categoryPath } = useDesk()

  const condition = (one: RuleCondition): string => {
    switch (one.field) {
      case 'inbox': {
        const inbox = desk.inboxes.find((each) => each.id === one.inboxId)?.name ?? '…'
        return t(`settings.mailRules.say.inbox_${one.operator}`, { inbox })
      }
      case 'has_attachment':
        return t(one.value ? 'settings.mailRules.say.attachment' : 'settings.mailRules.say.noAttachment')
      case 'automatic':
        return t(one.value ? 'settings.mailRules.say.automatic' : 'settings.mailRules.say.notAutomatic')
      case 'size':
        return t(`settings.mailRules.say.size_${one.operator}`, { kilobytes: one.kilobytes })
      case 'authentication':
        return t(`settings.mailRules.say.authentication_${one.verdict}`)
      case 'header': {
        const operator = t(`settings.mailRules.operator.${one.operator}`)
        const isBare = one.operator === 'present' || one.operator === 'absent'
        const field = t('settings.mailRules.say.header', { name: one.name })
        return isBare
          ? `${field} ${operator}`
          : `${field} ${operator} ${t('event.quoted', { text: one.value })}`
      }
      default: {
        const field = t(`settings.mailRules.field.${one.field}`)
        const operator = t(`settings.mailRules.operator.${one.operator}`)
        return `${field} ${operator} ${t('event.quoted', { text: one.value })}`
      }
    }
  }

  const actions = (all: RuleActions): string[] => [
    ...(all.drop ? [t(`settings.mailRules.say.${all.drop}`)] : []),
    ...(all.teamId === null ? [] : [t('settings.mailRules.say.team', { name: teamName(all.teamId) ?? '…' })]),
    ...(all.categoryId === null
      ? []
      : [t('settings.mailRules.say.category', { name: categoryPath(all.categoryId) ?? '…' })]),
    ...(all.priority === null
      ? []
      : [t('settings.mailRules.say.priority', { name: t(`priority.${all.priority}`) })]),
    ...(all.tags.length > 0 ? [t('settings.mailRules.say.tags', { list: all.tags.join(', ') })] : []),
    ...all.values.map(({ name, value }) => t('event.value', { name, value })),
    ...(all.isTrusted ? [t('settings.mailRules.say.trusted')] : []),
    ...(all.stops ? [t('settings.mailRules.say.stops')] : []),
  ]

  return { condition, actions }
}
