import { afterAll, describe, expect, test } from 'vitest'
import { createTicketToken } from '#server/channels/email/threading/thread-token.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { channelRoutes, channelTasks, startChannels } from '#server/channels/index.ts'
import { startWorker } from '#server/platform/jobs/worker.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { startDovecot } from '#test/servers/dovecot.ts'
import { startExim } from '#test/servers/exim.ts'
import { missingMailServers } from '#test/servers/programs.ts'
import { startSink } from '#test/servers/sink.ts'

const missing = missingMailServers()
describe.skipIf(missing !== null)(`Dovecot and Exim${missing ? ` (${missing})` : ''}`, async () => {
  if (missing !== null) return
  const [dovecot, sink] = await Promise.all([startDovecot(), startSink()])
  const exim = await startExim({ domain: 'desk.example', lmtpPort: dovecot.lmtpPort, sinkPort: sink.port })
  const { platform, db, ask } = await testApp(
    (api, { database, notices, clock, ...rest }) => {
      const presence = openPresence(database.db, notices, clock)
      api.addHook('onClose', async () => presence.stop())
      ticketRoutes(api, { database, notices, clock, ...rest }, presence)
      channelRoutes(api, { database, notices, clock, ...rest })
    },
    { SMTP_PORT: 'off' },
  )
  await buildInbox(platform, {
    address: 'support@desk.example',
    smtpPort: exim.port,
    imap: { host: '127.0.0.1', port: dovecot.imapPort, security: 'none', user: 'support', folder: 'INBOX' },
    imapPassword: 'secret',
  })
  const worker = await startWorker(platform.database.pool, channelTasks(platform), platform.log)
  const channels = await startChannels(platform)
  const as = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
  afterAll(async () => {
    await channels.stop()
    await worker.stop()
    await Promise.all([exim.stop(), dovecot.stop(), sink.stop()])
  })

  const patience = { timeout: 40_000 }
  const ledger = (messageId: string) =>
    db
      .selectFrom('inbound_letter')
      .selectAll()
      .where('message_id', '=', messageId)
      .where('state', '<>', 'received')
      .executeTakeFirst()
  /** A customer's letter on its whole way: Exim, Dovecot, IMAP, ledger. */
  async function write(
    wishes: Parameters<typeof buildLetter>[0] & { messageId: string },
    to = 'support@desk.example',
  ) {
    await deliver(exim.port, buildLetter(wishes), { from: 'anna@customer.example', to })
    await expect.poll(() => ledger(wishes.messageId), patience).toBeDefined()
    return ledger(wishes.messageId)
  }
  const answer = async (ticketId: number, body: object) =>
    (
      await ask({
        method: 'POST',
        path: `/tickets/${ticketId}/replies`,
        body: { text: 'An answer', ...body },
        as,
      })
    ).body.id as number
  const state = async (replyId: number) =>
    (
      await db
        .selectFrom('reply')
        .select('delivery_state')
        .where('id', '=', replyId)
        .executeTakeFirstOrThrow()
    ).delivery_state

  test('the loop: a letter, a ticket, an answer, and what the customer answers to it', async () => {
    const from = 'anna@customer.example'
    const first = await write({ from, subject: 'Заказ', messageId: 'loop-1@customer.example' })
    expect(first?.state).toBe('new_ticket')
    const ticketId = first?.ticket_id ?? 0
    const replyId = await answer(ticketId, {})
    const [out] = await sink.received(1)
    await expect.poll(() => state(replyId), patience).toBe('sent')
    expect(out?.letter).toMatchObject({
      subject: `Re: Заказ [HD-${ticketId}]`,
      inReplyTo: ['loop-1@customer.example'],
    })
    const ours = `<${out?.letter.messageId}>`
    const token = createTicketToken(emailDesk(platform).tokenKey, ticketId)
    const answers = [
      await write({ from, messageId: 'loop-2@customer.example', headers: { 'In-Reply-To': ours } }),
      await write({
        from,
        messageId: 'loop-3@customer.example',
        headers: { References: `<other@x.example> ${ours}` },
      }),
      await write(
        { from, messageId: 'loop-4@customer.example', headers: { To: `support+${token}@desk.example` } },
        `support+${token}@desk.example`,
      ),
      await write({ from, messageId: 'loop-5@customer.example', subject: `Re: [HD-${ticketId}]` }),
    ]
    expect(answers.map((row) => [row?.state, row?.ticket_id])).toEqual(
      answers.map(() => ['threaded', ticketId]),
    )
    expect(answers.map((row) => row?.reason)).toEqual([
      'own_message_id',
      'own_message_id',
      'reply_address',
      'subject_tag',
    ])
    const stranger = await write({
      from: 'eve@elsewhere.example',
      messageId: 'loop-6@customer.example',
      subject: `Re: [HD-${ticketId}]`,
    })
    expect(stranger).toMatchObject({ state: 'new_ticket' })
  })

  test('a conversation the desk begins: a first letter, and the customer’s answer to it', async () => {
    const begun = await ask({
      method: 'POST',
      path: '/tickets',
      body: {
        subject: 'Ваш договор',
        text: 'Добрый день!',
        customer: { name: 'Борис', email: 'boris@customer.example' },
        letter: {},
      },
      as,
    })
    const { id } = begun.body
    await expect
      .poll(() => sink.letters.find((one) => one.to.includes('boris@customer.example'))?.letter, patience)
      .toMatchObject({ subject: `Ваш договор [HD-${id}]`, inReplyTo: [], references: [] })
    const ours = sink.letters.find((one) => one.to.includes('boris@customer.example'))?.letter.messageId
    const threaded = await write({
      from: 'boris@customer.example',
      messageId: 'begun-1@customer.example',
      headers: { 'In-Reply-To': `<${ours}>` },
    })
    expect(threaded).toMatchObject({ state: 'threaded', ticket_id: id })
  })

  test('what comes back belongs to the reply and makes no ticket', async () => {
    const first = await write({ messageId: 'bounce-1@customer.example' })
    const replyId = await answer(first?.ticket_id ?? 0, { to: ['gone@elsewhere.example'], cc: [] })
    await expect.poll(() => state(replyId), patience).toBe('failed')
    const reply = await db.selectFrom('reply').selectAll().where('id', '=', replyId).executeTakeFirstOrThrow()
    expect(reply.delivery_error).toBe('bounced')
    expect(reply.delivery_detail).toContain('gone@elsewhere.example')
    const bounce = await db
      .selectFrom('inbound_letter')
      .selectAll()
      .where('reason', '=', 'bounce')
      .executeTakeFirstOrThrow()
    expect(bounce).toMatchObject({
      state: 'threaded',
      ticket_id: first?.ticket_id,
      customer_message_id: null,
    })
  })

  test('Exim waits out a grey list; for the desk the letter is sent', async () => {
    const first = await write({ messageId: 'grey-1@customer.example' })
    const replyId = await answer(first?.ticket_id ?? 0, { to: ['grey@elsewhere.example'], cc: [] })
    await expect.poll(() => state(replyId), patience).toBe('sent')
    await expect
      .poll(() => sink.letters.filter((one) => one.to.includes('grey@elsewhere.example')).length, patience)
      .toBe(1)
  })
})
