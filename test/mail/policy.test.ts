import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { sectionDefaults } from '#contract/inbox-sections.ts'
import { channelAlerts, channelRoutes, channelTasks, startChannels } from '#server/channels/index.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
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
describe.skipIf(missing !== null)(
  `mail policy with Dovecot and Exim${missing ? ` (${missing})` : ''}`,
  async () => {
    if (missing !== null) return
    const [dovecot, sink] = await Promise.all([startDovecot(), startSink()])
    const exim = await startExim({ domain: 'desk.example', lmtpPort: dovecot.lmtpPort, sinkPort: sink.port })
    const { platform, db, ask } = await testApp(
      (api, desk) => {
        const presence = openPresence(desk.database.db, desk.notices, desk.clock)
        api.addHook('onClose', async () => presence.stop())
        ticketRoutes(api, desk, presence)
        channelRoutes(api, desk)
      },
      { SMTP_PORT: 'off', LETTER_MAX_MEGABYTES: '1' },
    )
    // What the DNS of this machine says must not decide the tests: nobody vouches for anybody.
    emailDesk(platform).resolve = () =>
      Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))
    const inbox = await buildInbox(platform, {
      address: 'support@desk.example',
      smtpPort: exim.port,
      imap: { host: '127.0.0.1', port: dovecot.imapPort, security: 'none', user: 'support', folder: 'INBOX' },
      imapPassword: 'secret',
    })
    await db
      .updateTable('inbox')
      .set({
        acknowledgement: JSON.stringify({ ...sectionDefaults.acknowledgement, isOn: true }),
        oversize: JSON.stringify({ tellsSender: true }),
      })
      .where('id', '=', inbox.id)
      .execute()
    const worker = await startWorker(platform.database.pool, channelTasks(platform), platform.log)
    const channels = await startChannels(platform)
    const as = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
    afterAll(async () => {
      await channels.stop()
      await worker.stop()
      await Promise.all([exim.stop(), dovecot.stop(), sink.stop()])
    })

    const patience = { timeout: 60_000 }
    const decided = async (messageId: string) => {
      const find = () =>
        db
          .selectFrom('inbound_letter')
          .selectAll()
          .where('message_id', '=', messageId)
          .where('state', '<>', 'received')
          .executeTakeFirst()
      await expect.poll(find, patience).toBeDefined()
      return find()
    }
    const write = async (wishes: Parameters<typeof buildLetter>[0] & { messageId: string }) => {
      await deliver(exim.port, buildLetter(wishes), { from: 'away@customer.example', to: inbox.address })
      return decided(wishes.messageId)
    }

    test('fifty rounds with a vacation responder bring one automatic answer', async () => {
      const first = await write({ from: 'away@customer.example', messageId: 'vacation-0@customer.example' })
      expect(first?.state).toBe('new_ticket')
      const [answer] = await sink.received(1)
      expect(answer).toMatchObject({ from: '', to: ['away@customer.example'] })
      const ours = `<${answer?.letter.messageId}>`
      const rounds = Array.from({ length: 50 }, (_, at) => `vacation-${at + 1}@customer.example`)
      for (const messageId of rounds) {
        const headers = { 'Auto-Submitted': 'auto-replied', 'In-Reply-To': ours }
        const raw = buildLetter({
          from: 'away@customer.example',
          subject: 'Out of office',
          messageId,
          headers,
        })
        await deliver(exim.port, raw, { from: 'away@customer.example', to: inbox.address })
      }
      const rows = await Promise.all(rounds.map(decided))
      expect(rows.every((row) => row?.ticket_id === first?.ticket_id)).toBe(true)
      expect(rows.filter((row) => row?.state === 'threaded')).toHaveLength(5)
      expect(rows.filter((row) => row?.reason === 'automatic_flood')).toHaveLength(45)
      expect(sink.letters).toHaveLength(1)
      const tickets = await db.selectFrom('ticket').select('id').execute()
      expect(tickets).toHaveLength(1)
    })

    test('a hard bounce through Exim blocks the address for thirty days and is told on the ticket', async () => {
      const first = await write({ from: 'anna@customer.example', messageId: 'bounce-0@customer.example' })
      const sent = await ask({
        method: 'POST',
        path: `/tickets/${first?.ticket_id}/replies`,
        body: { text: 'An answer', to: ['gone@elsewhere.example'], cc: [] },
        as,
      })
      const find = () =>
        db
          .selectFrom('blocked_address')
          .selectAll()
          .where('address', '=', 'gone@elsewhere.example')
          .executeTakeFirst()
      await expect.poll(find, patience).toBeDefined()
      const block = await find()
      expect(block).toMatchObject({
        scope: 'all',
        cause: 'hard_bounce',
        status: '5.1.1',
        reply_id: sent.body.id,
      })
      const days = ((block?.expires_at?.getTime() ?? 0) - Date.now()) / 86_400_000
      expect(Math.round(days)).toBe(30)
      const feed = await ask({ method: 'GET', path: `/tickets/${first?.ticket_id}/feed`, as })
      expect(feed.body.items).toContainEqual(
        expect.objectContaining({
          type: 'reply.bounced',
          data: expect.objectContaining({
            recipients: [expect.objectContaining({ address: 'gone@elsewhere.example', kind: 'hard' })],
          }),
        }),
      )
      const again = await ask({
        method: 'POST',
        path: `/tickets/${first?.ticket_id}/replies`,
        body: { text: 'Once more', to: ['gone@elsewhere.example'], cc: [] },
        as,
      })
      expect(again.body.error.name).toBe('recipient_blocked')
    })

    test('a letter that is too large leaves its headers in the ledger, its sender is told once, nobody waits', async () => {
      const large = { from: 'big@customer.example', text: 'A line of text.\n'.repeat(90_000) }
      const ids = ['large-1@customer.example', 'large-2@customer.example']
      for (const messageId of ids) await dovecot.deliver(inbox.address, buildLetter({ ...large, messageId }))
      const next = await write({ from: 'small@customer.example', messageId: 'small@customer.example' })
      expect(next?.state).toBe('new_ticket')
      for (const messageId of ids) {
        expect(await decided(messageId)).toMatchObject({
          state: 'ignored',
          reason: 'too_large',
          ticket_id: null,
          detail: { limitBytes: 2 ** 20 },
        })
      }
      expect(await channelAlerts(db)).toContainEqual(
        expect.objectContaining({ name: 'letter_too_large', detail: { subject: inbox.address, count: 2 } }),
      )
      const waiting = () =>
        sql`select from graphile_worker._private_jobs as job
        join graphile_worker._private_tasks as task on task.id = job.task_id
        where task.identifier in ('email.tellTooLarge', 'letter.sendSystem')`
          .execute(db)
          .then((found) => found.rows.length)
      await expect.poll(waiting, patience).toBe(0)
      const told = () => sink.letters.filter((one) => one.to.includes('big@customer.example'))
      // Exim hands it on a moment after it has taken it.
      await expect.poll(told, patience).toHaveLength(1)
      expect(await db.selectFrom('system_letter').select('state').execute()).toEqual([{ state: 'sent' }])
      expect(told()[0]?.header('auto-submitted')).toBe('auto-generated')
      expect(told()[0]?.letter.text).toContain('1 MB')
    })
  },
)
