import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { freezeTicket, lockTicket } from '#server/tickets/index.ts'
import { mergeTickets } from '#server/tickets/merge-tickets.ts'
import { undoMerge } from '#server/tickets/undo-merge.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { slaDesk } from '#test/builders/sla-desk.ts'
import { testPlatform } from '#test/platform.ts'
import { foldClocks } from './clock.ts'
import { loadHistory } from './load-history.ts'
import { loadPolicies } from './load-terms.ts'

const platform = await testPlatform()
const { db } = platform.database
const desk = await slaDesk(platform, '2026-11-02T09:00:00Z')
await desk.policy(slaPolicy({ targets: everyPriority({ firstReply: aroundTheClock(60) }) }))

test('a merged ticket has no deadline; taken apart, each waits for as long as its own customer has', async () => {
  const source = await desk.message()
  desk.later(30)
  const target = await desk.message()
  await desk.follow()
  await inTransaction(db, (tx) => mergeTickets(tx, desk.actor, target, [source], desk.now()))
  await desk.follow()
  expect(await desk.due(source)).toBe(null)
  expect(await desk.due(target)).toEqual({ at: '2026-11-02T10:00:00.000Z', kind: 'first_reply' })
  desk.later(10)
  const merge = await db
    .selectFrom('ticket_merge')
    .select('id')
    .where('source_id', '=', source)
    .executeTakeFirstOrThrow()
  await inTransaction(db, (tx) => undoMerge(tx, desk.actor, merge.id, desk.now()))
  await desk.follow()
  expect(await desk.due(target)).toEqual({ at: '2026-11-02T10:30:00.000Z', kind: 'first_reply' })
  // Ten minutes in the other ticket are not this one's.
  expect(await desk.due(source)).toEqual({ at: '2026-11-02T10:10:00.000Z', kind: 'first_reply' })
  const { termsOf } = await loadPolicies(db)
  for (const id of [source, target]) {
    const { state } = await db
      .selectFrom('sla_ticket')
      .select('state')
      .where('ticket_id', '=', id)
      .executeTakeFirstOrThrow()
    const { beginning, facts } = await loadHistory(db, id)
    expect(JSON.parse(JSON.stringify(foldClocks(beginning, facts, termsOf)))).toEqual(state)
  }
})

/** The time that passes while a ticket is frozen is nobody's, wherever the ticket is then. */
test('a frozen ticket that is merged gives its time back when it is taken out, and stands while it is frozen', async () => {
  const source = await desk.message()
  desk.later(20)
  await inTransaction(db, async (tx) => {
    const until = new Date(desk.now().getTime() + 120 * 60_000)
    const by = { actor: { kind: 'system', id: null } } as const
    await freezeTicket(tx, await lockTicket(tx, desk.actor, source), until, by, desk.now())
  })
  await desk.follow()
  expect(await desk.due(source)).toBe(null)
  desk.later(30)
  const target = await desk.message()
  const mergedAt = desk.now()
  await inTransaction(db, (tx) => mergeTickets(tx, desk.actor, target, [source], desk.now()))
  await desk.follow()
  expect(await desk.due(source)).toBe(null)
  expect(await desk.due(target)).toMatchObject({ kind: 'first_reply' })
  desk.later(10)
  const merge = await db
    .selectFrom('ticket_merge')
    .select('id')
    .where('source_id', '=', source)
    .executeTakeFirstOrThrow()
  await inTransaction(db, (tx) => undoMerge(tx, desk.actor, merge.id, desk.now()))
  await desk.follow()
  // Frozen again, as long as it was going to be.
  expect(await desk.due(source)).toBe(null)
  expect(await desk.due(target)).toEqual({
    at: new Date(mergedAt.getTime() + 60 * 60_000).toISOString(),
    kind: 'first_reply',
  })
  desk.later(5)
  await desk.message({ ticketId: source })
  await desk.follow()
  // Twenty of its sixty minutes had gone when it was frozen.
  expect(await desk.due(source)).toEqual({
    at: new Date(desk.now().getTime() + 40 * 60_000).toISOString(),
    kind: 'first_reply',
  })
})
