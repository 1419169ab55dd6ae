import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { queueSystemLetter } from '#server/platform/system-letters.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'
import { outgoingInbox } from './outgoing-server.ts'
import { sendReply } from './send-reply.ts'
import { settleDelivery } from './settle-delivery.ts'
import { settleOrphans, sweepOutbox } from './sweep-outbox.ts'

const desk = await mailDesk()
const { db, sink, answer, replyRow } = desk
const { ticket_id: ticketId } = await desk.receive(buildLetter())
beforeEach(async () => {
  sink.letters.length = 0
  // A refusal in one test must not be remembered in the next.
  await db.deleteFrom('blocked_address').execute()
})

const to = (...addresses: string[]) => answer(ticketId ?? 0, { to: addresses, cc: [] })
const letterOf = (replyId: number) =>
  db.selectFrom('outbound_letter').selectAll().where('reply_id', '=', replyId).executeTakeFirstOrThrow()
/** Jobs that wait for their time run now. */
const later = async () => {
  await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(db)
  await desk.work()
}

test('a grey-listed letter waits and goes with the second try, under the same Message-ID', async () => {
  const reply = await to('grey@elsewhere.example')
  expect(reply.delivery_state).toBe('queued')
  const waiting = await letterOf(reply.id)
  expect(waiting).toMatchObject({ state: 'queued', error: 'postponed', attempts: 1 })
  expect(waiting.detail).toContain('451')
  expect(waiting.next_try_at.getTime()).toBeGreaterThan(desk.clock.now().getTime() + 50_000)
  await later()
  expect(await replyRow(reply.id)).toMatchObject({ delivery_state: 'sent', delivery_error: null })
  expect(sink.letters.map((one) => one.letter.messageId)).toEqual([waiting.message_id])
})

test('a refusal stops at once and says why', async () => {
  const reply = await to('gone@elsewhere.example')
  expect(reply).toMatchObject({ delivery_state: 'failed', delivery_error: 'recipient_refused' })
  expect(reply.delivery_detail).toContain('No such user')
  expect(sink.letters).toEqual([])
})

test('of several recipients each gets the letter once', async () => {
  const reply = await to('ok@elsewhere.example', 'grey@second.example', 'gone@elsewhere.example')
  expect(reply.delivery_state).toBe('queued')
  await later()
  expect(sink.letters.map((one) => one.to)).toEqual([['ok@elsewhere.example'], ['grey@second.example']])
  expect(await replyRow(reply.id)).toMatchObject({
    delivery_state: 'failed',
    delivery_error: 'some_refused',
  })
  expect((await letterOf(reply.id)).accepted).toEqual(['ok@elsewhere.example', 'grey@second.example'])
})

test('a line that goes dead after the last dot leaves the reply unconfirmed, and it is not sent again', async () => {
  const reply = await to('cut@elsewhere.example')
  expect(reply.delivery_state).toBe('unconfirmed')
  await later()
  expect(sink.letters).toHaveLength(1)
})

test('copies that are hidden stay hidden', async () => {
  const reply = await answer(ticketId ?? 0, {
    to: ['a@elsewhere.example'],
    cc: [],
    bcc: ['b@elsewhere.example'],
  })
  expect(reply.delivery_state).toBe('sent')
  expect(sink.letters[0]?.to).toEqual(['a@elsewhere.example', 'b@elsewhere.example'])
  expect(sink.letters[0]?.raw.toString()).not.toContain('b@elsewhere.example')
})

test('two tries at once send one letter', async () => {
  const { id } = await to('grey@third.example')
  await Promise.all([1, 2, 3].map(() => sendReply(emailDesk(desk.platform), id)))
  await later()
  expect(sink.letters).toHaveLength(1)
  expect((await replyRow(id)).delivery_state).toBe('sent')
})

test('a try that came to nothing does not touch a letter another try is handing over', async () => {
  const { id } = await to('grey@slow.example')
  const letter = await letterOf(id)
  const email = emailDesk(desk.platform)
  const inbox = await outgoingInbox(db, email.secrets, letter.inbox_id)
  if (!inbox) throw new Error('no inbox')
  await db
    .updateTable('outbound_letter')
    .set({ state: 'handing_over', sender_id: 1 })
    .where('id', '=', letter.id)
    .execute()
  const problem = { error: 'postponed', detail: '451', isTemporary: true, isServerFault: false }
  await settleDelivery(email, { letter, inbox }, { kind: 'not_taken', problem }, false)
  expect((await letterOf(id)).state).toBe('handing_over')
  // The server's own word after the last dot does count.
  await settleDelivery(email, { letter, inbox }, { kind: 'not_taken', problem }, true)
  expect((await letterOf(id)).state).toBe('queued')
  await later()
  expect((await letterOf(id)).state).toBe('sent')
})

