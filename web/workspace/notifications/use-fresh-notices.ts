import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../ui/announce.tsx'
import { openOverlay } from '../shell/overlays.ts'
import { showBrowserNotice, standInFront } from './browser-notices.ts'
import { openNotice } from './open-notice.ts'
import { newestQuery, unreadQuery } from './queries.ts'
import { useMarkRead } from './use-mark-read.ts'
import { useNoticeWords } from './use-notice-words.ts'

/** More than that at once are told as one. */
const mostAtOnce = 3

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
  const { data: newest } = useQuery(newestQuery)
  const { mutate: mark } = useMarkRead()
  const told = useRef<number | null>(null)
  const items = newest?.items

  useEffect(() => {
    if (!items) return
    const last = told.current
    told.current = Math.max(last ?? 0, ...items.map((item) => item.id))
    // What was there when the page was opened is no news.
    if (last === null) return
    const fresh = items.filter((each) => each.id > last && !each.isRead)
    const first = fresh[0]
    if (first && fresh.length > mostAtOnce) {
      const all = t('notice.openUnread', { count: Math.max(count?.unread ?? 0, fresh.length) })
      announce(all)
      showBrowserNotice(`storm-${first.id}`, all, '', () => openOverlay('notices'))
      return
    }
    for (const item of fresh) {
      const title = words.title(item)
      announce(t('notice.fresh', { text: title }))
      const about = item.ticket ? `${item.ticket.number} ${item.ticket.subject}` : words.more(item)
      showBrowserNotice(String(item.id), title, about, () => openNotice(navigate, item))
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only new items are news
  }, [items])

  useEffect(standInFront, [])

  const open = Number(ticketId)
  const isHere = items?.some((item) => item.ticket?.id === open && !item.isRead) ?? false
  useEffect(() => {
    if (!isHere) return
    const read = () => !document.hidden && mark({ ticketId: open })
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [isHere, open, mark])
}
