import { expect, test } from 'vitest'
import type { StatusCategory } from '#contract/desk.ts'
import type { MailLimits } from '#contract/mail-policy.ts'
import { channelAlerts } from '#server/channels/channel-alerts.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'

/** Letters that look like a person's, again and again into one ticket. */
const desk = await mailDesk()
const { ask, as, db } = desk

async function limit(limits: Partial<MailLimits>) {
  const saved = await ask({ method: 'PATCH', path: '/mail-limits', body: limits, as })
  expect(saved).toMatchObject({ status: 200, body: limits })
  // Every process hears of the change a moment later.
  const { policy } = emailDesk(desk.platform)
  await expect.poll(async () => (await policy.current()).limits, { timeout: 10_000 }).toMatchObject(limits)
}

let count = 0
async function conversation() {
  const from = `insistent-${++count}@client.example`
  const first = `insistent-${count}@mail.client.example`
  const { ticket_id: id } = await desk.receive(buildLetter({ from, messageId: first }))
  const write = (wishes: NonNullable<Parameters<typeof buildLetter>[0]> = {}) =>
    desk.receive(
      buildLetter({ from, ...wishes, headers: { 'In-Reply-To': `<${first}>`, ...wishes.headers } }),
    )
  return { id: id ?? 0, from, write }
}

async function become(id: number, category: StatusCategory) {
  await db
    .updateTable('ticket')
    .set({
      status_category: category,
      status_id: (eb) =>
        eb.selectFrom('ticket_status').select('id').where('category', '=', category).limit(1),
      closed_at: category === 'closed' ? desk.clock.now() : null,
    })
    .where('id', '=', id)
    .execute()
}

const ticketRow = (id: number) =>
  db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

const linesOf = async (id: number, type: string) => {
  const feed = await ask({ method: 'GET', path: `/tickets/${id}/feed`, as })
  return (feed.body.items as { type?: string; data?: unknown }[]).filter((item) => item.type === type)
}

test('letters reopen a ticket so often an hour; later ones enter it, one line says why, then it opens again', async () => {
  await limit({ reopeningsPerHour: 2 })
  const { id, write } = await conversation()
  for (const expected of ['open', 'open', 'solved', 'solved']) {
    await become(id, 'solved')
    expect(await write()).toMatchObject({ state: 'threaded', reason: 'in_reply_to', ticket_id: id })
    expect((await ticketRow(id)).status_category).toBe(expected)
  }
  expect(await ticketRow(id)).toMatchObject({ post_count: 5, waiting_since: expect.any(Date) })
  expect((await desk.lastLetter()).detail).toMatchObject({ heldBackBy: 2 })
  expect(await linesOf(id, 'ticket.kept_closed')).toEqual([expect.objectContaining({ data: { limit: 2 } })])
  desk.clock.forward(3601)
  await write()
  expect((await ticketRow(id)).status_category).toBe('open')
  expect((await desk.lastLetter()).detail).not.toHaveProperty('heldBackBy')
})

test('a paused ticket takes up every answer, and answers do not use up what is left for reopening', async () => {
  await limit({ reopeningsPerHour: 1 })
  const { id, write } = await conversation()
  for (let round = 0; round < 3; round++) {
    await become(id, 'paused')
    await write()
    expect((await ticketRow(id)).status_category).toBe('open')
  }
  await become(id, 'solved')
  await write()
  expect((await ticketRow(id)).status_category).toBe('open')
  expect(await linesOf(id, 'ticket.kept_closed')).toEqual([])
})

test('letters of one sender into one ticket beyond an hour’s are kept in the ledger, and can be let in', async () => {
  await limit({ reopeningsPerHour: 5, lettersPerTicketPerHour: 3 })
  const { id, from, write } = await conversation()
  const reasons: (string | null)[] = []
  for (let round = 0; round < 4; round++) reasons.push((await write()).reason)
  expect(reasons).toEqual(['in_reply_to', 'in_reply_to', 'ticket_flood', 'ticket_flood'])
  const kept = await desk.lastLetter()
  expect(kept).toMatchObject({ state: 'ignored', ticket_id: id, customer_message_id: null })
  expect(kept.detail).toMatchObject({ limit: 3, thread: { rule: 'in_reply_to' } })
  expect((await ticketRow(id)).post_count).toBe(3)
  expect(await channelAlerts(db)).toMatchObject([
    { name: 'ticket_flood', detail: { subject: from, count: 2 } },
  ])
  // Nobody else in the ticket is concerned, nor is the sender elsewhere.
  const other = await write({ from: 'olga@desk.example', headers: { To: desk.inbox.address } })
  expect(other.reason).not.toBe('ticket_flood')
  expect((await desk.receive(buildLetter({ from }))).state).toBe('new_ticket')
  const replayed = await ask({ method: 'POST', path: `/letters/${kept.id}/replay`, as })
  expect(replayed.status).toBeLessThan(300)
  await desk.work()
  const row = db.selectFrom('inbound_letter').selectAll().where('id', '=', kept.id)
  expect(await row.executeTakeFirstOrThrow()).toMatchObject({ state: 'threaded', ticket_id: id })
  desk.clock.forward(3601)
  expect((await write()).reason).toBe('in_reply_to')
})

test('what is written to a merged ticket counts where it goes, a machine’s letters too', async () => {
  await limit({ lettersPerTicketPerHour: 3, automaticLettersPerDay: 2 })
  const target = await conversation()
  const { id, write } = await conversation()
  await db.updateTable('ticket').set({ merged_into_id: target.id }).where('id', '=', id).execute()
  const reasons: (string | null)[] = []
  for (let round = 0; round < 4; round++) reasons.push((await write()).reason)
  expect(reasons).toEqual(['in_reply_to', 'in_reply_to', 'in_reply_to', 'ticket_flood'])
  const auto = () => write({ headers: { 'Auto-Submitted': 'auto-replied' } })
  expect((await auto()).reason).toBe('in_reply_to')
  expect((await auto()).reason).toBe('in_reply_to')
  expect((await auto()).reason).toBe('automatic_flood')
})

test('letters to a closed ticket, each followed by a new one, are new tickets to their limit', async () => {
  await limit({ newTicketsPerHour: 3 })
  const { id, write } = await conversation()
  await become(id, 'closed')
  const reasons: (string | null)[] = []
  for (let round = 0; round < 4; round++) reasons.push((await write()).reason)
  expect(reasons).toEqual(['closed_ticket', 'closed_ticket', 'sender_flood', 'sender_flood'])
  await become(id, 'open')
  expect(await write()).toMatchObject({ reason: 'in_reply_to', ticket_id: id })
})
