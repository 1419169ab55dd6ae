import { sql } from 'kysely'
import type { SlaExample, SlaPolicyInput, SlaPreview } from '#contract/sla.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { readSettings } from '#server/platform/settings.ts'
import { visibleTickets } from '#server/tickets/index.ts'
import { policyFor } from './choose-policy.ts'
import { advance, foldClocks } from './clock.ts'
import { loadFacets } from './load-facets.ts'
import { loadHistory } from './load-history.ts'
import { loadPolicies, type Policies, preparePolicies } from './load-terms.ts'
import { nearestDeadline } from './measure.ts'
import { termsOfInput } from './present-policy.ts'

interface Wish {
  policyId: number | null
  policy: SlaPolicyInput | null
  includesOpen: boolean
}

/** How many are looked at, the latest first, and for how many of those the clocks are counted. */
const usualMost = { looked: 2000, folded: 400 }
const mostExamples = 12
/** What a policy that is not saved yet goes by. */
const unsavedId = 0

/** Whom of the tickets the actor sees a change of policies would touch, found by counting the clocks as they would be. Changes nothing. */
export async function previewPolicy(
  db: Db,
  actor: Actor,
  wish: Wish,
  now: Date,
  most = usualMost,
): Promise<SlaPreview> {
  const before = await loadPolicies(db)
  const after = await policiesAfter(db, wish, now)
  const tickets = await loadTickets(db, actor, most.looked + 1)
  const looked = tickets.slice(0, most.looked)
  const facets = await loadFacets(
    db,
    looked.map((ticket) => ticket.id),
  )
  const changedId = wish.policyId ?? unsavedId
  // Archiving asks those alone who had the policy.
  const asksAll = wish.includesOpen && wish.policy !== null
  const isThere = (id: number | null) => after.asked.some((policy) => policy.id === id)
  const touched: { ticket: Ticket; to: number | null }[] = []
  for (const ticket of looked) {
    const own = facets.get(ticket.id)
    const isSet = ticket.isSet && isThere(ticket.policyId)
    const isAsked = !isSet && (asksAll || ticket.policyId === changedId)
    const to = own && isAsked ? policyFor(after, own) : ticket.policyId
    if (to !== ticket.policyId || ticket.policyId === changedId) touched.push({ ticket, to })
  }
  const { ticket_prefix: prefix } = await readSettings(db)
  const outcomes: Outcome[] = []
  for (const { ticket, to } of touched.slice(0, most.folded))
    outcomes.push(await outcomeOf(db, ticket, to, { after, now }))
  const uncounted = touched[most.folded]
  const becomesOverdue = (one: Outcome) => isPast(one.dueAfter, now) && !isPast(one.dueBefore, now)
  const differing = outcomes.filter((one) => one.dueAfter !== one.dueBefore || one.ticket.policyId !== one.to)
  return {
    // From the first that was not counted on, nothing is known.
    looked: uncounted ? looked.indexOf(uncounted.ticket) : looked.length,
    isWhole: tickets.length <= most.looked && !uncounted,
    touched: differing.length,
    joining: differing.filter((one) => one.to === changedId && one.ticket.policyId !== changedId).length,
    leaving: differing.filter((one) => one.to !== changedId && one.ticket.policyId === changedId).length,
    sooner: differing.filter((one) => isSooner(one.dueAfter, one.dueBefore)).length,
    later: differing.filter((one) => isSooner(one.dueBefore, one.dueAfter)).length,
    appearing: differing.filter((one) => one.dueBefore === null && one.dueAfter !== null).length,
    vanishing: differing.filter((one) => one.dueBefore !== null && one.dueAfter === null).length,
    overdueBefore: outcomes.filter((one) => isPast(one.dueBefore, now)).length,
    overdueAfter: outcomes.filter((one) => isPast(one.dueAfter, now)).length,
    examples: differing
      .toSorted(
        (a, b) =>
          Number(becomesOverdue(b)) - Number(becomesOverdue(a)) ||
          (a.dueAfter ?? Infinity) - (b.dueAfter ?? Infinity),
      )
      .slice(0, mostExamples)
      .map((one) => presentExample(one, { before, after, prefix, now })),
  }
}

