import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { createImapClient } from '#server/channels/email/receiving/imap-client.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { superviseMailboxes } from '#server/channels/email/receiving/imap-supervisor.ts'
import { channelTasks } from '#server/channels/index.ts'
import { startWorker } from '#server/platform/jobs/worker.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { testPlatform } from '#test/platform.ts'
import { type DovecotWishes, startDovecot } from '#test/servers/dovecot.ts'
import { missingMailServers } from '#test/servers/programs.ts'

const missing = missingMailServers()
const kills = 20
const lettersPerRound = 4
const times = { pollMs: 60_000, lockMs: 200 }

async function mailbox(
  wishes: DovecotWishes = { prefix: 'INBOX.' },
  environment: Record<string, string> = {},
) {
  const dovecot = await startDovecot(wishes)
  const platform = await testPlatform(environment)
  const { db, pool } = platform.database
  const imap = {
    host: '127.0.0.1',
    port: dovecot.imapPort,
    security: 'none',
    user: 'support',
    folder: 'INBOX',
  } as const
  const inbox = await buildInbox(platform, { address: 'support@desk.example', imap, imapPassword: 'secret' })
  let version = 1
  const within = async <T>(work: (client: ReturnType<typeof createImapClient>) => Promise<T>): Promise<T> => {
    const client = createImapClient(imap, { password: 'secret', accessToken: null })
    await client.connect()
    try {
      return await work(client)
    } finally {
      client.close()
    }
  }
  return {
    dovecot,
    platform,
    db,
    within,
    settle: async (copies: object) => {
      version++
      await db
        .updateTable('inbox')
        .set({ copies: JSON.stringify(copies), version })
        .where('id', '=', inbox.id)
        .execute()
      await notify(db, { topic: 'inbox' })
    },
    inbox: () => db.selectFrom('inbox').selectAll().where('id', '=', inbox.id).executeTakeFirstOrThrow(),
    send: (subject: string, text?: string) =>
      dovecot.deliver('support@desk.example', buildLetter({ subject, text })),
    tickets: async () =>
      (await pool.query('select subject from ticket order by id')).rows.map((row) => row.subject as string),
    /** Subjects and flags in a folder; nothing for one that is not there. */
    kept: (folder: string) =>
      within(async (client) => {
        await client.mailboxOpen(folder, { readOnly: true })
        if (!client.mailbox || client.mailbox.exists === 0) return []
        const all = await client.fetchAll('1:*', { flags: true, envelope: true })
        return all.map(({ flags, envelope }) => ({
          subject: envelope?.subject ?? '',
          flags: [...(flags ?? [])].filter((flag) => flag !== '\\Recent').toSorted(),
        }))
      }).catch(() => []),
  }
}

const soon = { timeout: 20_000 }

