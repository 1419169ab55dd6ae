import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/icon.tsx'
import { useDates } from '../../ui/use-dates.ts'
import { causeOf } from './cause.ts'
import type { EventItem } from './feed-items.ts'
import { RuleTraceButton } from './rule-trace-button.tsx'
import { saidOnce } from './said-once.ts'
import { useActorName, useEventWords } from './use-event-words.ts'

/** What happened to the ticket, in one thin line. */
export function EventLines({ events }: { events: readonly EventItem[] }) {
  const { t } = useTranslation()
  const dates = useDates()
  const words = useEventWords()
  const actorName = useActorName()
  const sentences = saidOnce(events).flatMap(words)
  const first = events[0]
  if (sentences.length === 0 || !first) return null
  const { at } = first
  const cause = causeOf(first)
  return (
    <div className="flex max-w-[760px] gap-2 pl-10 text-sm text-ink-3 max-md:pl-9">
      <Icon name={first.actor.kind === 'system' ? 'bolt' : 'pencil'} size={14} className="mt-0.5" />
      <p className="min-w-0 break-words">
        <span className="sr-only">{t('feed.event')} </span>
        {actorName(first)}: {sentences.join(', ')}
        {' · '}
        <time dateTime={at} title={dates.full(at)} className="numeric">
          {dates.feed(at)}
        </time>
        {cause?.kind === 'rule' && cause.runId !== undefined && (
          <RuleTraceButton runId={cause.runId} name={cause.name} />
        )}
      </p>
    </div>
  )
}
