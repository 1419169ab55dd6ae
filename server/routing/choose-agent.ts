import type { Meaning } from '#contract/attendance.ts'
import type { Candidate, PassedReason, RoutingDecision, RoutingPolicy } from '#contract/routing.ts'
import type { Source } from '#contract/tickets.ts'

/** An agent of the team as routing sees them at one moment. */
export interface Seat {
  readonly agentId: number
  readonly name: string
  /** Whether their role lets them answer tickets at all. */
  readonly mayWork: boolean
  readonly meaning: Meaning
  readonly isAbsent: boolean
  readonly isWorking: boolean
  /** In the units of the sources' weights. */
  readonly capacity: number
  readonly load: number
  /** Open tickets by source. */
  readonly bySource: Readonly<Partial<Record<Source, number>>>
  /** How many of a source at once; absent for as many as fit. */
  readonly sourceLimits: Readonly<Partial<Record<Source, number>>>
  /** Level by the skill's id. */
  readonly skills: ReadonlyMap<number, number>
  /** The number of their last turn; 0 for who had none. */
  readonly turn: number
}

/** What is to be given to somebody. */
export interface Wanted {
  readonly source: Source
  readonly weight: number
  readonly needs: readonly { skillId: number; name: string; level: number }[]
  /** Whoever gave it back, or was gone too long. */
  readonly exceptIds: readonly number[]
  /** Whoever of the team had or answered the customer last; null when nobody is remembered. */
  readonly knownBy: number | null
}

export interface Manner {
  readonly method: 'round_robin' | 'least_loaded' | 'skills'
  readonly handsTo: RoutingPolicy['handsTo']
  /** The last turn given out. */
  readonly turn: number
}

export interface Choice {
  readonly seat: Seat | null
  readonly why: Extract<
    RoutingDecision['why'],
    'turn' | 'least_loaded' | 'skills' | 'knows_customer' | 'nobody'
  >
  readonly candidates: readonly Candidate[]
}

/** Why somebody cannot be handed this; the first reason that holds, null for none. */
export function whyPassed(
  seat: Seat,
  wanted: Wanted,
  manner: Pick<Manner, 'method' | 'handsTo'>,
): PassedReason | null {
  if (!seat.mayWork) return 'not_allowed'
  if (wanted.exceptIds.includes(seat.agentId)) return 'gave_back'
  if (seat.isAbsent) return 'absent'
  if (seat.meaning === 'offline' && manner.handsTo !== 'anyone') return 'offline'
  if (seat.meaning === 'away' && manner.handsTo === 'online') return 'away'
  if (!seat.isWorking) return 'outside_hours'
  if (manner.method === 'skills' && lacksSkill(seat, wanted)) return 'lacks_skill'
  return whyFull(seat, wanted)
}

/** Whether there is anything at all that somebody could be handed now. */
export function mayTakeAny(seat: Seat, handsTo: Manner['handsTo'], lightest: number): boolean {
  const something = { source: 'api', weight: lightest, needs: [], exceptIds: [], knownBy: null } as const
  const passed = whyPassed(seat, something, { method: 'least_loaded', handsTo })
  return passed === null || passed === 'full_of_source'
}

export function lacksSkill(seat: Pick<Seat, 'skills'>, wanted: Pick<Wanted, 'needs'>): boolean {
  return wanted.needs.some((need) => (seat.skills.get(need.skillId) ?? 0) < need.level)
}

/** What stands in the way of one more of this kind. A ticket that weighs nothing always fits. */
export function whyFull(
  seat: Seat,
  { source, weight }: Pick<Wanted, 'source' | 'weight'>,
): PassedReason | null {
  if (weight > 0 && seat.load + weight > seat.capacity) return 'full'
  const most = seat.sourceLimits[source]
  return most !== undefined && (seat.bySource[source] ?? 0) >= most ? 'full_of_source' : null
}

/**
 * Whose it becomes: whoever knows the customer, if they can take it; else by the method among all who can. Equals take
 * turns, so that no two of them ever differ by more than one.
 */
export function chooseAgent(seats: readonly Seat[], wanted: Wanted, manner: Manner): Choice {
  const judged = seats.map((seat) => ({ seat, passed: whyPassed(seat, wanted, manner) }))
  const able = judged.flatMap(({ seat, passed }) => (passed === null ? [seat] : []))
  const known = able.find((seat) => seat.agentId === wanted.knownBy)
  const chosen = known ?? able.toSorted((a, b) => compare(a, b, wanted, manner))[0] ?? null
  const why = chosen === null ? 'nobody' : known ? 'knows_customer' : whyOf(manner)
  const candidates = judged.map(({ seat, passed }) => ({
    agentId: seat.agentId,
    name: seat.name,
    isChosen: seat === chosen,
    passed,
    load: seat.load,
    capacity: seat.capacity,
    skills:
      manner.method === 'skills'
        ? wanted.needs.map(({ skillId, name, level }) => ({
            name,
            needs: level,
            has: seat.skills.get(skillId) ?? 0,
          }))
        : [],
    turnsAgo: seat.turn === 0 ? null : manner.turn - seat.turn,
  }))
  return { seat: chosen, why, candidates: candidates.toSorted(byInterest) }
}

/** The seat after it has taken one. */
export function occupied(
  seat: Seat,
  { source, weight }: Pick<Wanted, 'source' | 'weight'>,
  turn: number,
): Seat {
  const bySource = { ...seat.bySource, [source]: (seat.bySource[source] ?? 0) + 1 }
  return { ...seat, load: seat.load + weight, bySource, turn }
}

/** Who comes first. Loads are compared as shares of what each can carry, without dividing. */
function compare(a: Seat, b: Seat, wanted: Wanted, { method }: Manner): number {
  if (method !== 'round_robin') {
    const byLoad = (a.load + wanted.weight) * b.capacity - (b.load + wanted.weight) * a.capacity
    if (byLoad !== 0) return byLoad
    // Who can do just this is asked before who can do more: the best are kept for what needs them.
    const bySurplus = method === 'skills' ? surplus(a, wanted) - surplus(b, wanted) : 0
    if (bySurplus !== 0) return bySurplus
  }
  return a.turn - b.turn || a.agentId - b.agentId
}

function surplus(seat: Seat, wanted: Wanted): number {
  return wanted.needs.reduce((sum, need) => sum + (seat.skills.get(need.skillId) ?? 0) - need.level, 0)
}

function whyOf({ method }: Manner): 'turn' | 'least_loaded' | 'skills' {
  return method === 'round_robin' ? 'turn' : method
}

/** The chosen one, then who could have taken it, then the rest. */
function byInterest(a: Candidate, b: Candidate): number {
  const rank = (one: Candidate) => (one.isChosen ? 0 : one.passed === null ? 1 : 2)
  return rank(a) - rank(b) || a.load - b.load
}
