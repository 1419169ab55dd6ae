import { useTranslation } from 'react-i18next'
import { dayKinds, dayLooks } from './day-look.ts'

export function YearLegend() {
  const { t } = useTranslation()
  return (
    <ul className="mt-4 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
      {dayKinds.map((kind) => (
        <li key={kind} className="flex items-center gap-1.5">
          <span aria-hidden="true" className={`size-4 rounded-xs ${dayLooks[kind]}`} />
          {t(`settings.calendars.kind.${kind}`)}
        </li>
      ))}
      <li className="flex items-center gap-1.5">
        <span
          aria-hidden="true"
          className="relative size-4 rounded-xs bg-hover after:absolute after:bottom-0.5 after:left-1/2 after:size-1 after:-translate-x-1/2 after:rounded-full after:bg-ink-2"
        />
        {t('settings.calendars.year.byHand')}
      </li>
    </ul>
  )
}
