import type { TFunction } from 'i18next'
import type { Cause } from '#contract/ticket-actions.ts'
import type { EventItem } from './feed-items.ts'

const kinds: readonly Cause['kind'][] = ['rule', 'macro', 'routing', 'sla', 'mail_rule']

/** What made something happen by itself; null for what somebody did. */
export function causeOf({ data }: EventItem): Pick<Cause, 'kind' | 'id' | 'name' | 'runId'> | null {
  const cause = data['cause']
  if (typeof cause !== 'object' || cause === null || !('kind' in cause) || !('name' in cause)) return null
  const kind = kinds.find((each) => each === cause.kind)
  if (kind === undefined) return null
  return {
    kind,
    id: 'id' in cause ? Number(cause.id) : 0,
    name: String(cause.name),
    ...('runId' in cause && typeof cause.runId === 'number' && { runId: cause.runId }),
  }
}

/** `Правило «Возвраты»`, as the doer of what it did; null for what somebody did. */
export function causeWords(t: TFunction, event: EventItem): string | null {
  const cause = causeOf(event)
  return cause === null ? null : t(`event.cause.${cause.kind}`, { name: cause.name })
}
