import { expect, test } from 'vitest'
import type { TicketAction } from '#contract/ticket-actions.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testDatabase } from '#test/database.ts'
import { applyRule } from './apply-rule.ts'
import { applyTicketActions } from './apply-ticket-actions.ts'
import type { By } from './cause.ts'
import { lockTicketRow } from './queries.ts'

const { db } = await testDatabase()
const by: By = {
  actor: { kind: 'system', id: null },
  cause: { kind: 'rule', id: 7, name: 'Возвраты', chain: [7] },
}
const now = new Date('2026-11-20T10:00:00Z')

async function apply(ticketId: number, actions: TicketAction[]) {
  return inTransaction(db, async (tx) => {
    const ticket = await lockTicketRow(tx, ticketId)
    if (!ticket) throw new Error('no ticket')
    return applyTicketActions(tx, ticket, actions, by, now)
  })
}

async function eventsOf(ticketId: number) {
  return db
    .selectFrom('event')
    .select(['type', 'actor_kind', 'data'])
    .where('ticket_id', '=', ticketId)
    .where('at', '=', now)
    .orderBy('id')
    .execute()
}

test('all fields change in one event that says which rule it was, and the note follows', async () => {
  const { ticketId } = await buildMessage(db)
  const applied = await apply(ticketId, [
    { type: 'add_tags', tags: ['деньги', 'срочно'] },
    { type: 'set_priority', priority: 'high' },
    { type: 'remove_tags', tags: ['срочно'] },
    { type: 'add_note', text: 'Проверьте оплату' },
    { type: 'set_priority', priority: 'critical' },
  ])
  expect(applied.differences).toEqual({ priority: ['medium', 'critical'], tags: [[], ['деньги']] })
  expect(await eventsOf(ticketId)).toEqual([
    {
      type: 'ticket.updated',
      actor_kind: 'system',
      data: { changes: applied.differences, cause: by.cause },
    },
    {
      type: 'note.added',
      actor_kind: 'system',
      data: { noteId: applied.noteIds[0], mentionedIds: [], cause: by.cause },
    },
  ])
})

test('what names something that is gone is passed over and said to be; the rest is done', async () => {
  const { ticketId } = await buildMessage(db)
  const gone: TicketAction = { type: 'set_team', teamId: 987_654 }
  const applied = await apply(ticketId, [gone, { type: 'set_priority', priority: 'low' }])
  expect(applied.skipped).toEqual([{ action: gone, reason: 'unknown_reference' }])
  expect(applied.differences).toEqual({ priority: ['medium', 'low'] })
})

test('what changes nothing leaves no trace', async () => {
  const { ticketId } = await buildMessage(db)
  await apply(ticketId, [{ type: 'set_priority', priority: 'medium' }])
  expect(await eventsOf(ticketId)).toEqual([])
})

test('a required field that is emptied by the same actions leaves the ticket unsolved, and the rest is done', async () => {
  const choices = [{ value: 'one', names: { ru: 'Один', en: 'One' }, isArchived: false }]
  await db
    .insertInto('custom_field')
    .values({
      owner: 'ticket',
      key: 'parts',
      kind: 'multi_choice',
      names: JSON.stringify({ ru: 'Части', en: 'Parts' }),
      choices: JSON.stringify(choices),
      is_required_to_solve: true,
      shown: 'always',
      position: 1,
    })
    .execute()
  const solved = await db
    .selectFrom('ticket_status')
    .select('id')
    .where('category', '=', 'solved')
    .executeTakeFirstOrThrow()
  const { ticketId } = await buildMessage(db)
  const applied = await apply(ticketId, [
    { type: 'set_field', key: 'parts', value: [] },
    { type: 'set_status', statusId: solved.id },
    { type: 'add_tags', tags: ['остальное'] },
  ])
  expect(applied.skipped.map(({ reason }) => reason)).toEqual(['fields_required'])
  expect(applied.differences).toEqual({ tags: [[], ['остальное']] })
})

test('a tag that finds no room drives none out, and a ticket that has more by merges keeps them', async () => {
  const many = Array.from({ length: 50 }, (_, n) => `m${n + 10}`)
  for (const tags of [many, [...many, 'over-1', 'over-2']]) {
    const { ticketId } = await buildMessage(db)
    await db.updateTable('ticket').set({ tags }).where('id', '=', ticketId).execute()
    expect((await apply(ticketId, [{ type: 'add_tags', tags: ['a', 'b'] }])).differences).toEqual({})
    const changes = { teamId: null, categoryId: null, priority: null, tags: ['a'] }
    await inTransaction(db, (tx) => applyRule(tx, ticketId, changes, { rules: ['Rule'], values: [] }, now))
    expect(await eventsOf(ticketId)).toEqual([])
  }
})
