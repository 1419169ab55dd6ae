import net from 'node:net'
import { Transform } from 'node:stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import { appendOnce } from '#server/channels/email/copies/append-once.ts'
import { createImapClient } from '#server/channels/email/receiving/imap-client.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { superviseMailboxes } from '#server/channels/email/receiving/imap-supervisor.ts'
import { channelAlerts, channelRoutes, channelTasks } from '#server/channels/index.ts'
import { startWorker } from '#server/platform/jobs/worker.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { type DovecotWishes, startDovecot } from '#test/servers/dovecot.ts'
import { startExim } from '#test/servers/exim.ts'
import { missingMailServers } from '#test/servers/programs.ts'

const missing = missingMailServers()
const soon = { timeout: 60_000 }

interface Wishes {
  dovecot?: DovecotWishes
  folder?: string
  copies?: object
  /** What Dovecot hears instead of what the desk says. */
  says?: (words: string) => string
  pollMs?: number
  /** A server that sends, too. */
  sends?: boolean
}

/** A port in front of Dovecot where somebody changes the words. */
async function between(imapPort: number, says: (words: string) => string): Promise<number> {
  const proxy = net.createServer((client) => {
    const server = net.connect(imapPort, '127.0.0.1')
    const changed = new Transform({
      transform: (chunk: Buffer, _encoding, done) => done(null, says(chunk.toString('latin1'))),
    })
    client.pipe(changed).pipe(server).pipe(client)
    for (const line of [client, server]) line.on('error', () => client.destroy())
  })
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => void proxy.close())
  const address = proxy.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** A desk with one mailbox in Dovecot. Nobody fetches until `watch`. */
async function mailbox(wishes: Wishes = {}) {
  const { folder = 'INBOX', copies, says, sends, pollMs = 60_000 } = wishes
  const dovecot = await startDovecot(wishes.dovecot)
  onTestFinished(() => dovecot.stop())
  const exim = sends
    ? await startExim({ domain: 'desk.example', lmtpPort: dovecot.lmtpPort, sinkPort: 1 })
    : null
  if (exim) onTestFinished(() => exim.stop())
  const { platform, db, ask } = await testApp(channelRoutes, { SMTP_PORT: 'off' })
  const port = says ? await between(dovecot.imapPort, says) : dovecot.imapPort
  const imap = { host: '127.0.0.1', port, security: 'none', user: 'support', folder } as const
  const inbox = await buildInbox(platform, {
    address: 'support@desk.example',
    imap,
    imapPassword: 'secret',
    smtpPort: exim?.port ?? null,
  })
  if (copies)
    await db
      .updateTable('inbox')
      .set({ copies: JSON.stringify(copies) })
      .where('id', '=', inbox.id)
      .execute()
  return {
    db,
    inbox,
    ask,
    send: (subject: string) => dovecot.deliver('support@desk.example', buildLetter({ subject })),
    within: async (work: (client: ReturnType<typeof createImapClient>) => Promise<unknown>) => {
      const client = createImapClient(
        { ...imap, port: dovecot.imapPort },
        { password: 'secret', accessToken: null },
      )
      await client.connect()
      await work(client)
      await client.logout()
    },
    watch: async () => {
      const worker = await startWorker(platform.database.pool, channelTasks(platform), platform.log)
      const supervisor = superviseMailboxes(emailDesk(platform), { pollMs, lockMs: 200 })
      onTestFinished(async () => {
        await supervisor.stop()
        await worker.stop()
      })
    },
    tickets: async () =>
      (await db.selectFrom('ticket').select('subject').orderBy('id').execute()).map((row) => row.subject),
    lookedAt: async () =>
      (await db.selectFrom('imap_position').select('looked_at').executeTakeFirst())?.looked_at ?? null,
    error: async () =>
      (
        await db
          .selectFrom('inbox')
          .select('receive_error')
          .where('id', '=', inbox.id)
          .executeTakeFirstOrThrow()
      ).receive_error,
  }
}

