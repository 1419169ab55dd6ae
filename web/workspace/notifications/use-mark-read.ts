import { useMutation } from '@tanstack/react-query'
import { readNotifications } from '#contract/notifications.ts'
import { call } from '../../api/call.ts'
import { queryClient } from '../query-client.ts'

type Which = { ids: number[]; isRead?: boolean } | { ticketId: number } | { untilId: number }

/** Marks one's notices as read; the bell and its list follow. */
export function useMarkRead() {
  return useMutation({
    mutationFn: (body: Which) => call(readNotifications, { body }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['notifications'] }),
  })
}
