import * as z from 'zod'
import { type Actor, actorOfAgent } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { Failed, fail } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { applyTicketActions, lockTicket, lockWorkableTicket, reply } from '#server/tickets/index.ts'
import { offeredMacro } from '../library/read-macros.ts'
import { mustChangeTickets } from '../policy.ts'
import type { MacroRunRow } from '../tables.ts'
import { takePictures } from '../pictures/take-pictures.ts'
import { prepareMacro } from '../use/prepare-macro.ts'
import { byMacro, copyFiles } from '../use/take-macro.ts'

const Payload = z.object({ runId: z.int() })

/**
 * The job `macro.run`: one ticket after the other, each in a transaction that also decides its row. Broken off and
 * begun anew, it goes on with what is not decided; two of them at once take different tickets.
 */
export async function runMacro(platform: Platform, payload: unknown): Promise<void> {
  const { runId } = Payload.parse(payload)
  const { db } = platform.database
  const run = await db.selectFrom('macro_run').selectAll().where('id', '=', runId).executeTakeFirst()
  if (!run) return
  let after = -1
  for (;;) {
    const next = await nextTicket(db, runId, after)
    if (!next) break
    after = next.position
    await decide(platform, run, next.ticket_id)
  }
  await db
    .updateTable('macro_run')
    .set({ finished_at: platform.clock.now() })
    .where('id', '=', runId)
    .execute()
}

function nextTicket(db: Db, runId: number, after: number) {
  return db
    .selectFrom('macro_run_ticket')
    .select(['ticket_id', 'position'])
    .where('run_id', '=', runId)
    .where('state', '=', 'waiting')
    .where('position', '>', after)
    .orderBy('position')
    .executeTakeFirst()
}

async function decide(
  { database: { db }, clock, log }: Platform,
  run: MacroRunRow,
  ticketId: number,
): Promise<void> {
  try {
    await inTransaction(db, async (tx) => {
      const row = await tx
        .selectFrom('macro_run_ticket')
        .select('ticket_id')
        .where('run_id', '=', run.id)
        .where('ticket_id', '=', ticketId)
        .where('state', '=', 'waiting')
        .forUpdate()
        .skipLocked()
        .executeTakeFirst()
      // Stopped meanwhile, or in other hands.
      if (!row) return
      const done = await applyTo(tx, run, ticketId, clock.now())
      await settle(tx, run.id, ticketId, { state: 'done', ...done })
    })
  } catch (error) {
    if (!(error instanceof Failed))
      log.warn({ runId: run.id, ticketId, error: String(error) }, 'a macro failed on a ticket')
    const problem = error instanceof Failed ? error.failure : 'internal'
    const detail = error instanceof Failed ? (error.facts.detail ?? null) : null
    await settle(db, run.id, ticketId, { state: 'failed', problem, detail })
  }
}

interface Decision {
  state: 'done' | 'failed'
  reply_id?: number | null
  problem?: string
  detail?: Record<string, unknown> | null
}

async function settle(
  db: Db,
  runId: number,
  ticketId: number,
  { detail, ...decision }: Decision,
): Promise<void> {
  await db
    .updateTable('macro_run_ticket')
    .set({ ...decision, detail: detail ? JSON.stringify(detail) : null })
    .where('run_id', '=', runId)
    .where('ticket_id', '=', ticketId)
    .where('state', '=', 'waiting')
    .execute()
}

/** One ticket, whole or not at all: a reply that says too little is not sent, and then nothing is changed either. */
async function applyTo(
  tx: Tx,
  run: MacroRunRow,
  ticketId: number,
  now: Date,
): Promise<Pick<Decision, 'reply_id' | 'detail'>> {
  const actor = await actorOfRun(tx, run)
  const ticket = await lockWorkableTicket(tx, actor, ticketId)
  const macro = await offeredMacro(tx, actor, run.macro_id)
  // The macro may do more by now than when the run began, and its agent may less.
  if (macro.actions.length > 0) mustChangeTickets(actor)
  const prepared = await prepareMacro(tx, macro, ticketId, { agentId: actor.agentId, now })
  const { words, actions, language } = prepared
  const isSent = run.sends_reply && language !== null
  if (isSent && words.missing.length > 0) fail('macro_incomplete', { detail: { missing: words.missing } })
  const replyId = isSent ? await send(tx, actor, ticketId, prepared, now) : null
  // A reply has changed the ticket; the lock is held all the while.
  const current = replyId === null ? ticket : await lockTicket(tx, actor, ticketId)
  const { skipped } = await applyTicketActions(tx, current, actions, byMacro(actor, macro), now)
  await tx
    .insertInto('macro_use')
    .values({
      macro_id: macro.id,
      ticket_id: ticketId,
      agent_id: actor.agentId,
      at: now,
      way: 'bulk',
      kind: isSent ? 'reply' : null,
      language: isSent ? language : null,
      words: isSent ? words.text : null,
      state: 'done',
      is_edited: isSent ? false : null,
      post_id: replyId,
    })
    .execute()
  return { reply_id: replyId, detail: skipped.length > 0 ? { skipped } : null }
}

async function send(
  tx: Tx,
  actor: Actor,
  ticketId: number,
  { words, files, pictures }: Awaited<ReturnType<typeof prepareMacro>>,
  now: Date,
): Promise<number> {
  const own = await takePictures(tx, actor.agentId, { html: words.html, pictures }, now)
  const copies = [...(await copyFiles(tx, actor.agentId, files, now)), ...own.files]
  return reply(tx, actor, ticketId, { html: own.html, fileIds: copies.map((file) => file.id) }, now)
}

/** Whoever began it, with what they were allowed then and still are. */
async function actorOfRun(tx: Tx, run: MacroRunRow): Promise<Actor> {
  const actor = (await actorOfAgent(tx, run.agent_id)) ?? fail('not_allowed')
  const permissions = new Set(run.permissions.filter((permission) => actor.permissions.has(permission)))
  for (const needed of ['ticket.read', 'ticket.reply'] as const)
    if (!permissions.has(needed)) fail('not_allowed')
  return { ...actor, permissions, isLimitedToTeams: actor.isLimitedToTeams }
}
