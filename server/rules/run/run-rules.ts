import type { TriggerKind } from '#contract/rule-triggers.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'
import type { ReadyRule } from '../book.ts'
import type { Facts } from '../evaluate/facts.ts'
import { loadFacts, needsOf, type Wanted } from '../load-facts.ts'
import { runRule } from './run-rule.ts'

/** A rule, and which of its triggers meant the event. */
export interface Heard {
  rule: ReadyRule
  trigger: TriggerKind
}

export interface Pass {
  ticketId: number
  /** Null for silence and schedules. */
  eventId: number | null
  heard: readonly Heard[]
  /** Rules whose effects led here. */
  chain: readonly number[]
}

export type About = Omit<Wanted, 'occasion'> & { doneBy: Wanted['occasion']['doneBy'] }

/** Asks rules one after the other, each seeing what those before it did, until one says that it was the last. */
export async function runRules(tx: Tx, platform: Platform, pass: Pass, about: About): Promise<void> {
  const needs = needsOf(pass.heard.map(({ rule }) => rule.conditions))
  const load = async (): Promise<Facts | null> => {
    const { doneBy, ...wanted } = about
    const occasion = { trigger: 'ticket_created' as TriggerKind, doneBy }
    return (await loadFacts(tx, [{ ...wanted, occasion }], needs))[0] ?? null
  }
  let facts = await load()
  for (const { rule, trigger } of pass.heard) {
    if (!facts) return
    if (!rule.conditions.holds(facts)) continue
    const told = { ...facts, occasion: { ...facts.occasion, trigger } }
    const { hasChanged, stops } = await runRule(tx, platform, { ...pass, rule, trigger }, told, about)
    if (stops) return
    if (hasChanged) facts = await load()
  }
}
