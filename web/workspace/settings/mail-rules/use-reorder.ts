import { useTranslation } from 'react-i18next'
import { type MailRule, orderMailRules } from '#contract/mail-policy.ts'
import { call } from '../../../api/call.ts'
import { useOrder } from '../use-order.ts'
import { mailRulesQuery } from './queries.ts'

/** The rules as they stand, with moves that are still on their way. */
export function useReorder(loaded: readonly MailRule[]) {
  const { t } = useTranslation()
  const { wanted, put } = useOrder({
    queryKey: mailRulesQuery.queryKey,
    send: (before: number[], ids: number[]) => call(orderMailRules, { body: { before, ids } }),
    conflict: t('settings.mailRules.orderConflict'),
  })
  const items = wanted ? wanted.flatMap((id) => loaded.find((rule) => rule.id === id) ?? []) : loaded
  const move = (from: number, to: number) => {
    const before = items.map((rule) => rule.id)
    const moved = items[from]
    if (!moved || to < 0 || to >= items.length || from === to) return
    const next = before.toSpliced(from, 1).toSpliced(to, 0, moved.id)
    put(before, next, t('settings.mailRules.movedTo', { name: moved.name, place: to + 1 }))
  }
  return { items, move }
}