describe.skipIf(missing !== null)(`a mailbox${missing ? ` (${missing})` : ''}`, { timeout: 180_000 }, () => {
  test('where it cannot be seen whether a copy is in Sent already, none is put there', soon, async () => {
    const dovecot = await startDovecot()
    onTestFinished(() => dovecot.stop())
    let refuses = false
    const port = await between(dovecot.imapPort, (words) =>
      refuses ? words.replace('UID SEARCH', 'UID SEERCH') : words,
    )
    const imap = { host: '127.0.0.1', port, security: 'none', user: 'support', folder: 'INBOX' } as const
    const client = createImapClient(imap, { password: 'secret', accessToken: null })
    await client.connect()
    onTestFinished(() => client.close())
    const raw = Buffer.from(buildLetter({ messageId: 'copy@desk.example' }).replaceAll(/\r?\n/g, '\r\n'))
    const letter = { messageId: 'copy@desk.example', raw, sentAt: new Date() }
    await appendOnce(client, 'INBOX', letter)
    refuses = true
    await expect(appendOnce(client, 'INBOX', letter)).rejects.toThrow('refused to search')
    refuses = false
    await appendOnce(client, 'INBOX', letter)
    expect(await client.search({ all: true })).toHaveLength(1)
  })

  test('whose server refuses to search loses nothing: it is asked again, and the inbox says so', async () => {
    let refuses = true
    const asked: string[] = []
    const box = await mailbox({
      says: (words) => {
        asked.push(...(words.match(/UID SEARCH.*/g) ?? []))
        // Dovecot has never heard of it, and says BAD.
        return refuses ? words.replace('UID SEARCH', 'UID SEERCH') : words
      },
    })
    await box.send('waiting')
    await box.watch()
    await expect.poll(box.error, soon).not.toBeNull()
    refuses = false
    await expect.poll(box.tickets, soon).toEqual(['waiting'])
    await expect.poll(box.error, soon).toBeNull()
    // Exchange knows no charset there.
    expect(asked.filter((line) => /charset/i.test(line))).toEqual([])
  })

  test('whose server cannot hand out one letter gives the others, and administrators are told', async () => {
    const box = await mailbox({ says: (words) => words.replace(/UID FETCH 2 \(.*BODY/, 'UID FEECH 2 (BODY') })
    for (const subject of ['first', 'stuck', 'third']) await box.send(subject)
    await box.watch()
    await expect.poll(box.tickets, soon).toEqual(['first', 'third'])
    await expect
      .poll(() => channelAlerts(box.db), soon)
      .toMatchObject([{ name: 'letter_unfetchable', detail: { subject: 'support@desk.example', count: 1 } }])
    await box.send('fourth')
    await expect.poll(box.tickets, soon).toEqual(['first', 'third', 'fourth'])
  })

  test('whose server hands out nothing for a while leaves none behind', async () => {
    let isIll = true
    let asked = 0
    const box = await mailbox({
      says: (words) => {
        if (/UID FETCH 1 \(.*BODY/.test(words)) asked++
        return isIll ? words.replace(/UID FETCH (\d) \(.*BODY/, 'UID FEECH $1 (BODY') : words
      },
    })
    for (const subject of ['first', 'second']) await box.send(subject)
    await box.watch()
    await expect.poll(() => asked, soon).toBeGreaterThanOrEqual(3)
    isIll = false
    // It may be well again between the two: then the second comes first.
    await expect.poll(async () => (await box.tickets()).toSorted(), soon).toEqual(['first', 'second'])
    expect(await channelAlerts(box.db)).toEqual([])
  })

  test('whose server pushes nothing is looked into all the same', async () => {
    const box = await mailbox({ dovecot: { capabilities: 'IMAP4rev1 LITERAL+' }, pollMs: 300 })
    await box.watch()
    await expect.poll(box.lookedAt, soon).not.toBeNull()
    await box.send('unannounced')
    await expect.poll(box.tickets, soon).toEqual(['unannounced'])
  })

  test('that people read too: what they have opened comes all the same', async () => {
    const box = await mailbox()
    await box.send('opened')
    await box.send('unopened')
    await box.within(async (client) => {
      await client.mailboxOpen('INBOX')
      await client.messageFlagsAdd('1', ['\\Seen'])
    })
    await box.watch()
    await expect.poll(box.tickets, soon).toEqual(['opened', 'unopened'])
  })

  test('that is emptied while it is read gives everything, however many rounds it takes', async () => {
    const box = await mailbox({ copies: { afterFetch: 'move', processedFolder: 'Processed' } })
    const subjects = Array.from({ length: 120 }, (_, n) => `letter ${n}`)
    for (const subject of subjects) await box.send(subject)
    await box.watch()
    await expect.poll(async () => (await box.tickets()).length, soon).toBe(120)
    expect((await box.tickets()).toSorted()).toEqual(subjects.toSorted())
    await expect
      .poll(async () => {
        const counts: unknown[] = []
        await box.within(async (client) => {
          for (const folder of ['INBOX', 'Processed'])
            counts.push(await client.status(folder, { messages: true }))
        })
        return counts
      }, soon)
      .toMatchObject([{ messages: 0 }, { messages: 120 }])
  })

  test('may be a folder below INBOX, with a name beyond ASCII', async () => {
    const box = await mailbox({ dovecot: { prefix: 'INBOX.' }, folder: 'Поддержка/Входящие' })
    await box.within(async (client) => {
      await client.mailboxCreate(['Поддержка', 'Входящие'])
      await client.append('INBOX.Поддержка.Входящие', buildLetter({ subject: 'deep' }))
    })
    await box.watch()
    await expect.poll(box.tickets, soon).toEqual(['deep'])
  })

  test('is tried by a letter that goes round: out through Exim, back through Dovecot', async () => {
    const box = await mailbox({ sends: true })
    await box.watch()
    const as = await signedIn(box.db, await buildAgent(box.db, { role: 'administrator' }))
    const started = await box.ask({ method: 'POST', path: `/inboxes/${box.inbox.id}/self-test`, as })
    expect(started.status).toBe(202)
    const state = async () =>
      (await box.db.selectFrom('channel_self_test').select('state').executeTakeFirstOrThrow()).state
    await expect.poll(state, soon).toBe('passed')
    expect(await box.tickets()).toEqual([])
  })
})
