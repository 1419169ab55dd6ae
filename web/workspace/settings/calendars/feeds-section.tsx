import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type Calendar,
  type CalendarFeed,
  deleteCalendarFeed,
  refreshCalendarFeed,
} from '#contract/calendars.ts'
import { call } from '../../../api/call.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { FormRow } from '../frame/form-row.tsx'
import { useLineFocus } from '../frame/use-line-focus.ts'
import { useChange } from '../use-change.ts'
import { AddFeedDialog } from './add-feed-dialog.tsx'

/** Lists of days off in iCalendar. They are kept at once, apart from the form around them. */
export function FeedsSection({ calendar }: { calendar: Calendar }) {
  const { t } = useTranslation()
  const [isAdding, setAdding] = useState(false)
  const box = useLineFocus<HTMLDivElement>(calendar.feeds.length)
  const refresh = useChange({
    send: (feed: CalendarFeed) => call(refreshCalendarFeed, { params: { id: feed.id } }),
    said: (after, feed) =>
      after.feeds.find((each) => each.id === feed.id)?.failure
        ? t('settings.calendars.feeds.stillFails')
        : t('settings.calendars.feeds.refreshed'),
  })
  const remove = useChange({
    send: (feed: CalendarFeed) => call(deleteCalendarFeed, { params: { id: feed.id } }),
    said: (_, feed) => t('settings.calendars.feeds.removed', { name: feed.name }),
  })
  return (
    <FormRow label={t('settings.calendars.feeds.title')} hint={t('settings.calendars.feeds.hint')}>
      <div ref={box} className="contents">
        {calendar.feeds.length > 0 && (
          <ul className="rounded-lg border border-line">
            {calendar.feeds.map((feed) => (
              <FeedRow
                key={feed.id}
                feed={feed}
                isBusy={refresh.isPending}
                onRefresh={() => refresh.mutate(feed)}
                onRemove={() => remove.mutate(feed)}
              />
            ))}
          </ul>
        )}
        <div>
          <Button icon="plus" onClick={() => setAdding(true)}>
            {t('settings.calendars.feeds.add')}
          </Button>
        </div>
      </div>
      {isAdding && <AddFeedDialog calendarId={calendar.id} onClose={() => setAdding(false)} />}
    </FormRow>
  )
}

function FeedRow({
  feed,
  isBusy,
  onRefresh,
  onRemove,
}: {
  feed: CalendarFeed
  isBusy: boolean
  onRefresh: () => void
  onRemove: () => void
}) {
  const { t } = useTranslation()
  const dates = useDates()
  return (
    <li className="flex items-center gap-2 border-t border-line px-3 py-2 first:border-t-0">
      <span className="min-w-0 flex-1">
        <span className="block break-words">{feed.name}</span>
        {feed.url !== null && <span className="block truncate text-sm text-ink-3">{feed.url}</span>}
        <span className="numeric block text-sm text-ink-3">
          {t('settings.calendars.feeds.days', { count: feed.dayCount })}
          {feed.skipped > 0 && ` · ${t('settings.calendars.feeds.skipped', { count: feed.skipped })}`}
          {feed.readAt !== null &&
            ` · ${t('settings.calendars.feeds.read', { time: dates.sentence(feed.readAt) })}`}
        </span>
        {feed.failure !== null && (
          <span className="block text-sm text-bad">
            {t(`settings.calendars.feedFailure.${feed.failure}`)}
            {feed.readAt !== null && ` ${t('settings.calendars.feeds.earlierApply')}`}
          </span>
        )}
      </span>
      {feed.url !== null && (
        <IconButton
          icon="refresh"
          label={t('settings.calendars.feeds.refresh', { name: feed.name })}
          disabled={isBusy}
          onClick={onRefresh}
        />
      )}
      <IconButton
        icon="trash"
        label={t('settings.calendars.feeds.remove', { name: feed.name })}
        onClick={onRemove}
      />
    </li>
  )
}
