import { afterAll, describe, expect, test } from 'vitest'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { superviseMailboxes } from '#server/channels/email/receiving/imap-supervisor.ts'
import { channelTasks } from '#server/channels/index.ts'
import { startWorker } from '#server/platform/jobs/worker.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { testPlatform } from '#test/platform.ts'
import { startDovecot } from '#test/servers/dovecot.ts'
import { missingMailServers } from '#test/servers/programs.ts'
import { startSink } from '#test/servers/sink.ts'

const missing = missingMailServers()
describe.skipIf(missing !== null)(`agents answer by mail${missing ? ` (${missing})` : ''}`, async () => {
  if (missing !== null) return
  const dovecot = await startDovecot()
  const sink = await startSink()
  const platform = await testPlatform()
  const { db } = platform.database
  const imap = {
    host: '127.0.0.1',
    port: dovecot.imapPort,
    security: 'none',
    user: 'support',
    folder: 'INBOX',
  } as const
  const wishes = { address: 'support@desk.example', imap, imapPassword: 'secret', smtpPort: sink.port }
  const inbox = await buildInbox(platform, wishes)
  const olga = await buildAgent(db, { email: 'olga@company.example' })
  const desk = emailDesk(platform)
  desk.resolve = () => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))
  const worker = await startWorker(platform.database.pool, channelTasks(platform), platform.log)
  const supervisor = superviseMailboxes(desk, { pollMs: 60_000, lockMs: 200 })
  afterAll(async () => {
    await supervisor.stop()
    await worker.stop()
    await sink.stop()
    await dovecot.stop()
  })

  const decided = (messageId: string) =>
    db
      .selectFrom('inbound_letter')
      .selectAll()
      .where('message_id', '=', messageId)
      .where('state', '<>', 'received')
      .executeTakeFirst()
  /** Puts a letter into the mailbox and waits until the ledger has decided. */
  async function arrive(letter: string, messageId: string) {
    await dovecot.deliver('support@desk.example', letter)
    await expect.poll(() => decided(messageId), { timeout: 20_000 }).toBeDefined()
    return decided(messageId)
  }
  const passed =
    'Authentication-Results: mx1.provider.example; spf=pass smtp.mailfrom=olga@company.example; dmarc=pass (p=REJECT) header.from=company.example\r\n'
  const answer = (messageId: string, text: string) =>
    buildLetter({
      from: 'olga@company.example',
      messageId,
      text,
      headers: { 'In-Reply-To': '<asked@client.example>' },
    })

  test('the mailbox’s own word is believed as soon as the administrator has named its server', async () => {
    const cc = { Cc: 'olga@company.example' }
    const asked = await arrive(
      buildLetter({ from: 'anna@client.example', messageId: 'asked@client.example', headers: cc }),
      'asked@client.example',
    )
    const before = await arrive(
      passed + answer('early@company.example', 'Too early'),
      'early@company.example',
    )
    expect(before).toMatchObject({ reason: 'unverified_agent_letter', ticket_id: asked?.ticket_id })
    await db
      .updateTable('inbox')
      .set({ authentication: JSON.stringify({ authservIds: ['provider.example'] }) })
      .where('id', '=', inbox.id)
      .execute()
    await notify(db, { topic: 'inbox' })
    await expect
      .poll(async () => (await desk.directory.all())[0]?.authentication.authservIds)
      .toEqual(['provider.example'])
    const row = await arrive(passed + answer('answer@company.example', 'It is on'), 'answer@company.example')
    expect(row).toMatchObject({ reason: 'agent_reply', ticket_id: asked?.ticket_id })
    expect(row?.authentication).toMatchObject({ result: 'pass', by: 'mailbox' })
    const [out] = await sink.received(1)
    expect(out?.to).toEqual(['anna@client.example'])
    expect(out?.letter.text).toContain('It is on')
    expect(out?.letter.from?.address).toBe('support@desk.example')
    const replies = await db.selectFrom('reply').select(['agent_id', 'text']).execute()
    expect(replies).toEqual([{ agent_id: olga.id, text: 'It is on' }])
  })
})
