import type { TFunction } from 'i18next'
import type { DueKind } from '#contract/tickets.ts'
import type { EventItem } from '../feed/feed-items.ts'

/** What the clocks did to a ticket; null for an event that is none of theirs. */
export function clockEventWords(
  t: TFunction,
  moment: (at: string) => string,
  { type, data }: EventItem,
): string[] | null {
  if (type === 'sla.policy') {
    // Which policy a new ticket begins with is no news: its deadline says it.
    if (data.from === null && data.isSet !== true) return []
    return typeof data.policyName === 'string'
      ? [t('event.slaPolicy', { name: data.policyName })]
      : [t('event.slaPolicyNone')]
  }
  if (type !== 'sla.warned' && type !== 'sla.breached') return null
  const what = t(`due.kind.${data.clock as DueKind}`)
  const when = moment(String(data.dueAt))
  return [t(type === 'sla.warned' ? 'event.slaWarned' : 'event.slaBreached', { what, when })]
}
