import { useState } from 'react'
import type { FieldReference, Reference, ReferenceKind } from '#contract/rule-files.ts'
import type { PickerItem } from '../../../../ui/picker.tsx'
import { useDesk } from '../../../desk.ts'
import { useRuleNames } from '../use-rule-names.ts'

interface Replacement {
  kind: ReferenceKind
  id: number
  by: number
}

interface FieldReplacement {
  of: FieldReference['of']
  key: string
  by: string
}

/** What stands for what another desk's file points at. */
export function useReplacements() {
  const { desk, statuses, statusName, categoryItems } = useDesk()
  const names = useRuleNames()
  const [replacements, setReplacements] = useState<readonly Replacement[]>([])
  const [fieldReplacements, setFieldReplacements] = useState<readonly FieldReplacement[]>([])
  const isField = (each: FieldReplacement, { of, key }: FieldReference) => each.of === of && each.key === key
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
      // Too many for a list: they are looked for.
      case 'customer':
      case 'organization':
        return []
    }
  }

  return {
    fieldReplacements,
    /** This desk's fields that can stand for another's: of the same owner, with values of the same kind. */
    fieldsFor: ({ of, kind }: FieldReference): readonly PickerItem<string>[] =>
      names.fields
        .filter((field) => field.owner === of && (kind === null || field.kind === kind))
        .map(({ key }) => ({ value: key, label: names.fieldName(of, key) })),
    chosenField: (missing: FieldReference) =>
      fieldReplacements.find((each) => isField(each, missing))?.by ?? null,
    chooseField: (missing: FieldReference, by: string) =>
      setFieldReplacements((old) => [
        ...old.filter((each) => !isField(each, missing)),
        { of: missing.of, key: missing.key, by },
      ]),
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
