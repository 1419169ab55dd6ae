import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { countNotifications, getNotificationWishes, listNotifications } from '#contract/notifications.ts'
import { call } from '../../api/call.ts'

/** All begin with `notifications`: the live line says when one's own changed. */
export const unreadQuery = queryOptions({
  queryKey: ['notifications', 'count'],
  queryFn: ({ signal }) => call(countNotifications, {}, { signal }),
})

export const noticesQuery = (isUnread: boolean) =>
  infiniteQueryOptions({
    queryKey: ['notifications', 'list', isUnread],
    queryFn: ({ signal, pageParam }) =>
      call(
        listNotifications,
        { query: { cursor: pageParam, limit: 30, ...(isUnread && { isUnread: 'true' }) } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })

/** The newest, read ones too: what comes later than these is news, even where nothing was unread. */
export const newestQuery = queryOptions({
  queryKey: ['notifications', 'newest'],
  queryFn: ({ signal }) => call(listNotifications, { query: { limit: 30 } }, { signal }),
})

export const wishesQuery = queryOptions({
  queryKey: ['settings', 'notification-wishes'],
  queryFn: ({ signal }) => call(getNotificationWishes, {}, { signal }),
})
