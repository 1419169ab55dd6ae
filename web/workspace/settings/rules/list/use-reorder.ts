import { useTranslation } from 'react-i18next'
import { orderRules, type Rule, type RuleList } from '#contract/rules.ts'
import { call } from '../../../../api/call.ts'
import { useOrder } from '../../use-order.ts'
import { arranged, type Section, sectionsOf } from '../order.ts'
import { rulesQuery } from '../queries.ts'
import { whole } from '../whole.ts'

/** The rules as they stand, with moves that are still on their way. */
export function useReorder(loaded: RuleList | undefined) {
  const { t } = useTranslation()
  const { wanted, put } = useOrder({
    queryKey: rulesQuery.queryKey,
    send: (before: Section[], sections: Section[]) =>
      whole<RuleList>(call(orderRules, { body: { before, sections } })),
    conflict: t('rules.orderConflict'),
  })
  const list = loaded && wanted ? arranged(loaded, wanted) : loaded
  const shown = list ? sectionsOf(list) : []
  const reorder = (next: Section[] | null, moved?: Rule) => {
    if (!next) return
    // Into another group it may keep its place among all rules.
    const place = moved ? next.flatMap((section) => section.ruleIds).indexOf(moved.id) + 1 : 0
    put(shown, next, moved ? t('rules.movedTo', { name: moved.name, place }) : null)
  }
  return { list, sections: shown, reorder }
}
