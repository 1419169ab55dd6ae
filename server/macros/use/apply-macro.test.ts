import { describe, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { applyMacro } from '../index.ts'
import { macroDesk } from '#test/macro-desk.ts'

const { as, ask, card, closing, db, make, ticket } = await macroDesk()

describe('a rule uses a macro', () => {
  const by = {
    actor: { kind: 'system', id: null },
    cause: { kind: 'rule', id: 7, name: 'Возвраты' },
  } as const

  test('answers by itself and says why', async () => {
    const macro = await make(as.lead, { scope: 'shared', actions: closing })
    const { ticketId, address } = await ticket()
    const done = await inTransaction(db, (tx) => applyMacro(tx, ticketId, macro.id, by, new Date()))
    const row = await db
      .selectFrom('reply')
      .selectAll()
      .where('id', '=', done.replyId ?? 0)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      is_automatic: true,
      agent_id: null,
      to_addresses: [{ address }],
      delivery_state: 'queued',
    })
    const event = await db
      .selectFrom('event')
      .select('data')
      .where('ticket_id', '=', ticketId)
      .where('type', '=', 'ticket.updated')
      .executeTakeFirst()
    expect(event?.data).toMatchObject({ cause: { kind: 'rule', name: 'Возвраты' } })
    const usage = (await ask({ method: 'GET', path: `/macros/${macro.id}/usage`, as: as.lead })).body
    expect(usage.byRules).toBe(1)
  })

  test('says nothing rather than half of it, and uses nobody’s own', async () => {
    const short = await make(as.lead, {
      scope: 'shared',
      texts: { ru: '<p>{{ customer.phone }}</p>' },
      actions: closing,
    })
    const own = await make(as.anna, {})
    const { ticketId } = await ticket()
    const attempt = (macroId: number) =>
      inTransaction(db, (tx) => applyMacro(tx, ticketId, macroId, by, new Date()))
    await expect(attempt(short.id)).rejects.toMatchObject({ failure: 'macro_incomplete' })
    await expect(attempt(own.id)).rejects.toMatchObject({ failure: 'not_found' })
    expect((await card(ticketId)).tags).toEqual([])
  })
})
