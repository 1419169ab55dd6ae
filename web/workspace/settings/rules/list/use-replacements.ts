import { useState } from 'react'
import type { Reference, ReferenceKind } from '#contract/rule-files.ts'
import type { PickerItem } from '../../../../ui/picker.tsx'
import { useDesk } from '../../../desk.ts'
import { useRuleNames } from '../use-rule-names.ts'

interface Replacement {
  kind: ReferenceKind
  id: number
  by: number
}

/** What stands for what another desk's file points at. */
export function useReplacements() {
  const { desk, statuses, statusName, categoryItems } = useDesk()
  const names = useRuleNames()
  const [replacements, setReplacements] = useState<readonly Replacement[]>([])
  const isOf = (each: Replacement, { kind, id }: Reference) => each.kind === kind && each.id === id

  const itemsOf = (kind: ReferenceKind): readonly PickerItem<number>[] => {
    const named = (rows: readonly { id: number; name: string }[]) =>
      rows.map(({ id, name }) => ({ value: id, label: name }))
    switch (kind) {
      case 'status':
        return statuses.map(({ id }) => ({ value: id, label: statusName(id) }))
      case 'category':
        return categoryItems
      case 'team':
        return named(desk.teams)
      case 'agent':
        return named(desk.agents)
      case 'inbox':
        return named(desk.inboxes)
      case 'calendar':
        return names.calendars
      case 'macro':
        return names.macros
      case 'webhook':
        return names.webhooks
      case 'sla_policy':
        return names.policies
      case 'checklist':
        return names.checklists
      case 'customer':
      case 'organization':
        return []
    }
  }

  return {
    replacements,
    itemsOf,
    chosenFor: (missing: Reference) => replacements.find((each) => isOf(each, missing))?.by ?? null,
    choose: (missing: Reference, by: number) =>
      setReplacements((old) => [
        ...old.filter((each) => !isOf(each, missing)),
        { kind: missing.kind, id: missing.id, by },
      ]),
  }
}