test('a letter found half handed over by somebody who is gone is unconfirmed; one found queued is sent', async () => {
  const { id } = await to('grey@fourth.example')
  await db
    .updateTable('outbound_letter')
    .set({ state: 'handing_over', sender_id: 999_999 })
    .where('reply_id', '=', id)
    .execute()
  expect(await settleOrphans(emailDesk(desk.platform))).toBe(1)
  expect(await replyRow(id)).toMatchObject({ delivery_state: 'unconfirmed', delivery_error: 'interrupted' })
  const queued = await to('grey@fifth.example')
  await sql`delete from graphile_worker._private_jobs`.execute(db)
  desk.clock.forward(3600)
  expect(await sweepOutbox(emailDesk(desk.platform), 60)).toBe(1)
  expect(await sweepOutbox(emailDesk(desk.platform), 60)).toBe(0)
  await desk.work()
  expect((await replyRow(queued.id)).delivery_state).toBe('sent')
  expect((await replyRow(id)).delivery_state).toBe('unconfirmed')
})

test('a wrong password and a dead server keep the letter and tell the administrator', async () => {
  await db
    .updateTable('inbox')
    .set({ smtp: JSON.stringify({ host: '127.0.0.1', port: 1, security: 'none', user: null }) })
    .where('id', '=', desk.inbox.id)
    .execute()
  const reply = await to('ok@elsewhere.example')
  expect(reply.delivery_state).toBe('queued')
  const inbox = await db
    .selectFrom('inbox')
    .selectAll()
    .where('id', '=', desk.inbox.id)
    .executeTakeFirstOrThrow()
  expect(inbox.send_error).toContain('ECONNREFUSED')
  await db
    .updateTable('inbox')
    .set({ smtp: JSON.stringify({ host: '127.0.0.1', port: sink.port, security: 'none', user: null }) })
    .where('id', '=', desk.inbox.id)
    .execute()
  await later()
  expect((await replyRow(reply.id)).delivery_state).toBe('sent')
  const after = await db
    .selectFrom('inbox')
    .select('send_error')
    .where('id', '=', desk.inbox.id)
    .executeTakeFirstOrThrow()
  expect(after.send_error).toBeNull()
})

test('an address that cannot be written to stops the reply visibly, and nothing stays open', async () => {
  const { ticketId: odd } = await buildMessage(db, {
    email: '"john doe"@customer.example',
    inboxId: desk.inbox.id,
  })
  const reply = await answer(odd, {})
  expect(reply).toMatchObject({ delivery_state: 'failed', delivery_error: 'bad_address' })
})

test('a letter of the desk that is never answered for is tried once more, and then a person is asked', async () => {
  const system = (to: string) =>
    inTransaction(db, (tx) =>
      queueSystemLetter(tx, desk.platform, {
        to,
        template: 'password_reset',
        language: 'en',
        facts: { agentName: 'Ann', deskName: 'Desk', url: 'https://desk.example/x', validFor: 2 },
      }),
    )
  const rowOf = (id: number) =>
    db.selectFrom('system_letter').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const cut = await system('cut@system.example')
  for (let tries = 0; tries < 5; tries++) await later()
  expect(sink.letters.filter((one) => one.to.includes('cut@system.example'))).toHaveLength(2)
  expect(await rowOf(cut)).toMatchObject({ state: 'failed', attempts: 2 })
  // And one that is put off for days is given up where everybody sees it.
  const full = await system('full@system.example')
  await db.updateTable('system_letter').set({ attempts: 19 }).where('id', '=', full).execute()
  await later()
  expect((await rowOf(full)).state).toBe('failed')
})

test('without a server to send through the reply says so', async () => {
  await db.updateTable('inbox').set({ smtp: null }).where('id', '=', desk.inbox.id).execute()
  expect(await to('ok@elsewhere.example')).toMatchObject({
    delivery_state: 'failed',
    delivery_error: 'no_outgoing_server',
  })
  await buildInbox(desk.platform, { smtpPort: sink.port })
})
