import type { RuleStep } from '#contract/rule-runs.ts'
import type { TriggerKind } from '#contract/rule-triggers.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'
import type { ReadyRule } from '../book.ts'
import type { Facts } from '../evaluate/facts.ts'
import { loadFacts, needsOf, ticketFactsOf, type Wanted } from '../load-facts.ts'
import { keepTicket, type TicketRow } from '../perform/keep-ticket.ts'
import { changedField } from '../perform/perform-on-ticket.ts'
import type { Care } from './carefully.ts'
import { openLedger } from './open-ledger.ts'
import { isDone, runRule } from './run-rule.ts'

/** A rule, and which of its triggers meant the event. */
export interface Heard {
  rule: ReadyRule
  trigger: TriggerKind
}

export interface Pass {
  /** As the lock found it. */
  ticket: TicketRow
  /** Null for silence and schedules. */
  eventId: number | null
  heard: readonly Heard[]
  /** Rules whose effects led here. */
  chain: readonly number[]
  care: Care
}

export type About = Omit<Wanted, 'occasion'> & { doneBy: Wanted['occasion']['doneBy'] }

/**
 * Asks rules one after the other, each seeing what those before it did, until one says that it was the last. Answers
 * whether any of them has done something.
 */
export async function runRules(tx: Tx, platform: Platform, pass: Pass, about: About): Promise<boolean> {
  const { ticketId } = about
  const keeper = keepTicket(tx, ticketId, pass.ticket)
  const ledger = openLedger(tx, ticketId, about.at)
  const desk = { ledger, keeper, care: pass.care, log: platform.log }
  const needs = needsOf(pass.heard.map(({ rule }) => rule.conditions))
  const load = async (): Promise<Facts | null> => {
    const { doneBy, ...wanted } = about
    const occasion = { trigger: 'ticket_created' as TriggerKind, doneBy }
    return (await loadFacts(tx, [{ ...wanted, occasion }], needs))[0] ?? null
  }
  let hasActed = false
  let facts = await load()
  for (const { rule, trigger } of pass.heard) {
    if (!facts) break
    if (!rule.conditions.holds(facts)) continue
    const told = { ...facts, occasion: { ...facts.occasion, trigger } }
    const steps = await runRule(tx, desk, { ...pass, ticketId, rule, trigger }, told, about)
    const done = steps.filter(isDone)
    if (done.some(({ action }) => action.type === 'stop')) {
      hasActed ||= done.length > 1
      break
    }
    if (done.length === 0) continue
    hasActed = true
    const row = done.every(isOfTicketAlone) ? await keeper.read() : null
    facts = row ? { ...facts, ticket: ticketFactsOf(row) } : await load()
  }
  await ledger.write()
  return hasActed
}

/** Nothing but columns of the ticket can be different; of a category those above it would be, too. */
function isOfTicketAlone({ action }: RuleStep): boolean {
  return action.type !== 'set_category' && changedField(action) !== null
}
