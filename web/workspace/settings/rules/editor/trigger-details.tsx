import { useTranslation } from 'react-i18next'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import { Input } from '../../../../ui/field.tsx'
import { clocks } from '../options.ts'
import type { RuleNames } from '../use-rule-names.ts'
import { ChoiceValues } from '../../sentence/choice-values.tsx'
import { ChangedField } from './changed-field.tsx'
import { NumberToken } from '../../sentence/number-token.tsx'
import { PickOne } from '../../sentence/pick-one.tsx'
import { QuietChoice } from '../../sentence/token.tsx'

const anyTime = 0
const days = [1, 2, 3, 4, 5, 6, 7] as const

/** Whatever else an event needs to be told: which field, how long, when. */
export function TriggerDetails({
  trigger,
  names,
  isBad,
  onChange,
}: {
  trigger: RuleTrigger
  names: RuleNames
  isBad: boolean
  onChange: (trigger: RuleTrigger) => void
}) {
  const { t } = useTranslation()
  switch (trigger.on) {
    case 'field_changed':
      return <ChangedField trigger={trigger} names={names} isBad={isBad} onChange={onChange} />
    case 'sla_warned':
    case 'sla_breached': {
      const items = clocks.map((value) => ({ value, label: t(`rules.clock.${value}`) }))
      return (
        <ChoiceValues
          label={t('rules.clocks')}
          mostNamed={clocks.length}
          values={trigger.clocks ?? clocks}
          items={items}
          onChange={(chosen) =>
            onChange({
              ...trigger,
              clocks: chosen.length === 0 || chosen.length === items.length ? null : chosen,
            })
          }
        />
      )
    }
    case 'silence':
      return (
        <>
          <QuietChoice
            look="value"
            label={t('rules.whoIsSilent')}
            value={trigger.of}
            choices={(['agents', 'customer'] as const).map((value) => ({
              value,
              label: t(`rules.silent.${value}`),
            }))}
            onChoose={(of) => onChange({ ...trigger, of })}
          />
          <NumberToken
            label={t('rules.hours')}
            value={trigger.hours}
            isBad={isBad}
            onChange={(hours) => onChange({ ...trigger, hours })}
          />
          <span className="text-ink-3">{t('rules.hoursShort')}</span>
          <PickOne
            label={t('rules.countedBy')}
            value={trigger.calendarId ?? anyTime}
            items={[{ value: anyTime, label: t('rules.everyHour') }, ...names.calendars]}
            onPick={(id) => onChange({ ...trigger, calendarId: id === anyTime ? null : id })}
          />
        </>
      )
    case 'schedule':
      return (
        <>
          <ChoiceValues
            label={t('rules.days')}
            values={trigger.days}
            items={days.map((value) => ({ value, label: t(`rules.day.${value}`) }))}
            mostNamed={days.length}
            isBad={isBad}
            onChange={(chosen) => onChange({ ...trigger, days: chosen.toSorted((a, b) => a - b) })}
          />
          <span className="text-ink-3">{t('rules.at')}</span>
          <Input
            type="time"
            aria-label={t('rules.time')}
            className="!w-28 max-md:!w-34"
            value={trigger.time}
            onChange={(event) => event.target.value && onChange({ ...trigger, time: event.target.value })}
          />
          <PickOne
            label={t('rules.timeZone')}
            look="name"
            value={trigger.timeZone}
            items={[...new Set([trigger.timeZone, ...Intl.supportedValuesOf('timeZone')])].map((zone) => ({
              value: zone,
              label: zone.replaceAll('_', ' '),
            }))}
            onPick={(timeZone) => onChange({ ...trigger, timeZone })}
          />
        </>
      )
    default:
      return null
  }
}
