import { useTranslation } from 'react-i18next'
import type { RuleCondition } from '#contract/mail-policy.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Input } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { useDesk } from '../../desk.ts'
import { changeField, type Field, fields, type HeaderOperator, textOperators } from './rule-values.ts'

const mostConditions = 20

/** What a rule asks of a letter, line by line. */
export function ConditionFields({
  conditions,
  onChange,
}: {
  conditions: readonly RuleCondition[]
  onChange: (conditions: RuleCondition[]) => void
}) {
  const { t } = useTranslation()
  const replace = (at: number, next: RuleCondition) => onChange(conditions.toSpliced(at, 1, next))
  return (
    <>
      <ul className="flex flex-col gap-2">
        {conditions.map((condition, at) => (
          // Lines have no identity of their own; the place is what they are.
          <li key={at} className="flex items-start gap-2 rounded-md border border-line p-2">
            <div className="grid min-w-0 flex-1 grid-cols-[190px_minmax(0,1fr)] gap-2 max-md:grid-cols-1">
              <Select<Field>
                label={t('settings.mailRules.fieldOf', { at: at + 1 })}
                value={condition.field}
                options={fields.map((value) => ({ value, label: t(`settings.mailRules.field.${value}`) }))}
                onChange={(field) => replace(at, changeField(condition, field))}
              />
              <Operands condition={condition} onChange={(next) => replace(at, next)} />
            </div>
            <IconButton
              icon="close"
              label={t('settings.mailRules.removeCondition', { at: at + 1 })}
              disabled={conditions.length === 1}
              onClick={() => onChange(conditions.toSpliced(at, 1))}
            />
          </li>
        ))}
      </ul>
      {conditions.length < mostConditions && (
        <div>
          <Button
            icon="plus"
            onClick={() => onChange([...conditions, { field: 'subject', operator: 'contains', value: '' }])}
          >
            {t('settings.mailRules.addCondition')}
          </Button>
        </div>
      )}
    </>
  )
}

function Operands({
  condition,
  onChange,
}: {
  condition: RuleCondition
  onChange: (condition: RuleCondition) => void
}) {
  const { t } = useTranslation()
  const { desk } = useDesk()
  const valueLabel = t('settings.mailRules.value')
  const how = t('settings.mailRules.how')
  switch (condition.field) {
    case 'inbox':
      return (
        <div className="grid grid-cols-[200px_minmax(0,1fr)] gap-2 max-md:grid-cols-1">
          <Select
            label={how}
            value={condition.operator}
            options={(['is', 'is_not'] as const).map((value) => ({
              value,
              label: t(`settings.mailRules.operator.${value}`),
            }))}
            onChange={(operator) => onChange({ ...condition, operator })}
          />
          <Select
            label={valueLabel}
            value={condition.inboxId || null}
            options={desk.inboxes.map((inbox) => ({ value: inbox.id, label: inbox.name }))}
            onChange={(inboxId) => onChange({ ...condition, inboxId })}
          />
        </div>
      )
    case 'has_attachment':
    case 'automatic':
      return (
        <Select
          label={valueLabel}
          value={condition.value ? 'yes' : 'no'}
          options={[
            { value: 'yes', label: t('settings.yes') },
            { value: 'no', label: t('settings.no') },
          ]}
          onChange={(value) => onChange({ ...condition, value: value === 'yes' })}
        />
      )
    case 'authentication':
      return (
        <Select
          label={valueLabel}
          value={condition.verdict}
          options={(['pass', 'fail', 'none'] as const).map((value) => ({
            value,
            label: t(`settings.mailRules.verdict.${value}`),
          }))}
          onChange={(verdict) => onChange({ ...condition, verdict })}
        />
      )
    case 'size':
      return (
        <div className="grid grid-cols-[150px_minmax(0,1fr)_auto] items-center gap-2">
          <Select
            label={how}
            value={condition.operator}
            options={(['above', 'below'] as const).map((value) => ({
              value,
              label: t(`settings.mailRules.operator.${value}`),
            }))}
            onChange={(operator) => onChange({ ...condition, operator })}
          />
          <Input
            type="number"
            min={1}
            aria-label={valueLabel}
            value={Number.isNaN(condition.kilobytes) ? '' : condition.kilobytes}
            onChange={(event) => onChange({ ...condition, kilobytes: event.target.valueAsNumber })}
          />
          <span className="text-ink-3">{t('settings.mailRules.kilobytes')}</span>
        </div>
      )
    case 'header': {
      const isBare = condition.operator === 'present' || condition.operator === 'absent'
      return (
        <div className="grid grid-cols-[minmax(0,1fr)_200px] gap-2 max-md:grid-cols-1">
          <Input
            aria-label={t('settings.mailRules.headerName')}
            placeholder="X-Spam-Flag"
            spellCheck={false}
            className="font-mono"
            value={condition.name}
            onChange={(event) => onChange({ ...condition, name: event.target.value })}
          />
          <Select<HeaderOperator>
            label={how}
            value={condition.operator}
            options={(['present', 'absent', ...textOperators] as const).map((value) => ({
              value,
              label: t(`settings.mailRules.operator.${value}`),
            }))}
            onChange={(operator) => onChange({ ...condition, operator })}
          />
          {!isBare && (
            <Input
              aria-label={valueLabel}
              className="col-span-full"
              value={condition.value}
              onChange={(event) => onChange({ ...condition, value: event.target.value })}
            />
          )}
        </div>
      )
    }
    default: {
      const isPattern = condition.operator === 'matches'
      return (
        <div className="grid grid-cols-[200px_minmax(0,1fr)] gap-2 max-md:grid-cols-1">
          <Select
            label={how}
            value={condition.operator}
            options={textOperators.map((value) => ({
              value,
              label: t(`settings.mailRules.operator.${value}`),
            }))}
            onChange={(operator) => onChange({ ...condition, operator })}
          />
          <span className="min-w-0">
            <Input
              aria-label={valueLabel}
              maxLength={500}
              spellCheck={!isPattern}
              className={isPattern ? 'font-mono' : undefined}
              placeholder={isPattern ? 'заказ\\s+№?\\s*(?<order>\\d+)' : undefined}
              value={condition.value}
              onChange={(event) => onChange({ ...condition, value: event.target.value })}
            />
            {(isPattern || condition.operator === 'like') && (
              <span className="mt-1 block text-sm text-ink-3">
                {t(isPattern ? 'settings.mailRules.patternHint' : 'settings.mailRules.likeHint')}
              </span>
            )}
          </span>
        </div>
      )
    }
  }
}