/** The policies as they would be. */
async function policiesAfter(db: Db, { policyId, policy }: Wish, now: Date): Promise<Policies> {
  const rows = await db.selectFrom('sla_policy').selectAll().orderBy('position').orderBy('id').execute()
  if (policy === null)
    return preparePolicies(
      db,
      rows.map((row) => (row.id === policyId ? { ...row, archived_at: now } : row)),
    )
  const changed = {
    name: policy.name,
    is_active: policy.isActive,
    calendar_id: policy.calendarId,
    terms: termsOfInput(policy),
  }
  if (policyId !== null)
    return preparePolicies(
      db,
      rows.map((row) => (row.id === policyId ? { ...row, ...changed } : row)),
    )
  const fresh = { id: unsavedId, position: rows.length + 1, version: 1, created_at: now, updated_at: now }
  return preparePolicies(db, [...rows, { ...fresh, ...changed, archived_at: null }])
}

interface Ticket {
  id: number
  subject: string
  dueAt: Date | null
  dueKind: SlaExample['clock'] | null
  policyId: number | null
  isSet: boolean
  /** Whether it ever came under a policy. */
  hasClocks: boolean
}

/** The open tickets the actor sees, the latest first. */
async function loadTickets(db: Db, actor: Actor, most: number): Promise<Ticket[]> {
  return db
    .selectFrom('ticket')
    .leftJoin('sla_ticket', 'sla_ticket.ticket_id', 'ticket.id')
    .select(['ticket.id', 'ticket.subject', 'ticket.due_at as dueAt', 'ticket.due_kind as dueKind'])
    .select([
      'sla_ticket.policy_id as policyId',
      sql<boolean>`coalesce(sla_ticket.is_set, false)`.as('isSet'),
    ])
    .select(sql<boolean>`sla_ticket.ticket_id is not null`.as('hasClocks'))
    .where(sql<boolean>`ticket.is_open`)
    .where((eb) => visibleTickets(actor)(eb as never))
    .orderBy('ticket.last_activity_at', 'desc')
    .limit(most)
    .execute()
}

interface Outcome {
  ticket: Ticket
  to: number | null
  clock: SlaExample['clock']
  dueBefore: number | null
  dueAfter: number | null
}

async function outcomeOf(
  db: Db,
  ticket: Ticket,
  to: number | null,
  { after, now }: { after: Policies; now: Date },
): Promise<Outcome> {
  const { beginning, facts } = await loadHistory(db, ticket.id)
  // A first policy counts for what was before it, too.
  const begun = !ticket.hasClocks ? { ...beginning, policyId: to } : beginning
  let state = foldClocks(begun, facts, after.termsOf)
  if (state.policyId !== to)
    state = advance(state, { kind: 'policy', at: now.getTime(), eventId: 0, policyId: to }, after.termsOf)
  const nearest = nearestDeadline(state, after.termsOf)
  return {
    ticket,
    to,
    clock: nearest?.clock.kind ?? ticket.dueKind ?? 'solution',
    dueBefore: ticket.dueAt?.getTime() ?? null,
    dueAfter: nearest?.at ?? null,
  }
}

function presentExample(
  { ticket, to, clock, dueBefore, dueAfter }: Outcome,
  { before, after, prefix, now }: { before: Policies; after: Policies; prefix: string; now: Date },
): SlaExample {
  const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())
  return {
    ticketId: ticket.id,
    number: `${prefix}-${ticket.id}`,
    subject: ticket.subject,
    policyBefore: before.nameOf(ticket.policyId),
    policyAfter: after.nameOf(to),
    clock,
    dueBefore: iso(dueBefore),
    dueAfter: iso(dueAfter),
    isOverdueAfter: isPast(dueAfter, now),
  }
}

function isPast(at: number | null, now: Date): boolean {
  return at !== null && at < now.getTime()
}

function isSooner(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && a < b
}
