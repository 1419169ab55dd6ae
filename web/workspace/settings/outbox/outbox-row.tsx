import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { OutboxLetter } from '#contract/outbox.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useDesk } from '../../desk.ts'
import type { OutboxSearch } from '../letters/mail-search.ts'
import { outboxTones, useOutboxWords } from './use-outbox-words.ts'

/** One letter on its way out: to whom, about what, and how it stands. The whole row opens it. */
export function OutboxRow({ letter, search }: { letter: OutboxLetter; search: OutboxSearch }) {
  const { t } = useTranslation()
  const dates = useDates()
  const { desk } = useDesk()
  const words = useOutboxWords()
  const who = letter.isAutomatic ? t('settings.outbox.automatic') : letter.agentName
  return (
    <li className="relative flex gap-3 border-t border-line px-4 py-2.5 first:border-t-0 hover:bg-hover">
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-baseline gap-3">
          <Link
            to="/settings/outbox"
            search={{ ...search, letter: `${letter.kind}-${letter.id}` }}
            className="min-w-0 truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {words.title(letter)}
          </Link>
          <time
            dateTime={letter.createdAt}
            title={dates.full(letter.createdAt)}
            className="numeric ml-auto flex-none text-sm text-ink-3"
          >
            {dates.feed(letter.createdAt)}
          </time>
        </div>
        <div className="truncate text-sm text-ink-3">
          {t('settings.outbox.to', { list: letter.to.map(({ address }) => address).join(', ') })}
          {who && letter.kind !== 'system' && ` · ${who}`}
        </div>
        <div className="mt-1 flex min-w-0 items-center gap-2">
          <Tag tone={outboxTones[letter.state]}>{t(`settings.outbox.state.${letter.state}`)}</Tag>
          {letter.resendOfId !== null && <Tag>{t('settings.outbox.again')}</Tag>}
          <span className="line-clamp-2 min-w-0 max-md:line-clamp-3 text-sm text-ink-2">
            {words.why(letter)}
          </span>
          {letter.ticketId && (
            <Link
              to="/tickets/$ticketId"
              params={{ ticketId: letter.ticketId }}
              search={{}}
              className="numeric relative ml-auto flex-none text-sm text-accent hover:underline"
            >
              {`${desk.ticketPrefix}-${letter.ticketId}`}
            </Link>
          )}
        </div>
      </div>
      <Icon name="right" className="self-center text-ink-3" />
    </li>
  )
}
