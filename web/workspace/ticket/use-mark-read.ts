import type { InfiniteData } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { type FeedItem, markRead, type Ticket } from '#contract/tickets.ts'
import { call } from '../../api/call.ts'
import { queryClient } from '../query-client.ts'

/** Remembers that the agent has seen the latest post, once the page is really in front of them. */
export function useMarkRead(
  ticket: Ticket | undefined,
  feed: InfiniteData<{ items: FeedItem[] }> | undefined,
): void {
  const told = useRef(0)
  const last = feed?.pages[0]?.items.reduce(
    (max, item) => (item.kind === 'event' ? max : Math.max(max, item.id)),
    0,
  )
  useEffect(() => {
    if (!ticket || !last || last <= told.current) return undefined
    const tell = () => {
      if (document.visibilityState !== 'visible') return
      document.removeEventListener('visibilitychange', tell)
      const wasTold = told.current
      told.current = last
      // Nothing new for this agent since they were last here: nothing to write down.
      if (wasTold === 0 && !ticket.isUnread) return
      void call(markRead, { params: { id: ticket.id }, body: { lastPostId: last } }).then(
        () => {
          void queryClient.invalidateQueries({ queryKey: ['tickets'] })
          void queryClient.invalidateQueries({ queryKey: ['counts'] })
          void queryClient.invalidateQueries({ queryKey: ['chats'] })
        },
        () => {
          told.current = wasTold
        },
      )
    }
    document.addEventListener('visibilitychange', tell)
    tell()
    return () => document.removeEventListener('visibilitychange', tell)
  }, [ticket, last])
}