describe.skipIf(missing !== null)(`letters that have been fetched${missing ? ` (${missing})` : ''}`, () => {
  test('are left, marked, or moved, as their inbox wants', async () => {
    const box = await mailbox()
    const worker = await startWorker(box.platform.database.pool, channelTasks(box.platform), box.platform.log)
    const supervisor = superviseMailboxes(emailDesk(box.platform), times)
    afterAll(async () => {
      await supervisor.stop()
      await worker.stop()
      await box.dovecot.stop()
    })
    await box.send('left')
    await expect.poll(box.tickets, soon).toEqual(['left'])
    expect(await box.kept('INBOX')).toEqual([{ subject: 'left', flags: [] }])

    await box.settle({ afterFetch: 'seen' })
    await box.send('marked')
    await expect
      .poll(() => box.kept('INBOX'), soon)
      .toEqual([
        { subject: 'left', flags: [] },
        { subject: 'marked', flags: ['\\Seen'] },
      ])

    await box.settle({ afterFetch: 'move', processedFolder: 'Поддержка/Обработано' })
    await box.send('moved')
    await expect
      .poll(() => box.kept('INBOX.Поддержка.Обработано'), soon)
      .toEqual([{ subject: 'moved', flags: [] }])
    expect((await box.kept('INBOX')).map((one) => one.subject)).toEqual(['left', 'marked'])

    // Refused by the server: the letter is a ticket all the same, and the inbox says why it stays.
    await box.settle({ afterFetch: 'move', processedFolder: '../etc' })
    await box.send('refused')
    await expect.poll(async () => (await box.inbox()).copy_error, soon).not.toBeNull()
    await expect.poll(box.tickets, soon).toEqual(['left', 'marked', 'moved', 'refused'])
    expect((await box.inbox()).receive_error).toBeNull()
    await box.settle({ afterFetch: 'move', processedFolder: 'Processed' })
    await expect.poll(() => box.kept('INBOX.Processed'), soon).toEqual([{ subject: 'refused', flags: [] }])
    await expect.poll(async () => (await box.inbox()).copy_error, soon).toBeNull()

    // New UIDs for everything: nothing comes again, and what is known is moved like the rest.
    await box.dovecot.halt()
    await box.dovecot.forgetUids('support')
    await box.dovecot.start()
    await box.send('after')
    await expect.poll(box.tickets, soon).toEqual(['left', 'marked', 'moved', 'refused', 'after'])
    await expect.poll(() => box.kept('INBOX'), soon).toEqual([])
    const { rows } = await box.platform.database.pool.query('select count(*)::int as n from inbound_letter')
    expect(rows).toEqual([{ n: 5 }])
  })

  test('are copied and marked as deleted where the server can neither move nor remove single letters', async () => {
    const box = await mailbox({ capabilities: 'IMAP4rev1 LITERAL+ IDLE' })
    const worker = await startWorker(box.platform.database.pool, channelTasks(box.platform), box.platform.log)
    await box.settle({ afterFetch: 'move', processedFolder: 'Processed' })
    const supervisor = superviseMailboxes(emailDesk(box.platform), times)
    await box.send('old school')
    await expect.poll(box.tickets, soon).toEqual(['old school'])
    await expect
      .poll(() => box.kept('INBOX'), soon)
      .toEqual([{ subject: 'old school', flags: ['\\Deleted', '\\Seen'] }])
    expect((await box.kept('Processed')).map((one) => one.subject)).toEqual(['old school'])
    await supervisor.stop()
    await worker.stop()
    await box.dovecot.stop()
  })

  test('stay where they are, as they are, when they are too large to be taken', async () => {
    const box = await mailbox(undefined, { LETTER_MAX_MEGABYTES: '1' })
    const worker = await startWorker(box.platform.database.pool, channelTasks(box.platform), box.platform.log)
    await box.settle({ afterFetch: 'move', processedFolder: 'Processed' })
    const supervisor = superviseMailboxes(emailDesk(box.platform), times)
    await box.send('large', 'A line of text.\n'.repeat(90_000))
    await box.send('small')
    await expect.poll(() => box.kept('INBOX.Processed'), soon).toEqual([{ subject: 'small', flags: [] }])
    const { rows } = await box.platform.database.pool.query(
      // Which of the two the server numbers first is its own affair.
      'select envelope -> $1 is not null as is_large from inbound_letter order by is_large desc',
      ['oversizeBytes'],
    )
    expect(rows).toEqual([{ is_large: true }, { is_large: false }])
    // A server that moves a letter shows it in both folders for a moment.
    await expect.poll(() => box.kept('INBOX'), soon).toEqual([{ subject: 'large', flags: [] }])
    await supervisor.stop()
    await worker.stop()
    await box.dovecot.stop()
  })

  test(
    `killed ${kills} times between entering and moving: none lost, none doubled, all moved`,
    { timeout: 400_000 },
    async () => {
      const box = await mailbox()
      await box.settle({ afterFetch: 'move', processedFolder: 'Processed' })
      const { config } = box.platform
      const start = async (): Promise<ChildProcess> => {
        const child = fork(new URL('../servers/mail-desk-process.ts', import.meta.url), {
          env: {
            ...process.env,
            DATABASE_URL: config.databaseUrl,
            DATA_DIR: config.dataDir,
            SECRET_KEY: config.secretKey,
            SMTP_PORT: '0',
            SMTP_HOST: '127.0.0.1',
            LOG_LEVEL: 'error',
          },
          execArgv: [],
        })
        await once(child, 'message')
        return child
      }
      const sent: string[] = []
      let child = await start()
      for (let round = 0; round < kills; round++) {
        const sending = (async () => {
          for (let n = 0; n < lettersPerRound; n++) {
            const subject = `letter ${round} ${n}`
            await box.send(subject)
            sent.push(subject)
          }
        })()
        await delay(100 + Math.random() * 400)
        const exited = once(child, 'exit')
        child.kill('SIGKILL')
        await exited
        await sending
        child = await start()
      }
      await expect.poll(async () => (await box.tickets()).length, { timeout: 60_000 }).toBe(sent.length)
      await expect.poll(async () => (await box.kept('INBOX')).length, { timeout: 60_000 }).toBe(0)
      expect((await box.tickets()).toSorted()).toEqual(sent.toSorted())
      const processed = await box.kept('INBOX.Processed')
      expect(processed.map((one) => one.subject).toSorted()).toEqual(sent.toSorted())
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
      await box.dovecot.stop()
    },
  )
})
