import { afterAll, describe, expect, test } from 'vitest'
import { importTasks, mailboxImportRoutes } from '#server/imports/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { startDovecot } from '#test/servers/dovecot.ts'
import { missingMailServers } from '#test/servers/programs.ts'

const missing = missingMailServers()
describe.skipIf(missing !== null)(`old mail from a folder${missing ? ` (${missing})` : ''}`, async () => {
  if (missing !== null) return
  const dovecot = await startDovecot()
  const { db, platform, ask } = await testApp(mailboxImportRoutes)
  afterAll(() => dovecot.stop())
  const imap = {
    host: '127.0.0.1',
    port: dovecot.imapPort,
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
