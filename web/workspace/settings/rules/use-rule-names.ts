import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listCalendars } from '#contract/calendars.ts'
import { listMacros } from '#contract/macros.ts'
import { listSlaPolicies } from '#contract/sla.ts'
import { listWebhooks } from '#contract/webhooks.ts'
import { call } from '../../../api/call.ts'
import type { PickerItem } from '../../../ui/picker.tsx'
import { checklistNamesQuery } from '../../composer/macros/queries.ts'
import { useCan } from '../../session.ts'
import { type ActionNames, useActionNames } from '../actions/use-action-names.ts'

export interface RuleNames extends ActionNames {
  readonly macros: readonly PickerItem<number>[]
  readonly webhooks: readonly PickerItem<number>[]
  readonly policies: readonly PickerItem<number>[]
  readonly calendars: readonly PickerItem<number>[]
  /** Null where it may be there and is not to be seen by the reader, or not yet; undefined where it is gone. */
  readonly nameOf: (kind: NamedKind, id: number) => string | null | undefined
}

type NamedKind = 'macros' | 'webhooks' | 'policies' | 'calendars' | 'checklists'
interface Named {
  id: number
  name: string
}
const asItems = (rows: readonly Named[] | undefined): PickerItem<number>[] =>
  (rows ?? []).map(({ id, name }) => ({ value: id, label: name }))

/** Names of what rules point at besides the desk's own words. What one may not list stays nameless. */
export function useRuleNames(): RuleNames {
  const can = useCan()
  const own = useActionNames()
  const manages = can('automation.manage')
  const seesEveryMacro = can('macro.share')
  const { data: macros } = useQuery({
    queryKey: ['settings', 'rule-names', 'macros'],
    queryFn: ({ signal }) => call(listMacros, {}, { signal }),
    enabled: can('ticket.reply'),
  })
  const { data: webhooks } = useQuery({
    queryKey: ['settings', 'rule-names', 'webhooks'],
    queryFn: ({ signal }) => call(listWebhooks, {}, { signal }),
    enabled: can('webhook.manage'),
  })
  const { data: policies } = useQuery({
    queryKey: ['settings', 'rule-names', 'sla-policies'],
    queryFn: ({ signal }) => call(listSlaPolicies, {}, { signal }),
    enabled: manages,
  })
  const { data: calendars } = useQuery({
    queryKey: ['settings', 'rule-names', 'calendars'],
    queryFn: ({ signal }) => call(listCalendars, {}, { signal }),
  })
  const { data: checklists } = useQuery(checklistNamesQuery)
  return useMemo(() => {
    const lists = { macros, webhooks, policies, calendars, checklists }
    return {
      ...own,
      nameOf: (kind, id) => {
        const known: readonly Named[] | undefined = lists[kind]?.items
        const name = known?.find((each) => each.id === id)?.name
        const isWhole = known !== undefined && (kind !== 'macros' || seesEveryMacro)
        return name ?? (isWhole ? undefined : null)
      },
      macros: asItems(macros?.items),
      webhooks: asItems(webhooks?.items),
      policies: asItems(policies?.items),
      calendars: asItems(calendars?.items),
    }
  }, [own, macros, webhooks, policies, calendars, checklists, seesEveryMacro])
}
