import type { useNavigate } from '@tanstack/react-router'
import type { Notification } from '#contract/notifications.ts'

/** Goes to what a notice is about: its ticket, or the webhook. */
export function openNotice(
  navigate: ReturnType<typeof useNavigate>,
  { ticket, facts }: Pick<Notification, 'ticket' | 'facts'>,
): void {
  const { webhookId } = facts
  if (ticket)
    void navigate({ to: '/tickets/$ticketId', params: { ticketId: ticket.id }, search: (was) => was })
  else if (typeof webhookId === 'number')
    void navigate({ to: '/settings/webhooks/$webhookId', params: { webhookId: String(webhookId) } })
  else void navigate({ to: '/settings/webhooks' })
}
