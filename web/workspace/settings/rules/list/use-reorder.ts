import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { orderRules, type Rule, type RuleList } from '#contract/rules.ts'
import { call } from '../../../../api/call.ts'
import { queryClient } from '../../../query-client.ts'
import { useChange } from '../../use-change.ts'
import { arranged, type Section, sectionsOf } from '../order.ts'
import { rulesQuery } from '../queries.ts'
import { whole } from '../whole.ts'

interface Move {
  before: Section[]
  sections: Section[]
  moved: Rule | undefined
}

/**
 * Moves are seen at once: whoever moves a rule three places presses three times. One request is under way at a time;
 * what is pressed meanwhile goes next, as the order it came to. Did somebody else put the rules in another order, all
 * that waits is dropped and their order is shown.
 */
export function useReorder(loaded: RuleList | undefined) {
  const { t } = useTranslation()
  const [wanted, setWanted] = useState<Section[] | null>(null)
  const isUnderWay = useRef(false)
  const latest = useRef<Pick<Move, 'sections' | 'moved'> | null>(null)
  const change = useChange({
    send: async ({ before, sections }: Move) => {
      try {
        let [known, next] = [before, sections]
        for (;;) {
          const list = await whole<RuleList>(call(orderRules, { body: { before: known, sections: next } }))
          const then = latest.current?.sections
          if (!then || then === next) {
            // A look that began before the last move would bring the old order back.
            await queryClient.cancelQueries({ queryKey: rulesQuery.queryKey, exact: true })
            if (latest.current?.sections === then) {
              queryClient.setQueryData(rulesQuery.queryKey, list)
              return
            }
          }
          known = next
          next = latest.current?.sections ?? next
        }
      } finally {
        isUnderWay.current = false
        setWanted(null)
      }
    },
    heard: () => {
      const { sections, moved } = latest.current ?? {}
      if (!sections || !moved) return t('action.saved')
      // Into another group it may keep its place among all rules.
      const place = sections.flatMap((section) => section.ruleIds).indexOf(moved.id) + 1
      return t('rules.movedTo', { name: moved.name, place })
    },
    words: { version_conflict: t('rules.orderConflict') },
  })
  const list = loaded && wanted ? arranged(loaded, wanted) : loaded
  const shown = list ? sectionsOf(list) : []
  const reorder = (next: Section[] | null, moved?: Rule) => {
    if (!next) return
    latest.current = { sections: next, moved }
    setWanted(next)
    if (isUnderWay.current) return
    isUnderWay.current = true
    change.mutate({ before: shown, sections: next, moved })
  }
  return { list, sections: shown, reorder }
}
