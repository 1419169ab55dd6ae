import { expect, test } from 'vitest'
import { actorOfAgent } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { writeSettings } from '#server/platform/settings.ts'
import { mustSee } from '#server/tickets/index.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'
import { createMessageId } from './thread-token.ts'

const desk = await mailDesk()
const { db, receive, inbox } = desk
const key = emailDesk(desk.platform).tokenKey
const answering = (id: string) => ({ headers: { 'In-Reply-To': `<${id}>` } })

test('a letter to two inboxes: one ticket that both see; or, as the desk says, one for each, kept apart for good', async () => {
  const sales = await buildInbox(desk.platform, { address: 'sales@desk.example' })
  const both = [inbox.address, sales.address]
  const from = 'both@client.example'
  const rowsOf = async (raw: string, messageId: string) => {
    await deliver(desk.port, raw, { from, to: both })
    await desk.work()
    return db
      .selectFrom('inbound_letter')
      .select(['reason', 'ticket_id', 'inbox_id'])
      .where('message_id', '=', messageId)
      .orderBy('inbox_id')
      .execute()
  }
  const one = await rowsOf(buildLetter({ from, messageId: 'one@client.example' }), 'one@client.example')
  expect(one.map((row) => row.reason).toSorted()).toEqual(['no_thread', 'same_letter'])
  expect(new Set(one.map((row) => row.ticket_id)).size).toBe(1)
  await inTransaction(db, (tx) => writeSettings(tx, { letter_copies: 'ticket_each' }, new Date()))
  const each = await rowsOf(buildLetter({ from, messageId: 'each@client.example' }), 'each@client.example')
  expect(each.map((row) => row.reason)).toEqual(['no_thread', 'no_thread'])
  expect(each[0]?.ticket_id).not.toBe(each[1]?.ticket_id)
  // The answer to it goes on in both, each copy where its inbox is.
  const answer = buildLetter({
    from,
    messageId: 'answer@client.example',
    ...answering('each@client.example'),
  })
  expect(await rowsOf(answer, 'answer@client.example')).toEqual(
    each.map((row) => ({ ...row, reason: 'in_reply_to' })),
  )
  // An answer to one of them belongs to that one alone.
  const ours = createMessageId(key, { ticketId: each[1]?.ticket_id ?? 0, partId: 9, domain: 'desk.example' })
  const alone = await rowsOf(
    buildLetter({ from, messageId: 'alone@client.example', ...answering(ours) }),
    'alone@client.example',
  )
  expect(alone.map((row) => row.ticket_id)).toEqual([each[1]?.ticket_id, each[1]?.ticket_id])
  await inTransaction(db, (tx) => writeSettings(tx, { letter_copies: 'one_ticket' }, new Date()))
})

test('a private team’s letters never land where others see them, and others’ never with it', async () => {
  const secret = await buildTeam(db, { isIsolated: true })
  const member = await buildAgent(db, { teamIds: [secret.id] })
  const staff = await buildInbox(desk.platform, { address: 'staff@desk.example', teamId: secret.id })
  const from = 'employee@client.example'
  const messageId = 'private@client.example'
  await deliver(desk.port, buildLetter({ from, messageId }), { from, to: [inbox.address, staff.address] })
  await desk.work()
  const rows = await db
    .selectFrom('inbound_letter')
    .select(['inbox_id', 'ticket_id'])
    .where('message_id', '=', messageId)
    .orderBy('inbox_id')
    .execute()
  const [open, closed] = rows.map((row) => row.ticket_id ?? 0)
  expect(open).not.toBe(closed)
  const actor = await actorOfAgent(db, member.id)
  if (!actor) throw new Error('the member is in force')
  await mustSee(db, actor, closed ?? 0)
  await expect(mustSee(db, actor, open ?? 0)).rejects.toThrow()
  // What goes to the private inbox does not join the open ticket, whatever it answers.
  const first = 'open@client.example'
  const ticket = (await receive(buildLetter({ from, messageId: first }))).ticket_id ?? 0
  const ours = createMessageId(key, { ticketId: ticket, partId: 7, domain: 'desk.example' })
  for (const wishes of [answering(ours), answering(first), { subject: `[HD-${ticket}]` }]) {
    const row = await receive(buildLetter({ from, ...wishes }), staff.address)
    expect(row).toMatchObject({ state: 'new_ticket', reason: 'private_inbox' })
  }
  // A ticket that was handed over to the private team goes on through the inbox it came by.
  await db.updateTable('ticket').set({ team_id: secret.id }).where('id', '=', ticket).execute()
  expect((await receive(buildLetter({ from, ...answering(ours) }))).ticket_id).toBe(ticket)
})
