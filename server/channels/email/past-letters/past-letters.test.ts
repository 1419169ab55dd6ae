import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { importDesk, mbox } from '#test/import-desk.ts'
import { createMessageId } from '../threading/thread-token.ts'

const { desk, runFile } = await importDesk()
const { db, platform } = desk

const ticketOf = async (messageId: string, inboxId: number) =>
  (
    await db
      .selectFrom('inbound_letter')
      .select('ticket_id')
      .where('message_id', '=', messageId)
      .where('inbox_id', '=', inboxId)
      .executeTakeFirst()
  )?.ticket_id ?? null

test('old mail of a private team enters no ticket of others, whatever it answers', async () => {
  const first = buildLetter({
    from: 'anna@customer.example',
    messageId: 'first@customer.example',
    text: 'To both of you',
  })
  const { ticket_id: theirs } = await desk.receive(first)
  const sent = await desk.answer(theirs ?? 0, { text: 'Ours' })
  const ours = await db
    .selectFrom('outbound_letter')
    .select('message_id')
    .where('reply_id', '=', sent.id)
    .executeTakeFirstOrThrow()
  const team = await buildTeam(db, { isIsolated: true })
  const inbox = await buildInbox(platform, { address: 'people@desk.example', teamId: team.id })
  const secret = (at: number, answered: string) =>
    buildLetter({
      from: 'anna@customer.example',
      to: 'people@desk.example',
      messageId: `secret-${at}@customer.example`,
      headers: { 'In-Reply-To': `<${answered}>` },
    })
  const done = await runFile(
    mbox([
      first.replace('To: support@', 'To: people@'),
      secret(1, 'first@customer.example'),
      secret(2, ours.message_id),
    ]),
    inbox.id,
  )
  expect(done).toMatchObject({ failed: 0, messagesMade: 3 })
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from customer_message
    where ticket_id = ${theirs}`.execute(db)
  expect(rows[0]?.n).toBe(1)
  const own = await ticketOf('first@customer.example', inbox.id)
  expect(own).not.toBe(theirs)
  expect(await ticketOf('secret-1@customer.example', inbox.id)).toBe(own)
  const ticket = await db
    .selectFrom('ticket')
    .select('team_id')
    .where('id', '=', own)
    .executeTakeFirstOrThrow()
  expect(ticket.team_id).toBe(team.id)
})

test('a letter of ours that belongs to no ticket is no riddle', async () => {
  const ours = (partId: number) =>
    createMessageId(emailDesk(platform).tokenKey, { ticketId: 0, partId, domain: 'desk.example' })
  const answer = { from: 'carl@customer.example', headers: { 'In-Reply-To': `<${ours(1)}>` } }
  const gone = createMessageId(emailDesk(platform).tokenKey, {
    ticketId: 999_999,
    partId: 1,
    domain: 'desk.example',
  })
  const done = await runFile(
    mbox([
      buildLetter(answer),
      buildLetter({ from: 'dora@customer.example', messageId: ours(2) }),
      buildLetter({ from: 'emma@customer.example', headers: { 'In-Reply-To': `<${gone}>` } }),
    ]),
  )
  expect(done).toMatchObject({ lettersRead: 3, ticketsMade: 3, failed: 0 })
})

test('what an agent sent from a further address of theirs is the agent’s answer', async () => {
  const agent = await buildAgent(db, { email: 'olga@company.example' })
  await db
    .insertInto('agent_address')
    .values({
      agent_id: agent.id,
      address: 'olga@home.example',
      confirmed_at: new Date(),
      created_at: new Date(),
    })
    .execute()
  const done = await runFile(
    mbox([
      buildLetter({ from: 'fay@customer.example', messageId: 'fay@customer.example' }),
      buildLetter({
        from: 'olga@home.example',
        to: 'fay@customer.example',
        headers: { 'In-Reply-To': '<fay@customer.example>' },
      }),
    ]),
  )
  expect(done).toMatchObject({ ticketsMade: 1, messagesMade: 1, repliesMade: 1 })
})
