import type { RuleOnlyAction } from '#contract/rule-actions.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { routeTicket } from '#server/routing/index.ts'
import { setPolicy } from '#server/sla/index.ts'
import { callWebhook } from '#server/webhooks/index.ts'
import { answerCustomer } from './answer-customer.ts'
import { mailSomebody } from './mail-somebody.ts'
import { notifyPeople } from './notify-people.ts'
import { done, type Outcome, skipped, unchanged } from './outcome.ts'
import type { Performance } from './perform-actions.ts'
import { runMacro } from './run-macro.ts'

type ActionOf<T extends RuleOnlyAction['type']> = Extract<RuleOnlyAction, { type: T }>

/** Carries out one of the actions that only rules have. */
export async function performOwn(tx: Tx, action: RuleOnlyAction, performance: Performance): Promise<Outcome> {
  switch (action.type) {
    case 'stop':
      return done()
    case 'reply':
      return answerCustomer(tx, action, performance)
    case 'mail':
      return mailSomebody(tx, action, performance)
    case 'notify':
      return notifyPeople(tx, action, performance)
    case 'run_macro':
      return runMacro(tx, action, performance)
    case 'route':
      return route(tx, action, performance)
    case 'call_webhook':
      return callOut(tx, action, performance)
    case 'set_sla_policy': {
      const { ticketId, by, about } = performance
      return (await setPolicy(tx, ticketId, action.policyId, by, about.at))
        ? done()
        : skipped('unknown_reference')
    }
  }
}

async function route(
  tx: Tx,
  { teamId, method }: ActionOf<'route'>,
  { ticketId, by, about }: Performance,
): Promise<Outcome> {
  const wish = { ...(teamId !== null && { teamId }), ...(method !== null && { method }) }
  const decision = await routeTicket(tx, ticketId, wish, by, about.at)
  if (!decision) return unchanged()
  const detail = { agentId: decision.agentId, agentName: decision.agentName, why: decision.why }
  return decision.outcome === 'assigned' ? done(detail) : skipped('nobody', detail)
}

async function callOut(
  tx: Tx,
  { webhookId }: ActionOf<'call_webhook'>,
  { ticketId, eventId, by, about }: Performance,
): Promise<Outcome> {
  const cause = by.cause && { cause: by.cause }
  const call = { ticketId, ...(eventId !== null && { eventId }), ...cause }
  return (await callWebhook(tx, webhookId, call, about.at)) ? done() : skipped('unknown_reference')
}
