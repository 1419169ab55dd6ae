import type { WebhookType } from '#contract/webhook-events.ts'
import type { Actor } from '#server/identity/index.ts'
import { fail } from '#server/platform/http/failure.ts'
import { seesEveryTicket } from '#server/tickets/index.ts'

/** A webhook hears of tickets whoever owns them: only those from whom no ticket is kept deal with webhooks at all. */
export function mustSeeAll(actor: Actor): void {
  if (!seesEveryTicket(actor)) fail('not_allowed')
}

/** Notes are told to those only who may be read them: whoever asks for them has to be one. */
export function mustMayHear(actor: Actor, types: readonly WebhookType[] | undefined): void {
  if (types?.includes('note.added') && !actor.permissions.has('note.read')) fail('not_allowed')
}
