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

/** The newest that are not read, for whoever has to be told of them. */
export const newestQuery = queryOptions({
  queryKey: ['notifications', 'newest'],
  queryFn: ({ signal }) => call(listNotifications, { query: { limit: 20, isUnread: 'true' } }, { signal }),
})

export const wishesQuery = queryOptions({
  queryKey: ['settings', 'notification-wishes'],
  queryFn: ({ signal }) => call(getNotificationWishes, {}, { signal }),
})
