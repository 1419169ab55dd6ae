import { expect, test } from 'vitest'
import { buildMessage } from '#test/builders/ticket.ts'
import { routingDesk } from '#test/builders/routing.ts'
import { testPlatform } from '#test/platform.ts'

const platform = await testPlatform()
const { database, clock } = platform
const { db } = database
const { boss, change, drain, desk, ticketIn, ownerOf, decisionsOf, solve } = await routingDesk(platform)
const daySeconds = 86_400

interface Said {
  delivery_state?: 'sent' | 'cancelled' | 'scheduled'
  is_automatic?: boolean
}

async function answer(ticketId: number, agentId: number, said: Said = {}): Promise<void> {
  clock.forward(1)
  await db
    .insertInto('reply')
    .values({
      ticket_id: ticketId,
      agent_id: agentId,
      channel: 'phone',
      created_at: clock.now(),
      text: 'Уже смотрим',
      to_addresses: '[]',
      cc_addresses: '[]',
      bcc_addresses: '[]',
      inbox_id: null,
      html: null,
      delivery_error: null,
      delivery_detail: null,
      sent_at: null,
      delivery_state: 'sent',
      ...said,
    })
    .execute()
}

/** A customer whose one ticket is done and has no owner any more; it was Anna's turn, so the next is Oleg's. */
async function done() {
  const { team, members } = await desk({ method: 'round_robin', remembersDays: 7 })
  const [anna = 0, oleg = 0] = members.map((each) => each.id)
  const first = await buildMessage(db, { teamId: team.id, at: clock.now() })
  await drain()
  expect(await ownerOf(first.ticketId)).toBe(anna)
  await solve(boss.id, first.ticketId)
  await change(boss.id, first.ticketId, { assigneeId: null })
  await drain()
  const again = async () => {
    const ticketId = await ticketIn(team.id, { customerId: first.customerId, email: first.address })
    await drain()
    return ticketId
  }
  return { team, anna, oleg, ticketId: first.ticketId, again }
}

test('back to whoever of the team answered last in a ticket that has no owner of the team', async () => {
  const { anna, oleg, ticketId, again } = await done()
  await answer(ticketId, oleg)
  await answer(ticketId, anna)
  await answer(ticketId, boss.id)
  const one = await again()
  expect(await ownerOf(one)).toBe(anna)
  expect(await decisionsOf(one)).toMatchObject([{ why: 'knows_customer', knownTicketId: ticketId }])
  await change(boss.id, one, { assigneeId: boss.id })
  await answer(one, oleg)
  const two = await again()
  expect(await ownerOf(two), 'whose owner is not of the team').toBe(oleg)
  expect(await decisionsOf(two)).toMatchObject([{ why: 'knows_customer', knownTicketId: one }])
})

test('whose ticket it is knows the customer before whoever else answered in it', async () => {
  const { anna, oleg, ticketId, again } = await done()
  await change(boss.id, ticketId, { assigneeId: anna })
  await answer(ticketId, oleg)
  const one = await again()
  expect(await ownerOf(one)).toBe(anna)
})

test('what was never said to the customer, or is longer ago than the window, makes nobody known', async () => {
  const { anna, oleg, ticketId, again } = await done()
  await answer(ticketId, anna, { delivery_state: 'cancelled' })
  await answer(ticketId, anna, { delivery_state: 'scheduled' })
  await answer(ticketId, anna, { is_automatic: true })
  const one = await again()
  expect([await ownerOf(one), (await decisionsOf(one))[0]?.why]).toEqual([oleg, 'turn'])

  const late = await done()
  await answer(late.ticketId, late.anna)
  clock.forward(8 * daySeconds)
  await db
    .updateTable('ticket')
    .set({ last_activity_at: clock.now() })
    .where('id', '=', late.ticketId)
    .execute()
  expect(await ownerOf(await late.again())).toBe(late.oleg)
})
