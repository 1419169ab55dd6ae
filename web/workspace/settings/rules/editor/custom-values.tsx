import { useTranslation } from 'react-i18next'
import { Input } from '../../../../ui/field.tsx'
import { type CustomOperator, customOperatorKey, type CustomTest, operatorsOf } from '../fields.ts'
import type { RuleNames } from '../use-rule-names.ts'
import { Chips } from '../../sentence/chips.tsx'
import { ChoiceValues } from '../../sentence/choice-values.tsx'
import { NumberToken } from '../../sentence/number-token.tsx'
import { QuietChoice } from '../../sentence/token.tsx'

/** What is asked of a field of the desk's own, by its kind. */
export function CustomValues({
  test,
  names,
  isBad,
  onChange,
}: {
  test: CustomTest
  names: RuleNames
  isBad: boolean
  onChange: (test: CustomTest) => void
}) {
  const { t } = useTranslation()
  const field = names.fields.find((each) => each.owner === test.of && each.key === test.key)
  const choices = operatorsOf(field?.kind).flatMap((operator) =>
    (['', 'Not'] as const).map((not) => ({
      value: `${operator}${not}` as const,
      label: t(`rules.custom.${customOperatorKey(field?.kind, operator, not === 'Not')}`),
    })),
  )
  return (
    <>
      <QuietChoice
        label={t('rules.howCompared')}
        value={`${test.operator}${test.isNot ? 'Not' : ''}`}
        choices={choices}
        onChoose={(value) => {
          const operator = value.replace(/Not$/, '') as CustomOperator
          const keeps = operator === test.operator
          onChange({ ...test, operator, isNot: value.endsWith('Not'), values: keeps ? test.values : [] })
        }}
      />
      {test.operator !== 'filled' && (
        <Values test={test} field={field} names={names} isBad={isBad} onChange={onChange} />
      )}
    </>
  )
}

function Values({
  test,
  field,
  names,
  isBad,
  onChange,
}: {
  test: CustomTest
  field: RuleNames['fields'][number] | undefined
  names: RuleNames
  isBad: boolean
  onChange: (test: CustomTest) => void
}) {
  const { t } = useTranslation()
  const label = names.fieldName(test.of, test.key)
  switch (field?.kind) {
    case 'choice':
    case 'multi_choice':
      return (
        <ChoiceValues
          label={label}
          values={test.values.map(String)}
          items={field.choices.map((choice) => ({
            value: choice.value,
            label: names.valueName(field, choice.value),
          }))}
          isBad={isBad}
          onChange={(values) => onChange({ ...test, values })}
        />
      )
    case 'number':
      return (
        <NumberToken
          label={label}
          value={typeof test.values[0] === 'number' ? test.values[0] : 0}
          min={-1e12}
          isBad={isBad}
          onChange={(value) => onChange({ ...test, values: Number.isNaN(value) ? [] : [value] })}
        />
      )
    case 'date':
      return (
        <Input
          type="date"
          aria-label={label}
          aria-invalid={isBad || undefined}
          className="!w-40"
          value={String(test.values[0] ?? '')}
          onChange={(event) => onChange({ ...test, values: event.target.value ? [event.target.value] : [] })}
        />
      )
    default:
      return (
        <Chips
          label={label}
          placeholder={t('rules.wordsExample')}
          values={test.values.map(String)}
          isBad={isBad}
          onChange={(values) => onChange({ ...test, values })}
        />
      )
  }
}
