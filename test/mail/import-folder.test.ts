import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { importTasks, mailboxImportRoutes } from '#server/imports/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { startDovecot } from '#test/servers/dovecot.ts'
import { missingMailServers } from '#test/servers/programs.ts'

/** A line to a server of this machine that can be cut; whoever calls again gets through. */
async function lineTo(port: number) {
  const ends = new Set<net.Socket>()
  const server = net.createServer((near) => {
    const far = net.connect(port, '127.0.0.1')
    near.pipe(far).pipe(near)
    for (const end of [near, far]) {
      ends.add(end)
      end.on('error', () => undefined)
      end.on('close', () => {
        ends.delete(end)
        near.destroy()
        far.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    for (const end of ends) end.destroy()
  }
  const stop = async () => {
    cut()
    server.close()
    await once(server, 'close')
  }
  return { port: (server.address() as AddressInfo).port, cut, stop }
}

const missing = missingMailServers()
describe.skipIf(missing !== null)(`old mail from a folder${missing ? ` (${missing})` : ''}`, async () => {
  if (missing !== null) return
  const dovecot = await startDovecot()
  const line = await lineTo(dovecot.imapPort)
  const { db, platform, ask } = await testApp(mailboxImportRoutes)
  afterAll(() => Promise.all([line.stop(), dovecot.stop()]))
  const imap = {
    host: '127.0.0.1',
    port: line.port,
    security: 'none',
    user: 'support',
    folder: 'INBOX',
  } as const
  const inbox = await buildInbox(platform, { address: 'support@desk.example', imap, imapPassword: 'secret' })
  const as = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
  const work = () => drainJobs(platform.database.pool, importTasks(platform), platform.log)
  const begin = (name: string) =>
    ask({ method: 'POST', path: '/mailbox-imports', body: { source: 'imap', inboxId: inbox.id, name }, as })
  const latest = async () => {
    const { body } = await ask({ method: 'GET', path: '/mailbox-imports', as })
    return (body as { items: Record<string, unknown>[] }).items[0]
  }
  const put = (at: number) =>
    dovecot.deliver(
      'support@desk.example',
      buildLetter({
        from: `c${at}@customer.example`,
        subject: `old ${at}`,
        messageId: `old-${at}@customer.example`,
      }),
    )

  test('a folder is chosen, read by its UIDs and not changed; a second time only what is new is taken', async () => {
    for (let at = 0; at < 120; at++) await put(at)
    const folders = await ask({ method: 'GET', path: `/inboxes/${inbox.id}/folders`, as })
    expect(folders.body).toMatchObject({ items: expect.arrayContaining([{ path: 'INBOX', letters: 120 }]) })
    expect((await begin('INBOX')).status).toBe(201)
    await work()
    expect(await latest()).toMatchObject({ state: 'done', lettersRead: 120, ticketsMade: 120, failed: 0 })
    expect(await db.selectFrom('event').select('id').where('ticket_id', 'is not', null).execute()).toEqual([])
    await put(120)
    await begin('INBOX')
    await work()
    expect(await latest()).toMatchObject({ state: 'done', lettersRead: 121, ticketsMade: 1, skipped: 120 })
  })

  test('a line that breaks in the middle is taken up again where it broke', async () => {
    const batches = () =>
      new Promise<void>((resolve) => {
        const stop = platform.notices.listen((notice) => {
          if (notice.topic !== 'mail') return
          stop()
          resolve()
        })
      })
    for (let at = 121; at < 320; at++) await put(at)
    const first = batches()
    await begin('INBOX')
    const working = work()
    await first
    // While it waits to write down what it has read, most of the folder is unread.
    await db.transaction().execute(async (tx) => {
      await sql`lock table imported_letter in access exclusive mode`.execute(tx)
      line.cut()
    })
    await working
    expect(await latest()).toMatchObject({ state: 'done', lettersRead: 320, ticketsMade: 199, failed: 0 })
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ticket`.execute(db)
    expect(rows[0]?.n).toBe(320)
  })

  test('a folder that is not there is said so, and can be tried again', async () => {
    const { body } = await begin('Nowhere')
    await work()
    expect(await latest()).toMatchObject({ state: 'failed', error: 'mailbox_unreachable' })
    const again = await ask({
      method: 'POST',
      path: `/mailbox-imports/${(body as { id: number }).id}/resume`,
      as,
    })
    expect(again.body).toMatchObject({ state: 'running', error: null })
    await dovecot.halt()
    const folders = await ask({ method: 'GET', path: `/inboxes/${inbox.id}/folders`, as })
    expect(folders.status).toBe(503)
  })
})
