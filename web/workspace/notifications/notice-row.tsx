import { useTranslation } from 'react-i18next'
import type { Notification, NotificationKind } from '#contract/notifications.ts'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { useNoticeWords } from './use-notice-words.ts'

const icons: Record<NotificationKind, { icon: IconName; tone: string }> = {
  assigned: { icon: 'user', tone: 'bg-accent-soft text-accent' },
  mentioned: { icon: 'quote', tone: 'bg-note text-note-ink' },
  customer_wrote: { icon: 'chat', tone: 'bg-accent-soft text-accent' },
  sla_warned: { icon: 'clock', tone: 'bg-warn-soft text-warn' },
  sla_breached: { icon: 'clock', tone: 'bg-bad-soft text-bad' },
  rated_low: { icon: 'star', tone: 'bg-bad-soft text-bad' },
  rule: { icon: 'bolt', tone: 'bg-hover text-ink-2' },
  webhook_disabled: { icon: 'globe', tone: 'bg-bad-soft text-bad' },
  webhook_gave_up: { icon: 'globe', tone: 'bg-warn-soft text-warn' },
}

/** One notice: what happened, where, and when. The whole row opens it; the dot says whether it was read. */
export function NoticeRow({
  notice,
  onOpen,
  onMark,
}: {
  notice: Notification
  onOpen: () => void
  onMark: (isRead: boolean) => void
}) {
  const { t } = useTranslation()
  const dates = useDates()
  const words = useNoticeWords()
  const more = words.more(notice)
  const { icon, tone } = icons[notice.kind]
  return (
    <li
      className={classNames(
        'group relative flex gap-3 border-t border-line px-4 py-3 first:border-t-0 hover:bg-hover',
        !notice.isRead && 'bg-accent-soft/30',
      )}
    >
      <span className={classNames('mt-0.5 grid size-7 flex-none place-items-center rounded-full', tone)}>
        <Icon name={icon} size={14} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <button
            type="button"
            data-notice
            onClick={onOpen}
            className={classNames(
              'min-w-0 flex-1 text-left break-words after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent',
              !notice.isRead && 'font-medium',
            )}
          >
            {words.title(notice)}
            {!notice.isRead && <span className="sr-only">, {t('notice.unread')}</span>}
          </button>
          <time
            dateTime={notice.at}
            title={dates.full(notice.at)}
            className="numeric flex-none text-sm text-ink-3"
          >
            {dates.feed(notice.at)}
          </time>
        </div>
        {notice.ticket && (
          <div className="truncate text-sm text-ink-2">
            <span className="numeric text-ink-3">{notice.ticket.number}</span>{' '}
            {notice.ticket.subject || t('list.noSubject')}
          </div>
        )}
        {more && <p className="mt-0.5 line-clamp-2 text-sm break-words text-ink-3">{more}</p>}
      </div>
      <IconButton
        icon={notice.isRead ? 'mail' : 'check'}
        label={t(notice.isRead ? 'notice.markUnread' : 'notice.markRead')}
        className="relative -mr-2 self-center text-ink-3 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 max-md:opacity-100"
        onClick={() => onMark(!notice.isRead)}
      />
    </li>
  )
}
