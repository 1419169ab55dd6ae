import { useTranslation } from 'react-i18next'
import type { YearDay } from '#contract/calendars.ts'
import { Tag, type TagTone } from '../../../ui/tag.tsx'
import { hoursText } from './hours.ts'

const tones: Record<YearDay['kind'], TagTone> = {
  off: 'bad',
  shortened: 'warn',
  moved: 'ok',
  hours: 'accent',
}

/** The same days in words: what they are, what is worked on them, where they come from. */
export function YearList({ days, onChoose }: { days: readonly YearDay[]; onChoose: (date: string) => void }) {
  const { t, i18n } = useTranslation()
  const tag = i18n.language === 'en' ? 'en-GB' : 'ru-RU'
  const format = new Intl.DateTimeFormat(tag, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  })
  if (days.length === 0) return null
  return (
    <details className="mt-4 rounded-lg border border-line">
      <summary className="cursor-default px-4 py-2.5 select-none hover:bg-hover">
        {t('settings.calendars.year.list', { count: days.length })}
      </summary>
      <ul className="border-t border-line">
        {days.map((day) => (
          <li key={day.date}>
            <button
              type="button"
              onClick={() => onChoose(day.date)}
              className="grid w-full grid-cols-[110px_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-1.5 text-left hover:bg-hover max-md:grid-cols-[84px_minmax(0,1fr)]"
            >
              <span className="numeric text-ink-2">{format.format(Date.parse(day.date))}</span>
              <span className="min-w-0">
                <span className="break-words">{day.name || t(`settings.calendars.kind.${day.kind}`)}</span>
                <span className="ml-2 text-sm text-ink-3">
                  {day.source !== 'holidays' && t(`settings.calendars.from.${day.source}`)}
                </span>
              </span>
              <span className="numeric flex items-center gap-2 text-sm text-ink-2 max-md:col-start-2">
                {day.intervals.map(hoursText).join(', ')}
                <Tag tone={tones[day.kind]}>{t(`settings.calendars.kind.${day.kind}`)}</Tag>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
