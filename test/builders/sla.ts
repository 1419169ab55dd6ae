import type { PriorityTargets, SlaPolicyInput, SlaTarget } from '#contract/sla.ts'

export function business(minutes: number): SlaTarget {
  return { minutes, time: 'business' }
}

export function aroundTheClock(minutes: number): SlaTarget {
  return { minutes, time: 'calendar' }
}

/** The same promises for every priority. */
export function everyPriority(targets: Partial<PriorityTargets>): SlaPolicyInput['targets'] {
  const all = { firstReply: null, nextReply: null, update: null, solution: null, ...targets }
  return { low: all, medium: all, high: all, critical: all }
}

/** A policy for every ticket that promises nothing, until told otherwise. */
export function slaPolicy(wishes: Partial<SlaPolicyInput> = {}): SlaPolicyInput {
  return {
    name: 'Business',
    isActive: true,
    calendarId: null,
    conditions: [],
    targets: everyPriority({}),
    stages: [],
    pausedIn: ['paused'],
    pausesWhenFrozen: true,
    pausedClocks: ['first_reply', 'next_reply', 'update', 'solution', 'stage'],
    onReopen: 'resume',
    warnings: [],
    ...wishes,
  }
}
