import { useTranslation } from 'react-i18next'
import type { RuleTest } from '#contract/rule-conditions.ts'
import { useDesk } from '../../../desk.ts'
import {
  type ChoiceTest,
  isChoiceTest,
  isIdTest,
  isNumberTest,
  isTextTest,
  isYesNoTest,
  pickedName,
  testOf,
} from '../fields.ts'
import type { RuleNames } from '../use-rule-names.ts'
import { nobody } from '../../actions/use-ticket-choices.ts'
import { Chips } from '../../sentence/chips.tsx'
import { ChoiceValues } from '../../sentence/choice-values.tsx'
import { CustomValues } from './custom-values.tsx'
import { NumberToken } from '../../sentence/number-token.tsx'
import { PickOne } from '../../sentence/pick-one.tsx'
import { SearchedValues } from './searched-values.tsx'
import { QuietChoice } from '../../sentence/token.tsx'
import { nothing, useChoices } from './use-choices.ts'
import { useFieldItems } from './use-field-items.ts'
import { WordValues } from './word-values.tsx'

interface Props<T extends RuleTest> {
  test: T
  names: RuleNames
  isBad: boolean
  onChange: (test: RuleTest) => void
}

/** One condition as a sentence: what is asked, how it is compared, with what. */
export function ConditionLine(props: Props<RuleTest>) {
  const { test, names, onChange } = props
  const { t } = useTranslation()
  const items = useFieldItems(names)
  return (
    <>
      <PickOne
        label={t('rules.whatAsked')}
        look="name"
        value={pickedName(test)}
        items={items}
        onPick={(name) => {
          const custom = names.fields.find((field) => name === `custom:${field.owner}:${field.key}`)
          if (name !== pickedName(test)) onChange(testOf(name, test, custom?.kind))
        }}
      />
      <Operands key={pickedName(test)} {...props} />
    </>
  )
}

/** "is" or "is not", as quiet words. */
function IsOrNot({ test, onChange }: { test: RuleTest; onChange: (test: RuleTest) => void }) {
  const { t } = useTranslation()
  return (
    <QuietChoice
      label={t('rules.howCompared')}
      value={test.isNot ? 'not' : 'is'}
      choices={[
        { value: 'is', label: t('rules.operator.is') },
        { value: 'not', label: t('rules.operator.isNot') },
      ]}
      onChoose={(value) => onChange({ ...test, isNot: value === 'not' })}
    />
  )
}

function Operands({ test, names, isBad, onChange }: Props<RuleTest>) {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const { idItems, choiceItems } = useChoices()
  if (isTextTest(test)) return <WordValues test={test} onChange={onChange} isBad={isBad} />
  if (isIdTest(test)) {
    const values = test.values.map((id) => id ?? nobody)
    const set = (ids: number[]) => onChange({ ...test, values: ids.map((id) => (id === nobody ? null : id)) })
    const label = t(`rules.field.${test.field}`)
    const items = idItems(test.field)
    const isSearched = test.field === 'customer' || test.field === 'organization'
    return (
      <>
        <IsOrNot test={test} onChange={onChange} />
        {isSearched && items[0] ? (
          <SearchedValues
            of={test.field === 'customer' ? 'customer' : 'organization'}
            label={label}
            none={items[0]}
            values={values}
            onChange={set}
            isBad={isBad}
          />
        ) : (
          <ChoiceValues label={label} values={values} items={items} onChange={set} isBad={isBad} />
        )}
      </>
    )
  }
  if (isChoiceTest(test)) {
    return (
      <>
        <IsOrNot test={test} onChange={onChange} />
        <ChoiceValues
          label={t(`rules.field.${test.field}`)}
          values={test.values.map((value) => value ?? nothing)}
          items={choiceItems(test.field)}
          onChange={(values) =>
            onChange({
              ...test,
              values: values.map((value) => (value === nothing ? null : value)),
            } as ChoiceTest)
          }
          isBad={isBad}
        />
      </>
    )
  }
  if (isNumberTest(test)) {
    return (
      <>
        <QuietChoice
          label={t('rules.howCompared')}
          value={test.operator}
          choices={(['above', 'below'] as const).map((value) => ({
            value,
            label: t(`rules.operator.${value}`),
          }))}
          onChoose={(operator) => onChange({ ...test, operator })}
        />
        <NumberToken
          label={t(`rules.field.${test.field}`)}
          value={test.value}
          isBad={isBad}
          onChange={(value) => onChange({ ...test, value })}
        />
      </>
    )
  }
  if (isYesNoTest(test)) {
    return (
      <QuietChoice
        look="value"
        label={t(`rules.field.${test.field}`)}
        value={test.isNot ? 'no' : 'yes'}
        choices={[
          { value: 'yes', label: t('rules.yes') },
          { value: 'no', label: t('rules.no') },
        ]}
        onChoose={(value) => onChange({ ...test, isNot: value === 'no' })}
      />
    )
  }
  if (test.field === 'tags') {
    const how = test.isNot ? 'none' : test.match
    return (
      <>
        <QuietChoice
          label={t('rules.howCompared')}
          value={how}
          choices={(['any', 'all', 'none'] as const).map((value) => ({
            value,
            label: t(`rules.operator.tags_${value}`),
          }))}
          onChoose={(value) =>
            onChange({ ...test, isNot: value === 'none', match: value === 'all' ? 'all' : 'any' })
          }
        />
        <Chips
          label={t('rules.field.tags')}
          placeholder={t('rules.tagExample')}
          values={test.values}
          suggestions={desk.tags}
          isBad={isBad}
          onChange={(values) => onChange({ ...test, values })}
        />
      </>
    )
  }
  if (test.field === 'working_time') {
    return (
      <>
        <QuietChoice
          look="value"
          label={t('rules.field.working_time')}
          value={test.isNot ? 'no' : 'yes'}
          choices={[
            { value: 'yes', label: t('rules.yes') },
            { value: 'no', label: t('rules.no') },
          ]}
          onChoose={(value) => onChange({ ...test, isNot: value === 'no' })}
        />
        <span className="text-ink-3">{t('rules.byCalendar')}</span>
        <PickOne
          label={t('rules.calendar')}
          value={test.calendarId}
          items={names.calendars}
          isBad={isBad}
          onPick={(calendarId) => onChange({ ...test, calendarId })}
        />
      </>
    )
  }
  return test.field === 'custom' ? (
    <CustomValues test={test} names={names} isBad={isBad} onChange={onChange} />
  ) : null
}
