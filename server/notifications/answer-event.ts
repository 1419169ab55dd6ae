import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { EventPayload } from '#server/platform/events/record-event.ts'
import type { ActorKind } from '#server/platform/events/tables.ts'
import type { Platform } from '#server/platform/platform.ts'
import { type AgentNotice, notifyAgents } from './notify-agents.ts'

interface Happened {
  id: number
  type: string
  ticket_id: number | null
  at: Date
  actor_kind: ActorKind
  actor_id: number | null
  data: Record<string, unknown>
}

interface Said extends Pick<AgentNotice, 'kind' | 'text' | 'facts'> {
  agentIds: number[]
}

/** What is told later than that is no news any more: the workers stood still, or a desk was filled with its past. */
const newsMs = 2 * 86_400_000

/** Tells whom an event concerns. Run twice, it tells once: an event's notices carry its number. */
export async function answerEvent(
  { database: { db }, clock }: Pick<Platform, 'database' | 'clock'>,
  payload: unknown,
): Promise<void> {
  const { eventId } = payload as EventPayload
  const event = await readEvent(db, eventId)
  if (!event || clock.now().getTime() - event.at.getTime() > newsMs) return
  await inTransaction(db, async (tx) => {
    const said = await whatToSay(tx, event)
    if (said === null) return
    const { agentIds, ...notice } = said
    const actor = { kind: event.actor_kind, id: event.actor_id }
    const by = { actor, ...(isCause(event.data['cause']) && { cause: event.data['cause'] }) }
    const source = `event ${event.id}`
    await notifyAgents(tx, agentIds, { ...notice, ticketId: event.ticket_id, by, source }, event.at)
  })
}

async function readEvent(db: Db, id: number): Promise<Happened | undefined> {
  return db.selectFrom('event').selectAll().where('id', '=', id).executeTakeFirst()
}

async function whatToSay(tx: Tx, event: Happened): Promise<Said | null> {
  const { type, data } = event
  switch (type) {
    case 'ticket.created':
      return assigned(await firstAssignee(tx, event))
    case 'ticket.updated': {
      const [, now] = (data['changes'] as Record<string, unknown[]> | undefined)?.['assigneeId'] ?? []
      return assigned(typeof now === 'number' ? now : null)
    }
    case 'message.received': {
      const { assignee_id, followers } = await placeOf(tx, event)
      const agentIds = [...(assignee_id === null ? [] : [assignee_id]), ...followers]
      return { kind: 'customer_wrote', agentIds, text: await beginningOf(tx, 'customer_message', data) }
    }
    case 'note.added':
      return mentioned(tx, data)
    case 'sla.warned':
    case 'sla.breached': {
      // Of a policy that begins to hold for tickets long overdue the list tells, not a notice of each.
      if (data['wasOver'] === true) return null
      const { assignee_id, members } = await placeOf(tx, event)
      const kind = type === 'sla.warned' ? 'sla_warned' : 'sla_breached'
      const { clock, dueAt } = data
      return { kind, agentIds: assignee_id === null ? members : [assignee_id], facts: { clock, dueAt } }
    }
    case 'webhook.disabled': {
      const { webhookId, name, because } = data
      return {
        kind: 'webhook_disabled',
        agentIds: await whoManagesWebhooks(tx),
        facts: { webhookId, name, because },
      }
    }
    case 'webhook.gave_up': {
      const { webhookId, name } = data
      return { kind: 'webhook_gave_up', agentIds: await whoManagesWebhooks(tx), facts: { webhookId, name } }
    }
    default:
      return null
  }
}

/** Of a ticket that was given to somebody from the start; whoever got it later hears of that by itself. */
async function firstAssignee(tx: Tx, event: Happened): Promise<number | null> {
  if (event.actor_kind === 'customer') return null
  const { rows } = await sql`select from event where ticket_id = ${event.ticket_id} and id > ${event.id}
    and type = 'ticket.updated' and data -> 'changes' ? 'assigneeId' limit 1`.execute(tx)
  return rows.length > 0 ? null : (await placeOf(tx, event)).assignee_id
}

function assigned(agentId: number | null): Said | null {
  return agentId === null ? null : { kind: 'assigned', agentIds: [agentId] }
}

async function mentioned(tx: Tx, data: Record<string, unknown>): Promise<Said | null> {
  const note = await tx
    .selectFrom('note')
    .select('mentioned_ids')
    .where('id', '=', Number(data['noteId']))
    .executeTakeFirst()
  if (!note || note.mentioned_ids.length === 0) return null
  return { kind: 'mentioned', agentIds: note.mentioned_ids, text: await beginningOf(tx, 'note', data) }
}

async function beginningOf(
  tx: Tx,
  table: 'note' | 'customer_message',
  data: Record<string, unknown>,
): Promise<string> {
  const id = Number(data[table === 'note' ? 'noteId' : 'customerMessageId'])
  if (Number.isNaN(id)) return ''
  const row = await tx
    .selectFrom(table)
    .select(sql<string>`left(text, 300)`.as('text'))
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.text.replaceAll(/\s+/g, ' ').trim() ?? ''
}

/** Whose the ticket is, who follows it, and who is in its team. */
async function placeOf(tx: Tx, { ticket_id }: Happened) {
  const { rows } = await sql<{ assignee_id: number | null; followers: number[]; members: number[] }>`
    select assignee_id,
      array(select agent_id from ticket_follower where ticket_id = ticket.id) as followers,
      array(select agent_id from team_member where team_id = ticket.team_id) as members
    from ticket where id = ${ticket_id}`.execute(tx)
  return rows[0] ?? { assignee_id: null, followers: [], members: [] }
}

async function whoManagesWebhooks(tx: Tx): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select agent.id from agent join role on role.id = role_id
    where 'webhook.manage' = any(role.permissions) and is_active`.execute(tx)
  return rows.map(({ id }) => id)
}

function isCause(value: unknown): value is { kind: string; id: number; name: string } {
  return typeof value === 'object' && value !== null && 'name' in value && 'kind' in value
}
