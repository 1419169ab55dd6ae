import type { Language } from '#contract/common.ts'
import { words } from '#server/platform/words.ts'
import type { CustomerState } from '#server/tickets/index.ts'

const looks = {
  received: 'calm',
  in_work: 'calm',
  your_turn: 'asks',
  solved: 'done',
  closed: 'done',
} as const satisfies Record<CustomerState, string>

/** A ticket's state as customers read it, and how its mark looks. */
export function presentState(state: CustomerState, language: Language) {
  const { t } = words(language)
  const names = {
    received: t('portal.requests.state.received'),
    in_work: t('portal.requests.state.inWork'),
    your_turn: t('portal.requests.state.yourTurn'),
    solved: t('portal.requests.state.solved'),
    closed: t('portal.requests.state.closed'),
  }
  return { name: names[state], look: looks[state], isDone: state === 'solved' || state === 'closed' }
}
