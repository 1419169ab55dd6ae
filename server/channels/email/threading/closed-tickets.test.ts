import { expect, test } from 'vitest'
import type { InboxSections } from '#contract/inbox-sections.ts'
import { buildSigningDomain, resolveFrom } from '#test/builders/signed-letter.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'
import { createReplyAddress } from './thread-token.ts'

/** What a letter to a closed ticket does, as its inbox says. */
const desk = await mailDesk()
const { ask, as, db, inbox } = desk
const days = 24 * 3600_000

async function follow(reopening: InboxSections['reopening']) {
  const { version } = await db
    .selectFrom('inbox')
    .select('version')
    .where('id', '=', inbox.id)
    .executeTakeFirstOrThrow()
  const saved = await ask({ method: 'PATCH', path: `/inboxes/${inbox.id}`, body: { version, reopening }, as })
  expect(saved).toMatchObject({ status: 200, body: { reopening } })
  // The directory hears of the change a moment later.
  const { directory } = emailDesk(desk.platform)
  await expect
    .poll(async () => (await directory.all()).find((one) => one.id === inbox.id)?.reopening, {
      timeout: 10_000,
    })
    .toEqual(reopening)
}

const ticketRow = (id: number | null) =>
  db
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', id ?? 0)
    .executeTakeFirstOrThrow()

let count = 0
/** A ticket that was closed so long ago, by its customer's first letter; `write` answers that. */
async function closedTicket(ageMs: number) {
  const from = `closed-${++count}@client.example`
  const first = `closed-${count}@mail.client.example`
  const { ticket_id: id } = await desk.receive(buildLetter({ from, messageId: first }))
  await close(id, ageMs)
  const write = (headers: Record<string, string> = {}) =>
    desk.receive(buildLetter({ from, headers: { 'In-Reply-To': `<${first}>`, ...headers } }))
  return { id: id ?? 0, write }
}

async function close(id: number | null, ageMs: number) {
  await db
    .updateTable('ticket')
    .set({
      status_category: 'closed',
      status_id: (eb) =>
        eb.selectFrom('ticket_status').select('id').where('category', '=', 'closed').limit(1),
      closed_at: new Date(desk.clock.now().getTime() - ageMs),
      waiting_since: null,
    })
    .where('id', '=', id ?? 0)
    .execute()
}

test('a new linked ticket, unless the inbox says another thing', async () => {
  const ticket = await closedTicket(0)
  const row = await ticket.write()
  expect(row).toMatchObject({ state: 'new_ticket', reason: 'closed_ticket' })
  expect(row.detail).toMatchObject({ closedTicketId: ticket.id })
  expect(row.detail).not.toHaveProperty('closedForDays')
})

test('reopened, however old; the ledger and the history say so', async () => {
  await follow({ closed: 'reopen', days: 7 })
  const ticket = await closedTicket(900 * days)
  const row = await ticket.write()
  expect(row).toMatchObject({ state: 'threaded', reason: 'in_reply_to', ticket_id: ticket.id })
  expect(row.detail).toMatchObject({ reopenedTicketId: ticket.id })
  expect(await ticketRow(ticket.id)).toMatchObject({
    status_category: 'open',
    is_open: true,
    closed_at: null,
    solved_at: null,
    waiting_since: expect.any(Date),
  })
  const feed = await ask({ method: 'GET', path: `/tickets/${ticket.id}/feed`, as })
  expect(feed.body.items).toContainEqual(
    expect.objectContaining({
      type: 'ticket.reopened',
      data: { changes: { statusCategory: ['closed', 'open'] } },
    }),
  )
  // A letter to a ticket that is open opens nothing.
  expect((await ticket.write()).detail).not.toHaveProperty('reopenedTicketId')
})

test('reopened within so many days of closing; later a new linked one, which says why', async () => {
  await follow({ closed: 'reopen_within', days: 7 })
  const recent = await closedTicket(7 * days - 60_000)
  expect(await recent.write()).toMatchObject({ state: 'threaded', ticket_id: recent.id })
  const old = await closedTicket(7 * days + 60_000)
  const row = await old.write()
  expect(row).toMatchObject({ state: 'new_ticket', reason: 'closed_ticket' })
  expect(row.detail).toMatchObject({ closedTicketId: old.id, closedForDays: 7 })
  expect((await ticketRow(old.id)).status_category).toBe('closed')
})

test('a machine’s letter reopens nothing; a merged ticket is its target, whatever became of itself', async () => {
  await follow({ closed: 'reopen', days: 7 })
  const away = await closedTicket(0)
  expect(await away.write({ 'Auto-Submitted': 'auto-replied' })).toMatchObject({ ticket_id: away.id })
  expect(await ticketRow(away.id)).toMatchObject({ status_category: 'closed', waiting_since: null })

  await follow({ closed: 'reopen_within', days: 7 })
  const target = await closedTicket(8 * days)
  const merged = await closedTicket(0)
  await db.updateTable('ticket').set({ merged_into_id: target.id }).where('id', '=', merged.id).execute()
  expect(await merged.write()).toMatchObject({ state: 'new_ticket', reason: 'closed_ticket' })
  await close(target.id, days)
  expect(await merged.write()).toMatchObject({ state: 'threaded', ticket_id: target.id })
  expect((await ticketRow(target.id)).status_category).toBe('open')
  expect((await ticketRow(merged.id)).status_category).toBe('closed')
})

test('an agent’s answer by mail to a closed ticket is an answer, and leaves it closed', async () => {
  await follow({ closed: 'reopen', days: 7 })
  const company = buildSigningDomain('company.example')
  emailDesk(desk.platform).resolve = resolveFrom(company.records)
  await buildAgent(db, { role: 'administrator', email: 'boris@company.example' })
  const ticket = await closedTicket(0)
  const to = createReplyAddress(emailDesk(desk.platform).tokenKey, inbox.address, ticket.id)
  const raw = buildLetter({ from: 'boris@company.example', to, text: 'It is on its way' })
  expect(await desk.receive(await company.sign(raw), to)).toMatchObject({
    reason: 'agent_reply',
    ticket_id: ticket.id,
    customer_message_id: null,
  })
  expect((await ticketRow(ticket.id)).status_category).toBe('closed')
})

test('the days are a number of days', async () => {
  for (const reopening of [
    { closed: 'reopen_within', days: 0 },
    { closed: 'sometimes', days: 7 },
  ]) {
    const body = { version: 1, reopening }
    expect((await ask({ method: 'PATCH', path: `/inboxes/${inbox.id}`, body, as })).status).toBe(400)
  }
})
