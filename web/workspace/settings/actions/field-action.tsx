import { useTranslation } from 'react-i18next'
import type { CustomField } from '#contract/fields.ts'
import type { TicketAction } from '#contract/ticket-actions.ts'
import { Input } from '../../../ui/field.tsx'
import { Line } from '../sentence/line.tsx'
import { ChoiceValues } from '../sentence/choice-values.tsx'
import { PickOne } from '../sentence/pick-one.tsx'
import { QuietChoice } from '../sentence/token.tsx'
import type { ActionNames } from './use-action-names.ts'

type FieldAct = Extract<TicketAction, { type: 'set_field' }>
const empty = ''

/** A field of the desk's own, and a value of its kind. */
export function FieldAction({
  name,
  action,
  names,
  isBad,
  onChange,
}: {
  name: string
  action: FieldAct
  names: ActionNames
  isBad: boolean
  onChange: (action: FieldAct) => void
}) {
  const { t } = useTranslation()
  const own = names.fields.filter((field) => field.owner === 'ticket')
  const field = own.find((each) => each.key === action.key)
  return (
    <>
      <Line name={name} />
      <PickOne
        label={t('rules.whichField')}
        look="name"
        value={action.key}
        items={own.map((each) => ({ value: each.key, label: names.fieldName('ticket', each.key) }))}
        isBad={isBad && !action.key}
        onPick={(key) => onChange({ ...action, key, value: null })}
      />
      {field && (
        <>
          <span aria-hidden="true" className="text-ink-3">
            →
          </span>
          <Value key={field.key} field={field} action={action} names={names} onChange={onChange} />
        </>
      )}
    </>
  )
}

function Value({
  field,
  action,
  names,
  onChange,
}: {
  field: CustomField
  action: FieldAct
  names: ActionNames
  onChange: (action: FieldAct) => void
}) {
  const { t } = useTranslation()
  const label = names.fieldName('ticket', field.key)
  const set = (value: FieldAct['value']) => onChange({ ...action, value })
  const choices = field.choices
    .filter((choice) => !choice.isArchived)
    .map((choice) => ({ value: choice.value, label: names.valueName(field, choice.value) }))
  switch (field.kind) {
    case 'choice':
      return (
        <PickOne
          label={label}
          value={typeof action.value === 'string' ? action.value : empty}
          items={[{ value: empty, label: t('rules.none.value') }, ...choices]}
          onPick={(value) => set(value === empty ? null : value)}
        />
      )
    case 'multi_choice':
      return (
        <ChoiceValues
          label={label}
          emptyLabel={t('rules.none.value')}
          values={Array.isArray(action.value) ? action.value : []}
          items={choices}
          onChange={(values) => set(values.length === 0 ? null : values)}
        />
      )
    case 'checkbox':
      return (
        <QuietChoice
          look="value"
          label={label}
          value={action.value === true ? 'yes' : action.value === false ? 'no' : empty}
          choices={[
            { value: empty, label: t('rules.none.value') },
            { value: 'yes', label: t('rules.yes') },
            { value: 'no', label: t('rules.no') },
          ]}
          onChoose={(value) => set(value === empty ? null : value === 'yes')}
        />
      )
    default: {
      const type = field.kind === 'number' || field.kind === 'date' ? field.kind : 'text'
      return (
        <Input
          type={type}
          aria-label={label}
          placeholder={t('rules.none.value')}
          className="!w-56"
          value={action.value === null ? '' : String(action.value)}
          onChange={(event) => {
            const typed = event.target.value
            if (typed === '') set(null)
            else set(field.kind === 'number' ? event.target.valueAsNumber : typed)
          }}
        />
      )
    }
  }
}
