import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../ui/announce.tsx'
import { showBrowserNotice } from './browser-notices.ts'
import { newestQuery, unreadQuery } from './queries.ts'
import { useMarkRead } from './use-mark-read.ts'
import { useNoticeWords } from './use-notice-words.ts'

/**
 * Tells of notices as they come: aloud to whoever hears the page, and over other windows where that is allowed. What is
 * about the ticket that is open before one's eyes is read by that.
 */
export function useFreshNotices(): void {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const words = useNoticeWords()
  const { ticketId } = useParams({ strict: false })
  const { data: count } = useQuery(unreadQuery)
  const { data: newest } = useQuery({ ...newestQuery, enabled: (count?.unread ?? 0) > 0 })
  const { mutate: mark } = useMarkRead()
  const told = useRef<number | null>(null)
  const items = newest?.items

  useEffect(() => {
    if (!items) return
    const last = told.current
    told.current = Math.max(last ?? 0, ...items.map((item) => item.id))
    // What was there when the page was opened is no news.
    if (last === null) return
    for (const item of items.filter((each) => each.id > last)) {
      const title = words.title(item)
      announce(t('notice.fresh', { text: title }))
      if (!document.hidden) continue
      const about = item.ticket ? `${item.ticket.number} ${item.ticket.subject}` : words.more(item)
      showBrowserNotice(item.id, title, about, () => {
        if (item.ticket) void navigate({ to: '/tickets/$ticketId', params: { ticketId: item.ticket.id } })
        else void navigate({ to: '/settings/webhooks' })
      })
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only new items are news
  }, [items])

  const open = Number(ticketId)
  const isHere = items?.some((item) => item.ticket?.id === open) ?? false
  useEffect(() => {
    if (!isHere) return
    const read = () => !document.hidden && mark({ ticketId: open })
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [isHere, open, mark])
}
