import { useTranslation } from 'react-i18next'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import type { PickerItem } from '../../../../ui/picker.tsx'
import { useDesk } from '../../../desk.ts'
import { priorities } from '../../../ticket/priority.tsx'
import { customName } from '../fields.ts'
import { statusCategories, watchedFields } from '../options.ts'
import type { RuleNames } from '../use-rule-names.ts'
import { ChoiceValues } from '../../sentence/choice-values.tsx'
import { Chips } from '../../sentence/chips.tsx'
import { PickOne } from '../../sentence/pick-one.tsx'
import { useChoices } from './use-choices.ts'

type Changed = Extract<RuleTrigger, { on: 'field_changed' }>
type Values = Changed['from']
/** "Nothing", as a picker's value. */
const none = '\u0000'

/** Which field changed, from what and into what; empty means whatever. */
export function ChangedField({
  trigger,
  names,
  isBad,
  onChange,
}: {
  trigger: Changed
  names: RuleNames
  isBad: boolean
  onChange: (trigger: Changed) => void
}) {
  const { t } = useTranslation()
  const items = useWatchedItems(trigger, names)
  const fields: PickerItem<string>[] = [
    ...watchedFields.map((field): PickerItem<string> => ({ value: field, label: t(`rules.field.${field}`) })),
    ...names.fields
      .filter((field) => field.owner === 'ticket')
      .map((field) => ({
        value: customName('ticket', field.key),
        label: names.fieldName('ticket', field.key),
        hint: t('rules.customOf.ticket'),
      })),
  ]
  const pick = (name: string) => {
    const key = name.startsWith('custom:') ? (name.split(':')[2] ?? null) : null
    const field = watchedFields.find((each) => each === name)
    onChange({ ...trigger, field: key === null ? (field ?? 'status') : 'custom', key, from: null, to: null })
  }
  const side = (which: 'from' | 'to') => {
    const label = t(`rules.changed.${which}`)
    const change = (values: Values) =>
      onChange({ ...trigger, [which]: values && values.length > 0 ? values : null })
    return (
      <>
        <span className="text-ink-3">{label}</span>
        {items ? (
          <ChoiceValues
            label={label}
            emptyLabel={t('rules.anything')}
            values={(trigger[which] ?? []).map((value) => (value === null ? none : String(value)))}
            items={items}
            onChange={(values) => change(values.map((value) => readValue(trigger, value)))}
          />
        ) : (
          <Chips
            label={label}
            placeholder={t('rules.anything')}
            values={(trigger[which] ?? []).map(String)}
            onChange={change}
          />
        )}
      </>
    )
  }
  return (
    <>
      <PickOne
        label={t('rules.whichField')}
        value={trigger.field === 'custom' ? customName('ticket', trigger.key ?? '') : trigger.field}
        items={fields}
        onPick={pick}
        isBad={isBad}
      />
      {trigger.field !== 'subject' && (
        <>
          {side('from')}
          {side('to')}
        </>
      )}
    </>
  )
}

const byId: readonly string[] = ['status', 'category', 'team', 'assignee']

function readValue({ field }: Changed, value: string): string | number | null {
  if (value === none) return null
  return byId.includes(field) ? Number(value) : value
}

/** What the field can be; null where one types. */
function useWatchedItems({ field, key, from, to }: Changed, names: RuleNames): PickerItem<string>[] | null {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const { idItems } = useChoices()
  switch (field) {
    case 'status':
    case 'category':
    case 'team':
    case 'assignee':
      return idItems(field).map((item) => ({ ...item, value: item.value === 0 ? none : String(item.value) }))
    case 'status_category':
      return statusCategories.map((value) => ({ value, label: t(`statusCategory.${value}`) }))
    case 'priority':
      return priorities.map((value) => ({ value, label: t(`priority.${value}`) }))
    case 'tags':
      // A tag the rule names is one of them, though no ticket bears it yet.
      return [...new Set([...desk.tags, ...[from, to].flatMap((side) => side ?? []).map(String)])].map(
        (value) => ({ value, label: value }),
      )
    case 'subject':
      return null
    case 'custom': {
      const custom = names.fields.find((each) => each.owner === 'ticket' && each.key === key)
      if (!custom || custom.choices.length === 0) return null
      return [
        { value: none, label: t('rules.none.value') },
        ...custom.choices.map((choice) => ({
          value: choice.value,
          label: names.valueName(custom, choice.value),
        })),
      ]
    }
  }
}
