import type { TFunction } from 'i18next'
import type { PassedReason, RoutingDecision } from '#contract/routing.ts'

const mostNamed = 3

/** The event `ticket.routed` in short phrases: to whom and why, and who was passed over. */
export function routedWords(t: TFunction, language: string, data: Record<string, unknown>): string[] {
  const decision = data as unknown as RoutingDecision
  switch (decision.outcome) {
    // "Took it" is said by the change itself.
    case 'pulled':
      return []
    case 'assigned':
      return [
        t('event.routed.assigned', { to: decision.agentName, why: whyWords(t, decision) }),
        ...passedWords(t, language, decision),
      ]
    case 'waits':
      // Whoever may not know of that team's people reads that it waits, and not for whom.
      return decision.why === 'waits_for_known' && decision.agentName !== ''
        ? [t('event.routed.waitsForKnown', { to: decision.agentName, count: decision.minutes ?? 0 })]
        : [t('event.routed.waits'), ...passedWords(t, language, decision)]
    case 'overflowed':
      return [t('event.routed.overflowed', { to: decision.toTeamName ?? '…', count: decision.minutes ?? 0 })]
    case 'taken_back':
      return [t('event.routed.takenBack', { from: decision.agentName, count: decision.minutes ?? 0 })]
    default:
      return []
  }
}

/** Why this one: a phrase that stands alone. */
export function whyWords(t: TFunction, { why }: Pick<RoutingDecision, 'why'>): string {
  return t(`attendance.why.${why}`)
}

function passedWords(t: TFunction, language: string, { candidates }: RoutingDecision): string[] {
  const passed = candidates.filter((each) => each.passed !== null)
  if (passed.length === 0) return []
  const named = passed.slice(0, mostNamed).map((each) => {
    const reason = t(`attendance.passed.${each.passed as PassedReason}`)
    return t('event.routed.passedOne', { name: each.name, reason })
  })
  const rest = passed.length - named.length
  const list = new Intl.ListFormat(language, { type: 'conjunction' }).format([
    ...named,
    ...(rest > 0 ? [t('event.routed.more', { count: rest })] : []),
  ])
  return [t('event.routed.passed', { list })]
}
