import type { TFunction } from 'i18next'
import type { EventItem } from './feed-items.ts'

const reasons = ['time', 'agent', 'rule', 'status', 'merge', 'customer_wrote'] as const

/** What freezing, merging, checklists and chats did, in words; null for an event that is about something else. */
export function careEventWords(
  t: TFunction,
  ticketPrefix: string,
  moment: (at: string) => string,
  { type, data }: EventItem,
): string[] | null {
  const number = (id: unknown) => `${ticketPrefix}-${String(id)}`
  const name = String(data['name'])
  switch (type) {
    case 'ticket.frozen':
      return [t('event.frozen', { when: moment(String(data['until'])) })]
    case 'ticket.unfrozen': {
      const reason = reasons.find((each) => each === data['reason']) ?? 'status'
      return [t(`event.unfrozen.${reason}`)]
    }
    case 'ticket.merged':
      return [t('event.merged', { number: number(data['intoId']) })]
    case 'ticket.absorbed':
      return [t('event.absorbed', { number: number(data['fromId']) })]
    case 'ticket.unmerged':
      return data['direction'] === 'in'
        ? [t('event.unmergedIn', { number: number(data['sourceId']) })]
        : [t('event.unmergedOut', { number: number(data['targetId']) })]
    case 'ticket.rated':
      return ratingWords(t, data)
    case 'chat.ended':
      return [t('event.chatEnded')]
    case 'chat.resumed':
      return [t('event.chatResumed')]
    case 'chat.mailed':
      return [t('event.chatMailed', { address: data['address'] })]
    case 'checklist.started':
      return [t('event.checklistStarted', { name })]
    case 'checklist.finished':
      return [t('event.checklistFinished', { name })]
    case 'checklist.removed':
      return [t('event.checklistRemoved', { name, done: data['done'], of: data['of'] })]
    default:
      return null
  }
}

function ratingWords(t: TFunction, { score, scale, previous, comment }: EventItem['data']): string[] {
  const said =
    scale === 2 ? t(score === 2 ? 'event.ratedGood' : 'event.ratedBad') : t('event.rated', { score, scale })
  const before = scale === 2 || previous === undefined ? [] : [t('event.ratedBefore', { score: previous })]
  return [said, ...before, ...(typeof comment === 'string' ? [t('event.ratedComment', { comment })] : [])]
}
