import type { TFunction } from 'i18next'
import type { EventItem } from './feed-items.ts'

/** What was done with a letter from the ledger or the outbox; null for any other event. */
export function letterEventWords(
  t: TFunction,
  ticketPrefix: string,
  { type, data }: EventItem,
): string[] | null {
  const number = (id: unknown) => `${ticketPrefix}-${String(id)}`
  switch (type) {
    case 'message.moved':
      return data['direction'] === 'in'
        ? [t('event.messageMovedIn', { number: number(data['fromTicketId']) })]
        : [t('event.messageMovedOut', { number: number(data['toTicketId']) })]
    case 'reply.resent': {
      const to = Array.isArray(data['to']) ? data['to'].map(String) : []
      return [t('event.replyResent', { list: to.join(', ') })]
    }
    case 'reply.confirmed':
      return [t('event.replyConfirmed')]
    case 'reply.stopped':
      return [t('event.replyStopped')]
    default:
      return null
  }
}
