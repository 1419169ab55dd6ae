import { afterAll, describe, expect, test } from 'vitest'
import { channelRoutes, channelTasks, startChannels } from '#server/channels/index.ts'
import { watchChannels } from '#server/channels/health/watch-channels.ts'
import { startWorker } from '#server/platform/jobs/worker.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { startDovecot } from '#test/servers/dovecot.ts'
import { startExim } from '#test/servers/exim.ts'
import { missingMailServers } from '#test/servers/programs.ts'
import { startSink } from '#test/servers/sink.ts'

const missing = missingMailServers()
describe.skipIf(missing !== null)(
  `a letter that goes round by Exim and Dovecot${missing ? ` (${missing})` : ''}`,
  async () => {
    if (missing !== null) return
    const [dovecot, sink] = await Promise.all([startDovecot(), startSink()])
    const exim = await startExim({ domain: 'desk.example', lmtpPort: dovecot.lmtpPort, sinkPort: sink.port })
    const { platform, db, ask } = await testApp(channelRoutes, { SMTP_PORT: 'off' })
    /** An inbox that sends through Exim and is fetched from the mailbox of its name. */
    const fetched = (user: string, domain: string) =>
      buildInbox(platform, {
        address: `${user}@${domain}`,
        smtpPort: exim.port,
        imap: { host: '127.0.0.1', port: dovecot.imapPort, security: 'none', user, folder: 'INBOX' },
        imapPassword: 'secret',
      })
    const inbox = await fetched('support', 'desk.example')
    // The world delivers its letters to somebody else: its own never come back.
    const astray = await fetched('astray', 'elsewhere.example')
    const boss = await buildAgent(db, { role: 'administrator', email: 'boss@else.example' })
    const as = await signedIn(db, boss)
    const worker = await startWorker(platform.database.pool, channelTasks(platform), platform.log)
    const channels = await startChannels(platform)
    afterAll(async () => {
      await channels.stop()
      await worker.stop()
      await Promise.all([exim.stop(), dovecot.stop(), sink.stop()])
    })

    const patience = { timeout: 60_000 }
    const healthOf = async (inboxId: number) => {
      const { body } = await ask({ method: 'GET', path: '/channel-health', as })
      return body.inboxes.find((one: { inboxId: number }) => one.inboxId === inboxId)
    }
    const open = async () => (await ask({ method: 'GET', path: '/channel-health/count', as })).body

    test('comes back by IMAP, is recognised, and every leg has its time', async () => {
      const started = await ask({ method: 'POST', path: `/inboxes/${inbox.id}/self-test`, as })
      expect(started.status).toBe(202)
      await expect.poll(async () => (await healthOf(inbox.id)).selfTest.state, patience).toBe('passed')
      // The server's own word for having taken it may come after the letter.
      await expect.poll(async () => (await healthOf(inbox.id)).selfTest.handedOverAt, patience).not.toBeNull()
      const { selfTest, state } = await healthOf(inbox.id)
      const legs = ['startedAt', 'connectedAt', 'arrivedAt', 'recognisedAt'].map((leg) =>
        Date.parse(selfTest[leg]),
      )
      expect(legs).toEqual(legs.toSorted((a, b) => a - b))
      expect([state, selfTest.error]).toEqual(['ok', null])
      const letter = await db
        .selectFrom('inbound_letter')
        .selectAll()
        .where('id', '=', selfTest.letterId)
        .executeTakeFirstOrThrow()
      expect(letter).toMatchObject({ inbox_id: inbox.id, state: 'ignored', reason: 'self_test' })
      expect(letter.envelope).toMatchObject({ via: 'imap' })
      expect(await db.selectFrom('ticket').select('id').execute()).toEqual([])
      expect(sink.letters).toEqual([])
    })

    test('does not come back: a red mark, a notice to administrators, and both go when it does', async () => {
      const hours = (selfTestHours: number | null) =>
        ask({
          method: 'PATCH',
          path: '/channel-health/watch',
          // The clock is pushed forward while the mailboxes are looked into at their own pace.
          body: { selfTestHours, silentMinutes: 120 },
          as,
        })
      await hours(6)
      await watchChannels(platform)
      await hours(null)
      await expect.poll(() => sink.letters.map((one) => one.to), patience).toEqual([[astray.address]])
      await expect
        .poll(async () => (await healthOf(astray.id)).selfTest.handedOverAt, patience)
        .not.toBeNull()
      expect((await healthOf(astray.id)).selfTest).toMatchObject({ state: 'running', arrivedAt: null })
      expect(await open()).toMatchObject({ open: 0 })
      platform.clock.forward(11 * 60)
      await watchChannels(platform)
      expect(await healthOf(astray.id)).toMatchObject({
        state: 'bad',
        selfTest: { state: 'lost' },
        problems: [{ kind: 'test_lost', isGrave: true }],
      })
      expect(await healthOf(inbox.id)).toMatchObject({ state: 'ok' })
      expect(await open()).toMatchObject({ open: 1, kinds: ['test_lost'] })
      const notices = () => sink.letters.filter((one) => one.to.includes(boss.email))
      await expect.poll(notices, patience).toHaveLength(1)
      expect(notices()[0]?.letter.text).toContain(astray.address)
      expect(notices()[0]?.header('auto-submitted')).toBe('auto-generated')

      // It was only late: somebody sees to it that it is delivered.
      const late = sink.letters.find((one) => one.to.includes(astray.address))
      await dovecot.deliver('astray@desk.example', late?.raw ?? '')
      await expect.poll(async () => (await healthOf(astray.id)).selfTest.state, patience).toBe('passed')
      for (let minute = 0; minute < 15; minute++) {
        platform.clock.forward(60)
        await watchChannels(platform)
      }
      expect(await open()).toMatchObject({ open: 0 })
      await expect.poll(notices, patience).toHaveLength(2)
      expect(await db.selectFrom('ticket').select('id').execute()).toEqual([])
    })
  },
)
