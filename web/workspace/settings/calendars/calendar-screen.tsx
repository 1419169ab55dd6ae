import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Calendar, CalendarInput } from '#contract/calendars.ts'
import type { Language } from '#contract/common.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { queryClient } from '../../query-client.ts'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { FormRow } from '../frame/form-row.tsx'
import { CalendarForm } from './calendar-form.tsx'
import { CalendarUses } from './calendar-uses.tsx'
import { FeedsSection } from './feeds-section.tsx'
import { calendarsQuery } from './queries.ts'

/** What a new calendar begins with: a usual week where the reader is. */
function usualCalendar(language: Language): CalendarInput {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const day = [{ from: '09:00', to: '18:00' }]
  return {
    name: '',
    timeZone,
    week: [day, day, day, day, day, [], []],
    holidays: language === 'ru' ? { kind: 'russia', shortenedMinutes: 60 } : { kind: 'none' },
    days: [],
  }
}

export function NewCalendarScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const language = useLanguage()
  const [start] = useState(() => usualCalendar(language))
  return (
    <SettingsPage section="calendars" back="/settings/calendars" title={t('settings.calendars.newTitle')}>
      <CalendarForm
        saved={null}
        start={start}
        onSaved={({ id }) =>
          void navigate({ to: '/settings/calendars/$calendarId', params: { calendarId: String(id) } })
        }
      />
    </SettingsPage>
  )
}

/** One calendar: its week, its year, its lists of days off. */
export function CalendarScreen() {
  const { t } = useTranslation()
  const { calendarId } = useParams({ from: '/desk/settings/calendars/$calendarId' })
  const calendars = useQuery(calendarsQuery)
  const calendar = calendars.data?.items.find((each) => each.id === Number(calendarId))
  return (
    <SettingsPage
      section="calendars"
      back="/settings/calendars"
      title={calendar?.name ?? t('settings.section.calendars')}
    >
      <Loaded query={calendars}>
        {() =>
          calendar ? (
            <SavedCalendar key={calendar.id} calendar={calendar} />
          ) : (
            <EmptyState icon="clock" title={t('settings.calendars.goneTitle')}>
              {t('settings.calendars.goneText')}
            </EmptyState>
          )
        }
      </Loaded>
    </SettingsPage>
  )
}

function SavedCalendar({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation()
  // The list is read again while one edits: the form stays with the version it began with until it is saved.
  const [from, setFrom] = useState(calendar)
  // What the fields began with: another start is another form.
  const [start, setStart] = useState(calendar)
  const takeNewer = async () => {
    const { items } = await queryClient.fetchQuery({ ...calendarsQuery, staleTime: 0 })
    const newer = items.find((each) => each.id === calendar.id)
    if (!newer) return
    setFrom(newer)
    setStart(newer)
  }
  return (
    <CalendarForm
      key={start.version}
      saved={from}
      start={start}
      feeds={calendar.feeds}
      onSaved={setFrom}
      onTakeNewer={() => void takeNewer()}
    >
      <FeedsSection calendar={calendar} />
      <FormRow
        label={t('settings.calendars.uses')}
        hint={calendar.uses.length > 0 ? t('settings.calendars.usesHint') : undefined}
      >
        {calendar.uses.length > 0 ? (
          <CalendarUses uses={calendar.uses} />
        ) : (
          <p className="text-ink-3">{t('settings.calendars.usesNone')}</p>
        )}
      </FormRow>
    </CalendarForm>
  )
}
