import { sql } from 'kysely'
import type { Names } from '#contract/common.ts'
import type { StatusCategory } from '#contract/desk.ts'
import type { InboundLetter } from '#contract/letters.ts'
import type { Trail, TrailStep } from '#contract/playground.ts'
import type { FeedItem } from '#contract/tickets.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { readSettings } from '#server/platform/settings.ts'
import type { KeptLetter, Mailboxes } from './mailboxes.ts'
import type { SentLetter } from './send-letter.ts'

/** More conversations than fit a screen help nobody. */
const mostTrails = 12

interface LedgerRow {
  message_id: string
  received_at: Date
  size_bytes: number
  state: InboundLetter['state']
  reason: string | null
  decided_at: Date | null
  ticket_id: number | null
}

/**
 * What the desk did with the letters of one customer, the conversation of the latest step first. Like a report it only looks, at
 * the rows that the other slices write: ledger, history, outbox.
 */
export async function readTrails(
  db: Db,
  mailboxes: Mailboxes,
  sent: readonly SentLetter[],
  address: string,
): Promise<Trail[]> {
  const own = sent.filter((one) => one.letter.address === address)
  if (own.length === 0) return []
  const ledger = await readLedger(db, own)
  const trails = new Map<string, SentLetter[]>()
  for (const one of own) {
    const ticketId = ledger.get(bare(one.letter.messageId))?.ticket_id
    const key = ticketId ? `ticket ${ticketId}` : `letter ${one.letter.id}`
    trails.set(key, [...(trails.get(key) ?? []), one])
  }
  // A conversation moves up with every letter.
  const latest = [...trails].toSorted(([, a], [, b]) => lastId(b) - lastId(a)).slice(0, mostTrails)
  const told = await Promise.all(
    latest.map(async ([key, letters]) => {
      const inward = letters.flatMap((one) => stepsOfLetter(one, ledger.get(bare(one.letter.messageId))))
      const since = letters[0]?.letter.at ?? new Date(0)
      const ticketId = key.startsWith('ticket ') ? Number(key.slice(7)) : null
      const ticket = ticketId === null ? null : await readTicket(db, ticketId)
      const outward = ticketId === null ? [] : await stepsOfTicket(db, mailboxes, address, ticketId, since)
      return {
        key,
        subject: letters[0]?.letter.subject ?? '',
        ticket,
        steps: inOrder([...inward, ...outward]),
      }
    }),
  )
  return told.toSorted((a, b) => lastMoment(b).localeCompare(lastMoment(a)))
}

/** Where something happened last is where one looks. */
function lastMoment({ steps }: Trail): string {
  return steps.at(-1)?.at ?? ''
}

function lastId(letters: SentLetter[]): number {
  return letters.at(-1)?.letter.id ?? 0
}

/** Without angle brackets, as the ledger keeps it. */
function bare(messageId: string): string {
  return messageId.replace(/^<|>$/g, '')
}

async function readLedger(db: Db, own: SentLetter[]): Promise<Map<string, LedgerRow>> {
  const ids = own.map((one) => bare(one.letter.messageId))
  const { rows } = await sql<LedgerRow>`
    select message_id, received_at, blob.size_bytes, state, reason, decided_at, ticket_id
    from inbound_letter join blob on blob.sha256 = raw_sha256
    where message_id = any(${ids}::text[]) order by id`.execute(db)
  return new Map(rows.map((row) => [row.message_id, row]))
}

function stepsOfLetter(
  { letter, isAccepted, answer, tookMs }: SentLetter,
  row: LedgerRow | undefined,
): TrailStep[] {
  const at = letter.at.toISOString()
  if (!isAccepted) return [{ kind: 'refused', at, letterId: letter.id, answer }]
  const steps: TrailStep[] = [{ kind: 'accepted', at, letterId: letter.id, answer, tookMs }]
  if (!row) return steps
  steps.push({ kind: 'entered', at: row.received_at.toISOString(), sizeBytes: row.size_bytes })
  if (row.decided_at) {
    steps.push({ kind: 'decided', at: row.decided_at.toISOString(), state: row.state, reason: row.reason })
  }
  return steps
}

