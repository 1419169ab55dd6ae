import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../ui/announce.tsx'
import { beep } from '../../ui/beep.ts'
import { useSession } from '../session.ts'
import { hasChatSound } from './chat-sound.ts'
import { chatLines } from './lines.ts'
import { ownChatsQuery } from './queries.ts'

/** For as long as the desk is open: lines left by a reload go on, and a visitor who writes is heard. */
export function useChats(): void {
  const { t } = useTranslation()
  const { agent } = useSession()
  const { ticketId } = useParams({ strict: false })
  const { data } = useQuery(ownChatsQuery)
  const heard = useRef<Map<number, number> | null>(null)
  const open = Number(ticketId)

  useEffect(() => {
    const lines = chatLines(agent.id)
    const stay = (event: BeforeUnloadEvent) => {
      if (!lines.isEmpty()) event.preventDefault()
    }
    window.addEventListener('beforeunload', stay)
    return () => window.removeEventListener('beforeunload', stay)
  }, [agent.id])

  useEffect(() => {
    if (!data) return
    const before = heard.current
    heard.current = new Map(data.items.map((each) => [each.ticketId, each.unread]))
    // What was unread when the page was opened is no news.
    if (before === null) return
    const fresh = data.items.filter(
      (each) => each.unread > (before.get(each.ticketId) ?? 0) && (each.ticketId !== open || document.hidden),
    )
    const [first] = fresh
    if (!first) return
    if (hasChatSound()) beep()
    announce(
      fresh.length > 1
        ? t('chat.freshMany', { count: fresh.length })
        : t('chat.fresh', { name: first.name || t('chat.visitor'), text: first.snippet }),
    )
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only what was said since is news
  }, [data])
}
