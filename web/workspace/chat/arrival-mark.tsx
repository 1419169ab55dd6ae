import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../ui/class-names.ts'
import { Icon } from '../../ui/icon.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import type { Reply } from '../feed/feed-items.ts'
import { ticketChatQuery } from './queries.ts'

/** How far a line said in a chat has come: kept, in the visitor's browser, read, or gone by letter after all. */
export function ArrivalMark({ post, ticketId }: { post: Reply; ticketId: number }) {
  const { t } = useTranslation()
  const { data } = useQuery(ticketChatQuery(ticketId))
  const chat = data?.chat
  const { state } = post.delivery
  if (!chat || (state !== 'queued' && state !== 'sent')) return null
  const how =
    chat.readId >= post.id
      ? 'read'
      : chat.receivedId >= post.id
        ? 'received'
        : state === 'sent'
          ? 'mailed'
          : 'kept'
  const label = t(`chat.arrival.${how}`)
  return (
    <Tooltip label={label} side="top">
      <span
        role="img"
        aria-label={label}
        // A word that is shown on hover is shown on focus, too.
        tabIndex={0}
        className={classNames('flex-none rounded-xs', how === 'read' ? 'text-accent' : 'text-ink-3')}
      >
        <Icon name={how === 'mailed' ? 'mail' : how === 'kept' ? 'check' : 'checks'} size={14} />
      </span>
    </Tooltip>
  )
}
