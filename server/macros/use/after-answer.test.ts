import { describe, expect, test } from 'vitest'
import { macroDesk } from '#test/macro-desk.ts'

const { as, ask, card, closing, db, make, ticket, use, work } = await macroDesk()
const send = (ticketId: number, body: object) =>
  ask({ method: 'POST', path: `/tickets/${ticketId}/replies`, body, as: as.anna })
const sendNow = (replyId: number) =>
  ask({ method: 'POST', path: `/replies/${replyId}/send-now`, body: {}, as: as.anna })
const waiting = async (ticketId: number) =>
  (await ask({ method: 'GET', path: `/tickets/${ticketId}/macro-uses`, as: as.anna })).body.items
const statusChanges = async (ticketId: number) => {
  const rows = await db
    .selectFrom('event')
    .select('data')
    .where('ticket_id', '=', ticketId)
    .where('type', '=', 'ticket.updated')
    .orderBy('id')
    .execute()
  return rows.flatMap(({ data }) => {
    const { changes } = data as { changes?: { statusId?: number[] } }
    return changes?.statusId ? [changes.statusId[1]] : []
  })
}
const statusOf = async (category: 'paused' | 'solved') =>
  (
    await db
      .selectFrom('ticket_status')
      .select('id')
      .where('category', '=', category)
      .where('is_default', '=', true)
      .executeTakeFirstOrThrow()
  ).id

describe('a macro that sets a status', () => {
  test('leaves it to whoever chose one at the button: one change', async () => {
    const macro = await make(as.lead, { scope: 'shared', actions: closing })
    const { ticketId } = await ticket()
    const used = (await use(ticketId, { macroId: macro.id })).body
    const paused = await statusOf('paused')
    expect((await send(ticketId, { html: used.html, statusId: paused })).status).toBe(201)
    await work()
    expect(await card(ticketId)).toMatchObject({ statusId: paused, tags: ['готово'] })
    expect(await statusChanges(ticketId)).toEqual([paused])
  })

  test('is heeded once where the button says the same, an undoable answer included', async () => {
    const macro = await make(as.lead, { scope: 'shared', actions: closing })
    const { ticketId } = await ticket()
    const used = (await use(ticketId, { macroId: macro.id })).body
    const solved = await statusOf('solved')
    const sent = (await send(ticketId, { html: used.html, statusId: solved, undoSeconds: 20 })).body
    await sendNow(sent.id)
    await work()
    expect(await card(ticketId)).toMatchObject({ statusId: solved, tags: ['готово'] })
    expect(await statusChanges(ticketId)).toEqual([solved])
  })
})

describe('what a macro is still to do belongs to the answer it was put into', () => {
  test('and not to the one that was leaving just then', async () => {
    const macro = await make(as.lead, { scope: 'shared', actions: closing })
    const { ticketId } = await ticket()
    const first = (await send(ticketId, { text: 'Смотрим', undoSeconds: 20 })).body
    await use(ticketId, { macroId: macro.id })
    await sendNow(first.id)
    await work()
    expect((await card(ticketId)).tags).toEqual([])
    expect(await waiting(ticketId)).toHaveLength(1)
  })

  test('and waits with it until tomorrow, whatever leaves today', async () => {
    const macro = await make(as.lead, { scope: 'shared', actions: closing })
    const { ticketId } = await ticket()
    const used = (await use(ticketId, { macroId: macro.id })).body
    const sendAt = new Date(Date.now() + 86_400_000).toISOString()
    const later = (await send(ticketId, { html: used.html, sendAt })).body
    // It is no business of the next answer.
    expect(await waiting(ticketId)).toEqual([])
    await send(ticketId, { text: 'Уже занимаемся' })
    await work()
    expect((await card(ticketId)).tags).toEqual([])
    await sendNow(later.id)
    await work()
    expect((await card(ticketId)).tags).toEqual(['готово'])
  })

  test('and not to a letter from elsewhere while the draft stands', async () => {
    const macro = await make(as.lead, { scope: 'shared', actions: closing })
    const { ticketId } = await ticket()
    const used = (await use(ticketId, { macroId: macro.id })).body
    const { id } = (await send(ticketId, { text: 'Отвечаю с телефона' })).body
    // As a letter from a mail program leaves it: the draft is another text.
    const { created_at } = await db
      .selectFrom('reply')
      .select('created_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const { agent_id } = await db
      .selectFrom('macro_use')
      .select('agent_id')
      .where('ticket_id', '=', ticketId)
      .executeTakeFirstOrThrow()
    await db
      .insertInto('draft')
      .values({
        agent_id: agent_id ?? 0,
        ticket_id: ticketId,
        kind: 'reply',
        html: used.html,
        file_ids: [],
        updated_at: created_at,
        version: 1,
      })
      .execute()
    await work()
    expect((await card(ticketId)).tags).toEqual([])
    expect(await waiting(ticketId)).toHaveLength(1)
  })

  test('a note’s is not shown by a reply', async () => {
    const macro = await make(as.lead, { scope: 'shared', actions: closing })
    const { ticketId } = await ticket()
    await use(ticketId, { macroId: macro.id, kind: 'note' })
    expect(await waiting(ticketId)).toMatchObject([{ kind: 'note' }])
  })
})
