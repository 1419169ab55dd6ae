import { useTranslation } from 'react-i18next'
import type { SlaCondition } from '#contract/sla.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Select } from '../../../ui/select.tsx'
import { useLineFocus } from '../frame/use-line-focus.ts'
import { ConditionValues } from './condition-values.tsx'
import { type ConditionField, conditionFields, freshCondition } from './policy-values.ts'

const mostConditions = 30

/** What a policy asks of a ticket, line by line; all of them must hold. */
export function ConditionLines({
  conditions,
  error,
  onChange,
}: {
  conditions: readonly SlaCondition[]
  error: string | null
  onChange: (conditions: SlaCondition[]) => void
}) {
  const { t } = useTranslation()
  const box = useLineFocus<HTMLDivElement>(conditions.length)
  const put = (at: number, condition: SlaCondition) =>
    onChange(conditions.map((each, of) => (of === at ? condition : each)))
  return (
    <div ref={box} className="contents">
      {conditions.length === 0 ? (
        <p className="text-ink-2">{t('settings.sla.forAll')}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {conditions.map((condition, at) => (
            <li key={at} data-line className="flex items-start gap-2 rounded-md border border-line p-2">
              <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_120px] gap-2">
                <Select<ConditionField>
                  label={t('settings.sla.conditionField', { at: at + 1 })}
                  value={condition.field}
                  options={conditionFields.map((value) => ({
                    value,
                    label: t(`settings.sla.field.${value}`),
                  }))}
                  onChange={(field) => put(at, freshCondition(field, condition.operator))}
                />
                <Select
                  label={t('settings.sla.conditionHow', { at: at + 1 })}
                  value={condition.operator}
                  options={(['any_of', 'none_of'] as const).map((value) => ({
                    value,
                    label: t(`settings.sla.operator.${value}`),
                  }))}
                  onChange={(operator) => put(at, { ...condition, operator })}
                />
                <ConditionValues
                  at={at}
                  condition={condition}
                  isBad={error !== null}
                  onChange={(next) => put(at, next)}
                />
              </div>
              <IconButton
                icon="close"
                label={t('settings.sla.removeCondition', { at: at + 1 })}
                onClick={() => onChange(conditions.filter((_, of) => of !== at))}
              />
            </li>
          ))}
        </ul>
      )}
      {error && (
        <p role="alert" className="text-sm text-bad">
          {error}
        </p>
      )}
      <div>
        <Button
          icon="plus"
          disabled={conditions.length >= mostConditions}
          onClick={() => onChange([...conditions, freshCondition('team', 'any_of')])}
        >
          {t('settings.sla.addCondition')}
        </Button>
      </div>
    </div>
  )
}
