import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CalendarHolidays } from '#contract/calendars.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { Field, Input } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { Picker } from '../../../ui/picker.tsx'
import { Select } from '../../../ui/select.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { countriesQuery } from './queries.ts'

const kinds = ['none', 'russia', 'country'] as const

/** Whose holidays count. */
export function HolidayFields({
  holidays,
  onChange,
}: {
  holidays: CalendarHolidays
  onChange: (holidays: CalendarHolidays) => void
}) {
  const { t } = useTranslation()
  const choose = (kind: CalendarHolidays['kind']) => {
    if (kind === 'none') onChange({ kind })
    else if (kind === 'russia') onChange({ kind, shortenedMinutes: 60 })
    else onChange({ kind, country: 'KZ', state: null })
  }
  return (
    <>
      <Field
        label={t('settings.calendars.holidays.whose')}
        hint={holidays.kind === 'russia' ? t('settings.calendars.holidays.russiaHint') : undefined}
      >
        {({ id }) => (
          <Select
            id={id}
            value={holidays.kind}
            options={kinds.map((value) => ({ value, label: t(`settings.calendars.holidays.${value}`) }))}
            onChange={choose}
          />
        )}
      </Field>
      {holidays.kind === 'russia' && (
        <Field
          label={t('settings.calendars.holidays.shortened')}
          hint={t('settings.calendars.holidays.shortenedHint')}
        >
          {(ids) => (
            <Input
              {...ids}
              type="number"
              min={0}
              max={480}
              step={15}
              className="!w-32"
              value={holidays.shortenedMinutes}
              onChange={(event) =>
                onChange({
                  ...holidays,
                  shortenedMinutes: Math.min(480, Math.max(0, Math.trunc(event.target.valueAsNumber) || 0)),
                })
              }
            />
          )}
        </Field>
      )}
      {holidays.kind === 'country' && <CountryFields holidays={holidays} onChange={onChange} />}
    </>
  )
}

type OfCountry = Extract<CalendarHolidays, { kind: 'country' }>

function CountryFields({
  holidays,
  onChange,
}: {
  holidays: OfCountry
  onChange: (holidays: CalendarHolidays) => void
}) {
  const { t } = useTranslation()
  const { data } = useQuery(countriesQuery(useLanguage()))
  const countries = data?.items ?? []
  const country = countries.find((each) => each.code === holidays.country)
  const states = country?.states ?? []
  const name = country?.name ?? holidays.country
  return (
    <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
      <div className="flex min-w-0 flex-col gap-1">
        <span className="text-ink-2">{t('settings.calendars.holidays.countryIs')}</span>
        <Picker
          value={holidays.country}
          items={countries.map(({ code, name: label }) => ({ value: code, label }))}
          placeholder={t('settings.calendars.holidays.countrySearch')}
          onPick={(code) => onChange({ ...holidays, country: code, state: null })}
          trigger={
            <button
              type="button"
              className={buttonClass('plain', 'w-full !justify-start')}
              aria-label={t('settings.calendars.holidays.countryNamed', { country: name })}
            >
              <span className="min-w-0 flex-1 truncate text-left">{name}</span>
              <Icon name="down" size={12} className="text-ink-3" />
            </button>
          }
        />
      </div>
      {states.length > 0 && (
        <Field label={t('settings.calendars.holidays.state')}>
          {({ id }) => (
            <Select
              id={id}
              value={holidays.state ?? ''}
              options={[
                { value: '', label: t('settings.calendars.holidays.wholeCountry') },
                ...states.map(({ code, name: label }) => ({ value: code, label })),
              ]}
              onChange={(state) => onChange({ ...holidays, state: state === '' ? null : state })}
            />
          )}
        </Field>
      )}
    </div>
  )
}
