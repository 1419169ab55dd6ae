import { useTranslation } from 'react-i18next'
import { orderSlaPolicies, type SlaPolicy } from '#contract/sla.ts'
import { call } from '../../../api/call.ts'
import { useOrder } from '../use-order.ts'
import { policiesQuery } from './queries.ts'

/** The policies as they stand, with moves that are still on their way. */
export function useReorder(loaded: readonly SlaPolicy[]) {
  const { t } = useTranslation()
  const { wanted, put } = useOrder({
    queryKey: policiesQuery.queryKey,
    send: (before: number[], ids: number[]) =>
      call(orderSlaPolicies, { body: { before, ids, includesOpen: false } }),
    conflict: t('settings.sla.orderConflict'),
  })
  const items = wanted ? wanted.flatMap((id) => loaded.find((policy) => policy.id === id) ?? []) : loaded
  // By its id: a colleague's change may give every policy another place while one is being dragged.
  const move = (id: number, to: number) => {
    const before = items.map((policy) => policy.id)
    const from = before.indexOf(id)
    const moved = items[from]
    if (!moved || to < 0 || to >= items.length || from === to) return
    const next = before.toSpliced(from, 1).toSpliced(to, 0, id)
    put(before, next, t('rules.movedTo', { name: moved.name, place: to + 1 }))
  }
  return { items, move }
}
