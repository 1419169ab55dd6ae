import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listCalendars } from '#contract/calendars.ts'
import { listChecklists } from '#contract/checklists.ts'
import { type CustomField, listFields } from '#contract/fields.ts'
import { listMacros } from '#contract/macros.ts'
import { listSlaPolicies } from '#contract/sla.ts'
import { listWebhooks } from '#contract/webhooks.ts'
import { call } from '../../../api/call.ts'
import type { PickerItem } from '../../../ui/picker.tsx'
import { useCan } from '../../session.ts'
import { useLanguage } from '../frame/use-language.ts'

export interface RuleNames {
  readonly macros: readonly PickerItem<number>[]
  readonly webhooks: readonly PickerItem<number>[]
  readonly policies: readonly PickerItem<number>[]
  readonly calendars: readonly PickerItem<number>[]
  readonly checklists: readonly PickerItem<number>[]
  /** Null where it may be there and is not to be seen by the reader, or not yet; undefined where it is gone. */
  readonly nameOf: (kind: NamedKind, id: number) => string | null | undefined
  readonly fields: readonly CustomField[]
  readonly fieldName: (owner: CustomField['owner'], key: string) => string
  /** A choice's value in words; other values as they are. */
  readonly valueName: (field: CustomField | undefined, value: unknown) => string
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
  const language = useLanguage()
  const manages = can('automation.manage')
  const seesEveryMacro = can('macro.share')
  const { data: fields } = useQuery({
    queryKey: ['settings', 'rule-names', 'fields'],
    queryFn: ({ signal }) => call(listFields, {}, { signal }),
  })
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
  const { data: checklists } = useQuery({
    queryKey: ['settings', 'rule-names', 'checklists'],
    queryFn: ({ signal }) => call(listChecklists, {}, { signal }),
  })
  return useMemo(() => {
    const all = fields?.items ?? []
    const lists = { macros, webhooks, policies, calendars, checklists }
    return {
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
      checklists: asItems(checklists?.items.filter((each) => !each.isArchived)),
      fields: all.filter((field) => !field.isArchived),
      fieldName: (owner, key) =>
        all.find((field) => field.owner === owner && field.key === key)?.names[language] ?? key,
      valueName: (field, value) =>
        field?.choices.find((choice) => choice.value === value)?.names[language] ?? String(value),
    }
  }, [fields, macros, webhooks, policies, calendars, checklists, seesEveryMacro, language])
}
