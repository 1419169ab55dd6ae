import type { StatusCategory } from '#contract/desk.ts'
import type { TicketSort } from '#contract/ticket-filter.ts'

export type StatusFilter = 'open' | 'any' | StatusCategory

/** What the address bar says about the list: which view, how filtered, how sorted; `q` turns it into a search. */
export interface ViewSearch {
  view?: 'mine' | 'unassigned' | 'team' | 'all'
  team?: number
  status?: StatusFilter
  sort?: TicketSort
  order?: 'asc' | 'desc'
  unread?: boolean
  /** Only what is overdue. */
  overdue?: boolean
  /** Only what is put aside. */
  frozen?: boolean
  /** By the customer's latest score. */
  rating?: Rating
  q?: string
}

const ratings = ['rated', 'good', 'low'] as const
export type Rating = (typeof ratings)[number]
const views = ['mine', 'unassigned', 'team', 'all'] as const
const statuses = ['open', 'any', 'new', 'paused', 'solved', 'closed'] as const
const sorts = ['activity', 'created', 'waiting', 'priority', 'due'] as const

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((each) => each === value)
}

/** Reads a hand-typed or an old address without ever failing: what makes no sense is dropped. */
export function readView(search: Record<string, unknown>): ViewSearch {
  const team = Number(search.team)
  const q = typeof search.q === 'number' ? String(search.q) : search.q
  return {
    view: oneOf(search.view, views),
    team: Number.isSafeInteger(team) && team > 0 ? team : undefined,
    status: oneOf(search.status, statuses),
    sort: oneOf(search.sort, sorts),
    order: oneOf(search.order, ['asc', 'desc'] as const),
    unread: search.unread === true ? true : undefined,
    overdue: search.overdue === true ? true : undefined,
    frozen: search.frozen === true ? true : undefined,
    rating: oneOf(search.rating, ratings),
    q: typeof q === 'string' && q.trim() ? q.trim().slice(0, 300) : undefined,
  }
}

export interface TicketQuery {
  view: 'mine' | 'unassigned' | 'team' | 'all'
  teamId?: number
  status: StatusFilter
  sort: TicketSort
  order?: 'asc' | 'desc'
  isUnread?: 'true'
  isOverdue?: 'true'
  isFrozen?: 'true'
  rating?: Rating
}

/** The question the list asks the server. A team view without a team is the agent's own list. */
export function viewQuery(search: ViewSearch): TicketQuery {
  const view = search.view === 'team' && !search.team ? 'mine' : (search.view ?? 'mine')
  return {
    view,
    teamId: view === 'team' ? search.team : undefined,
    status: search.status ?? 'open',
    sort: search.sort ?? 'activity',
    order: search.order,
    isUnread: search.unread ? 'true' : undefined,
    isOverdue: search.overdue ? 'true' : undefined,
    isFrozen: search.frozen ? 'true' : undefined,
    rating: search.rating,
  }
}

/** Whether something narrows the view beyond its name: an empty list then has another reason. */
export function isNarrowed(search: ViewSearch): boolean {
  return (
    search.unread === true ||
    search.overdue === true ||
    search.frozen === true ||
    search.rating !== undefined ||
    (search.status !== undefined && search.status !== 'open')
  )
}
