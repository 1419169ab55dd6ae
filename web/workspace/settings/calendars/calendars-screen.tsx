import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Calendar, copyCalendar, deleteCalendar } from '#contract/calendars.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/menu.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { Card, Row } from '../frame/card.tsx'
import { Confirm } from '../frame/confirm.tsx'
import { Loaded } from '../frame/loaded.tsx'
import { SettingsPage } from '../frame/settings-page.tsx'
import { useLanguage } from '../frame/use-language.ts'
import { useChange } from '../use-change.ts'
import { CalendarUses } from './calendar-uses.tsx'
import { calendarsQuery, countriesQuery } from './queries.ts'
import { useCalendarWords } from './use-calendar-words.ts'

/** When the desk works, by name. */
export function CalendarsScreen() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const calendars = useQuery(calendarsQuery)
  const [leaving, setLeaving] = useState<Calendar | null>(null)
  const copy = useChange({
    send: (calendar: Calendar) =>
      call(copyCalendar, {
        params: { id: calendar.id },
        body: { name: t('settings.calendars.copyName', { name: calendar.name }).slice(0, 120) },
      }),
    said: (made) => t('settings.calendars.copied', { name: made.name }),
    words: { already_exists: t('settings.calendars.copyTaken') },
    onDone: (made) =>
      void navigate({ to: '/settings/calendars/$calendarId', params: { calendarId: String(made.id) } }),
  })
  const remove = useChange({
    send: (calendar: Calendar) => call(deleteCalendar, { params: { id: calendar.id } }),
    said: (_, calendar) => t('settings.calendars.removed', { name: calendar.name }),
    words: { in_use: t('settings.calendars.inUse') },
    onDone: () => setLeaving(null),
  })
  const add = (
    <Button look="primary" icon="plus" onClick={() => void navigate({ to: '/settings/calendars/new' })}>
      {t('settings.calendars.add')}
    </Button>
  )
  const isEmpty = calendars.data?.items.length === 0
  return (
    <SettingsPage section="calendars" isNarrow sub={t('settings.calendars.sub')} actions={!isEmpty && add}>
      <Loaded query={calendars}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon="clock" title={t('settings.calendars.emptyTitle')} action={add}>
              {t('settings.calendars.emptyText')}
            </EmptyState>
          ) : (
            <Card>
              {items.map((calendar) => (
                <CalendarRow
                  key={calendar.id}
                  calendar={calendar}
                  onCopy={() => copy.mutate(calendar)}
                  onRemove={() => setLeaving(calendar)}
                />
              ))}
            </Card>
          )
        }
      </Loaded>
      {leaving && leaving.uses.length > 0 && (
        <Dialog
          isOpen
          onClose={() => setLeaving(null)}
          title={t('settings.calendars.keptTitle', { name: leaving.name })}
          width={480}
          footer={<Button onClick={() => setLeaving(null)}>{t('action.close')}</Button>}
        >
          <div className="flex flex-col gap-3 px-4 py-4 text-ink-2">
            <p>{t('settings.calendars.keptText')}</p>
            <CalendarUses uses={leaving.uses} />
          </div>
        </Dialog>
      )}
      {leaving && leaving.uses.length === 0 && (
        <Confirm
          isOpen
          onClose={() => setLeaving(null)}
          onConfirm={() => remove.mutate(leaving)}
          isBusy={remove.isPending}
          title={t('settings.calendars.removeTitle', { name: leaving.name })}
          action={t('action.delete')}
        >
          {t('settings.calendars.removeText')}
        </Confirm>
      )}
    </SettingsPage>
  )
}

/** The name of the part of a country whose holidays count. */
function useRegion({ holidays }: Calendar): string | null {
  const code = holidays.kind === 'country' ? holidays.state : null
  const { data } = useQuery({ ...countriesQuery(useLanguage()), enabled: code !== null })
  if (holidays.kind !== 'country') return null
  const country = data?.items.find((each) => each.code === holidays.country)
  return country?.states.find((each) => each.code === code)?.name ?? null
}

function CalendarRow({
  calendar,
  onCopy,
  onRemove,
}: {
  calendar: Calendar
  onCopy: () => void
  onRemove: () => void
}) {
  const { t } = useTranslation()
  const words = useCalendarWords()
  const region = useRegion(calendar)
  const uses = calendar.uses.length
  const hasFailed = calendar.feeds.some((feed) => feed.failure !== null)
  return (
    <Row className="min-h-[72px]">
      <span
        aria-hidden="true"
        className={`size-2 flex-none rounded-full ${calendar.state.isWorking ? 'bg-ok' : 'bg-line-strong'}`}
      />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            to="/settings/calendars/$calendarId"
            params={{ calendarId: String(calendar.id) }}
            className="min-w-0 font-medium break-words hover:underline"
          >
            {calendar.name}
          </Link>
          {hasFailed && <Tag tone="warn">{t('settings.calendars.feedFailed')}</Tag>}
        </span>
        <span className="numeric block text-sm text-ink-2">
          {words.week(calendar.week)} · {words.holidays(calendar, region)}
        </span>
        <span className="numeric block text-sm text-ink-3">
          {words.state(calendar.state, calendar.timeZone)} · {calendar.timeZone.replaceAll('_', ' ')}
          {uses > 0 && ` · ${t('settings.calendars.usedBy', { count: uses })}`}
        </span>
      </span>
      <Menu
        align="end"
        trigger={<IconButton icon="more" label={t('settings.moreAbout', { name: calendar.name })} />}
      >
        <MenuItem icon="stack" onSelect={onCopy}>
          {t('settings.calendars.copy')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon="trash" tone="bad" onSelect={onRemove}>
          {t('action.delete')}
        </MenuItem>
      </Menu>
    </Row>
  )
}
