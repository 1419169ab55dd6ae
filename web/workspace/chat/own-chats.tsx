import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { useShortcut } from '../../ui/keyboard.ts'
import { prefetchTicket } from '../ticket/prefetch.ts'
import { setChatSound, useChatSound } from './chat-sound.ts'
import { nextChat } from './next-chat.ts'
import { ownChatsQuery } from './queries.ts'

/** One's conversations, always in reach: who is there, who has written, and the way to those that are nobody's yet. */
export function OwnChats({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { ticketId } = useParams({ strict: false })
  const { data } = useQuery(ownChatsQuery)
  const hasSound = useChatSound()
  const items = data?.items ?? []
  const waiting = data?.waiting ?? 0
  const open = Number(ticketId)
  const next = nextChat(items, open)
  useShortcut(
    'nextChat',
    () =>
      next && void navigate({ to: '/tickets/$ticketId', params: { ticketId: next }, search: (was) => was }),
    { isOn: next !== null },
  )
  if (items.length === 0 && waiting === 0) return null
  return (
    <section aria-labelledby="own-chats" className="flex flex-none flex-col gap-0.5">
      <div className="flex items-center px-2 pt-2">
        <h2 id="own-chats" className="text-xs font-medium text-ink-3">
          {t('chat.own')}
        </h2>
        <IconButton
          icon={hasSound ? 'bell' : 'bellOff'}
          size={14}
          label={t(hasSound ? 'chat.soundOn' : 'chat.soundOff')}
          className="ml-auto !size-6"
          onClick={() => setChatSound(!hasSound)}
        />
      </div>
      {items.map((chat) => {
        const name = chat.name || t('chat.visitor')
        const isOpen = chat.ticketId === open
        return (
          <Link
            key={chat.ticketId}
            to="/tickets/$ticketId"
            params={{ ticketId: chat.ticketId }}
            search={(was) => was}
            title={chat.snippet}
            aria-current={isOpen ? 'page' : undefined}
            onPointerDown={() => prefetchTicket(chat.ticketId)}
            onClick={onNavigate}
            className={classNames(
              'flex h-7 flex-none items-center gap-2 rounded-sm px-2 whitespace-nowrap',
              isOpen
                ? 'bg-panel font-medium text-ink shadow-[0_0_0_1px_var(--line)]'
                : 'text-ink-2 hover:bg-hover hover:text-ink',
            )}
          >
            <span
              className={classNames(
                'mx-1 size-2 flex-none rounded-full',
                chat.isHere ? 'bg-ok' : 'bg-line-strong',
              )}
            >
              <span className="sr-only">{t(chat.isHere ? 'chat.isHere' : 'chat.isGone')} </span>
            </span>
            <span className={classNames('truncate', chat.unread > 0 && !isOpen && 'font-semibold text-ink')}>
              {name}
            </span>
            {chat.unread > 0 && !isOpen ? (
              <b className="numeric ml-auto grid h-[18px] min-w-[18px] flex-none place-items-center rounded-full bg-accent px-1 text-xs font-semibold text-accent-ink">
                {chat.unread}
                <span className="sr-only"> {t('chat.unread', { count: chat.unread })}</span>
              </b>
            ) : (
              <span className="numeric ml-auto flex-none text-sm text-ink-3">{chat.number}</span>
            )}
          </Link>
        )
      })}
      {waiting > 0 && (
        <Link
          to="/tickets"
          search={{ view: 'unassigned' }}
          onClick={onNavigate}
          className="flex h-7 flex-none items-center gap-2 rounded-sm px-2 whitespace-nowrap text-warn hover:bg-hover"
        >
          <span className="truncate">{t('chat.waiting')}</span>
          <b className="numeric ml-auto text-sm font-medium">{waiting}</b>
        </Link>
      )}
    </section>
  )
}
