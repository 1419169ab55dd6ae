import { afterAll, describe, expect, test } from 'vitest'
import { createImapClient } from '#server/channels/email/receiving/imap-client.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { superviseMailboxes } from '#server/channels/email/receiving/imap-supervisor.ts'
import { sealInboxSecrets } from '#server/channels/inbox-secrets.ts'
import { channelTasks } from '#server/channels/index.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { startWorker } from '#server/platform/jobs/worker.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { testPlatform } from '#test/platform.ts'
import { startDovecot } from '#test/servers/dovecot.ts'
import { missingMailServers } from '#test/servers/programs.ts'

const missing = missingMailServers()
describe.skipIf(missing !== null)(`a mailbox fetched by IMAP${missing ? ` (${missing})` : ''}`, async () => {
  if (missing !== null) return
  const dovecot = await startDovecot()
  const platform = await testPlatform()
  const { db } = platform.database
  const imap = {
    host: '127.0.0.1',
    port: dovecot.imapPort,
    security: 'none',
    user: 'support',
    folder: 'INBOX',
  } as const
  const old = createImapClient(imap, { password: 'secret', accessToken: null })
  await old.connect()
  await old.append('INBOX', buildLetter({ subject: 'Long before the desk' }), [], new Date('2020-01-01'))
  await old.logout()
  const inbox = await buildInbox(platform, { address: 'support@desk.example', imap, imapPassword: 'secret' })
  const worker = await startWorker(platform.database.pool, channelTasks(platform), platform.log)
  const times = { pollMs: 60_000, lockMs: 200 }
  const supervisor = superviseMailboxes(emailDesk(platform), times)
  afterAll(async () => {
    await supervisor.stop()
    await worker.stop()
    await dovecot.stop()
  })

  const subjects = async () =>
    (
      await db
        .selectFrom('inbound_letter')
        .select('subject')
        .where('state', '=', 'new_ticket')
        .orderBy('id')
        .execute()
    ).map((row) => row.subject)
  const settled = (expected: string[]) => expect.poll(subjects, { timeout: 20_000 }).toEqual(expected)
  const health = () => db.selectFrom('inbox').selectAll().where('id', '=', inbox.id).executeTakeFirstOrThrow()
  const send = (subject: string, raw = buildLetter({ subject })) =>
    dovecot.deliver('support+tag@desk.example', raw)

  test('takes what comes, by IDLE, and leaves what was there before', async () => {
    await send('first')
    await settled(['first'])
    await send('second')
    await settled(['first', 'second'])
    expect((await health()).last_received_at).not.toBeNull()
  })

  test('comes back after the server was away', async () => {
    await dovecot.halt()
    await expect.poll(async () => (await health()).receive_error, { timeout: 20_000 }).not.toBeNull()
    await dovecot.start()
    await send('third')
    await settled(['first', 'second', 'third'])
    expect((await health()).receive_error).toBeNull()
  })

  test('takes nothing twice when UIDs were given out anew', async () => {
    await dovecot.halt()
    await dovecot.forgetUids('support')
    await dovecot.start()
    await send('fourth')
    await settled(['first', 'second', 'third', 'fourth'])
    const { rows } = await platform.database.pool.query('select count(*)::int as n from inbound_letter')
    expect(rows).toEqual([{ n: 4 }])
  })

  test('a second process fetches nothing while the first one does, and takes over when it is gone', async () => {
    const other = superviseMailboxes(
      { ...emailDesk(platform), directory: emailDesk(platform).directory },
      times,
    )
    await send('fifth')
    await settled(['first', 'second', 'third', 'fourth', 'fifth'])
    await supervisor.stop()
    await send('sixth')
    await settled(['first', 'second', 'third', 'fourth', 'fifth', 'sixth'])
    await other.stop()
  })

  test('a wrong password is told, and what is put right works at once', async () => {
    const third = superviseMailboxes(emailDesk(platform), times)
    const sealed = (imapPassword: string) =>
      sealInboxSecrets(platform.secrets, { imapPassword, smtpPassword: null })
    const change = async (password: string, version: number) => {
      await db
        .updateTable('inbox')
        .set({ secrets: sealed(password), version })
        .where('id', '=', inbox.id)
        .execute()
      await notify(db, { topic: 'inbox' })
    }
    await change('wrong', 2)
    await expect.poll(async () => (await health()).receive_error, { timeout: 20_000 }).toMatch(/auth/i)
    await change('secret', 3)
    await send('seventh')
    await settled(['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh'])
    await third.stop()
  })
})