async function readTicket(db: Db, id: number): Promise<Trail['ticket']> {
  const [{ ticket_prefix: prefix }, { rows }] = await Promise.all([
    readSettings(db),
    sql<{ status_category: StatusCategory }>`select status_category from ticket where id = ${id}`.execute(db),
  ])
  const row = rows[0]
  return row ? { id, number: `${prefix}-${id}`, statusCategory: row.status_category } : null
}

interface EventRow {
  type: string
  at: Date
  agent_name: string | null
  status: Names | null
  is_taken: boolean
}

interface ReplyRow {
  created_at: Date
  agent_name: string | null
  text: string
  delivery_state: Extract<FeedItem, { kind: 'reply' }>['delivery']['state']
  delivery_detail: string | null
  sent_at: Date | null
  message_id: string | null
}

async function stepsOfTicket(
  db: Db,
  mailboxes: Mailboxes,
  address: string,
  ticketId: number,
  since: Date,
): Promise<TrailStep[]> {
  const [events, replies] = await Promise.all([
    sql<EventRow>`
      select type, at, agent.name as agent_name, ticket_status.names as status,
        coalesce(data #>> '{changes,assigneeId,1}' = actor_id::text, false) as is_taken
      from event
      left join agent on actor_kind = 'agent' and agent.id = actor_id
      left join ticket_status on ticket_status.id = (data #>> '{changes,statusId,1}')::bigint
      where ticket_id = ${ticketId} and at >= ${since}
        and type in ('ticket.updated', 'ticket.reopened', 'note.added')
      order by event.id`.execute(db),
    sql<ReplyRow>`
      select reply.created_at, agent.name as agent_name, text, delivery_state, delivery_detail, reply.sent_at, message_id
      from reply left join agent on agent.id = agent_id left join outbound_letter on reply_id = reply.id
      where reply.ticket_id = ${ticketId} and reply.created_at >= ${since} order by reply.id`.execute(db),
  ])
  const arrived = new Map(
    mailboxes
      .list(address)
      .filter((letter) => letter.direction === 'received')
      .map((letter) => [bare(letter.messageId), letter]),
  )
  return [
    ...events.rows.flatMap(stepsOfEvent),
    ...replies.rows.flatMap((row): TrailStep[] => {
      const at = row.created_at.toISOString()
      const snippet = row.text.replace(/\s+/g, ' ').slice(0, 160)
      const letter = row.message_id === null ? undefined : arrived.get(bare(row.message_id))
      return [
        { kind: 'answered', at, agentName: row.agent_name ?? '', snippet },
        {
          kind: 'delivery',
          at: (row.sent_at ?? row.created_at).toISOString(),
          state: row.delivery_state,
          detail: row.delivery_detail,
        },
        ...(letter ? [arrival(letter, row.sent_at)] : []),
      ]
    }),
  ]
}

/** The mailbox has a letter a moment before the desk has noted its being sent; told in that order it would confuse. */
function arrival(letter: KeptLetter, sentAt: Date | null): TrailStep {
  const at = new Date(Math.max(letter.at.getTime(), sentAt?.getTime() ?? 0))
  return { kind: 'arrived', at: at.toISOString(), letterId: letter.id }
}

function stepsOfEvent({ type, at, agent_name: name, status, is_taken: isTaken }: EventRow): TrailStep[] {
  const when = { at: at.toISOString() }
  if (type === 'ticket.reopened') return [{ kind: 'reopened', ...when }]
  const agentName = name ?? ''
  if (type === 'note.added') return [{ kind: 'noted', ...when, agentName }]
  return [
    ...(isTaken ? [{ kind: 'taken', ...when, agentName } as const] : []),
    ...(status ? [{ kind: 'status', ...when, agentName, status } as const] : []),
  ]
}

/** What must come first when the clock says the same. */
const rank: readonly TrailStep['kind'][] = [
  'accepted',
  'refused',
  'entered',
  'decided',
  'reopened',
  'noted',
  'answered',
  'taken',
  'status',
  'delivery',
  'arrived',
]

function inOrder(steps: TrailStep[]): TrailStep[] {
  return steps.toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at) || rank.indexOf(a.kind) - rank.indexOf(b.kind),
  )
}
