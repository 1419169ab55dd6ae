import type { SlaPolicyInput } from '#contract/sla.ts'
import { actorOfAgent } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { createPolicy, slaTasks } from '#server/sla/index.ts'
import { lockTicket, reply, updateTicket } from '#server/tickets/index.ts'
import type { FieldChanges } from '#server/tickets/index.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import type { TestPlatform } from '#test/platform.ts'

/** A desk whose time a test tells, minute by minute, with everything that happens done as the desk does it. */
export async function slaDesk(platform: TestPlatform, beginning: string) {
  const { db, pool } = platform.database
  let now = new Date(beginning)
  const told = { ...platform, clock: { now: () => now } }
  const { id: agentId } = await buildAgent(db, { role: 'administrator', name: 'Anna Li' })
  const actor = await actorOfAgent(db, agentId)
  if (!actor) throw new Error('the agent is not there')
  const within = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(db, work)
  const desk = {
    platform: told,
    actor,
    now: () => now,
    at(time: string): void {
      now = new Date(time)
    },
    later(minutes: number): void {
      now = new Date(now.getTime() + minutes * 60_000)
    },
    /** Lets the clocks follow everything that has happened. */
    follow: () => drainJobs(pool, slaTasks(told), platform.log),
    policy: (policy: SlaPolicyInput, includesOpen = false) =>
      within((tx) => createPolicy(tx, actor, { policy, includesOpen }, now)),
    message: async (wishes: Parameters<typeof buildMessage>[1] = {}) =>
      (await buildMessage(db, { at: now, ...wishes })).ticketId,
    reply: (ticketId: number, wishes: { undoSeconds?: number } = {}) =>
      within((tx) => reply(tx, actor, ticketId, { text: 'Answer', fileIds: [], ...wishes }, now)),
    change: (ticketId: number, changes: FieldChanges) =>
      within(async (tx) => {
        const { version } = await lockTicket(tx, actor, ticketId)
        await updateTicket(tx, actor, ticketId, { version, ...changes }, now)
      }),
    statusId: async (category: 'new' | 'open' | 'paused' | 'solved' | 'closed') => {
      const row = await db
        .selectFrom('ticket_status')
        .select('id')
        .where('category', '=', category)
        .where('is_default', '=', true)
        .executeTakeFirstOrThrow()
      return row.id
    },
    due: async (ticketId: number) => {
      const row = await db
        .selectFrom('ticket')
        .select(['due_at', 'due_kind'])
        .where('id', '=', ticketId)
        .executeTakeFirstOrThrow()
      return row.due_at && { at: row.due_at.toISOString(), kind: row.due_kind }
    },
    /** What the clocks said in the ticket's history. */
    said: async (ticketId: number) => {
      const rows = await db
        .selectFrom('event')
        .select(['type', 'data'])
        .where('ticket_id', '=', ticketId)
        .where('type', 'in', ['sla.warned', 'sla.breached'])
        .orderBy('id')
        .execute()
      const words = rows.map(({ type, data }) => [
        type,
        data['clock'] as string,
        data['notice'] as string | undefined,
      ])
      return words.map((each) => each.filter((word) => word !== undefined).join(' '))
    },
  }
  return desk
}
