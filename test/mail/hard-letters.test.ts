import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { channelTasks, startChannels } from '#server/channels/index.ts'
import { startWorker } from '#server/platform/jobs/worker.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { testPlatform } from '#test/platform.ts'
import { startDovecot } from '#test/servers/dovecot.ts'
import { startExim } from '#test/servers/exim.ts'
import { missingMailServers } from '#test/servers/programs.ts'

const missing = missingMailServers()
describe.skipIf(missing !== null)(`Dovecot and Exim${missing ? ` (${missing})` : ''}`, async () => {
  if (missing !== null) return
  const dovecot = await startDovecot()
  const exim = await startExim({ domain: 'desk.example', lmtpPort: dovecot.lmtpPort, sinkPort: 1 })
  const platform = await testPlatform({ SMTP_PORT: 'off' })
  const { db, pool } = platform.database
  const mailbox = (user: string) => ({
    address: `${user}@desk.example`,
    imap: { host: '127.0.0.1', port: dovecot.imapPort, security: 'none', user, folder: 'INBOX' } as const,
    imapPassword: 'secret',
  })
  const support = await buildInbox(platform, { name: 'Support', ...mailbox('support') })
  const sales = await buildInbox(platform, { name: 'Sales', ...mailbox('sales') })
  const worker = await startWorker(pool, channelTasks(platform), platform.log)
  const channels = await startChannels(platform)
  afterAll(async () => {
    await channels.stop()
    await worker.stop()
    await Promise.all([exim.stop(), dovecot.stop()])
  })

  const patience = { timeout: 60_000, interval: 200 }
  const send = (raw: string | Buffer, to: string | string[] = support.address) =>
    deliver(exim.port, raw, { from: 'anna@customer.example', to })
  const ledger = (like: string) =>
    db
      .selectFrom('inbound_letter')
      .selectAll()
      .where('message_id', 'like', like)
      .where('state', '<>', 'received')
      .orderBy('inbox_id')
      .execute()

  test('one letter to two mailboxes is one ticket, seen from both', async () => {
    const raw = buildLetter({
      to: `${support.address}, ${sales.address}`,
      messageId: 'both@customer.example',
      subject: 'To both of you',
    })
    await send(raw, [support.address, sales.address])
    await expect.poll(() => ledger('both@customer.example'), patience).toHaveLength(2)
    const rows = await ledger('both@customer.example')
    expect(rows.map((row) => row.inbox_id)).toEqual([support.id, sales.id])
    expect(new Set(rows.map((row) => row.ticket_id)).size).toBe(1)
    expect(rows.map((row) => row.state).toSorted()).toEqual(['new_ticket', 'threaded'])
    const { rows: messages } = await sql<{
      n: number
    }>`select count(*)::int as n from customer_message where ticket_id = ${rows[0]?.ticket_id}`.execute(db)
    expect(messages).toEqual([{ n: 1 }])
  })

  test('a letter of 25 MB arrives whole', async () => {
    const film = randomBytes(18 * 2 ** 20)
    const raw = largeLetter('large@customer.example', film)
    expect(raw.length).toBeGreaterThan(25_000_000)
    await send(raw)
    await expect.poll(() => ledger('large@customer.example'), patience).toHaveLength(1)
    const [row] = await ledger('large@customer.example')
    const file = await db
      .selectFrom('file')
      .selectAll()
      .where('customer_message_id', '=', row?.customer_message_id ?? 0)
      .executeTakeFirstOrThrow()
    expect([file.name, file.size_bytes]).toEqual(['film.bin', film.length])
    const stored = await platform.storage.read(file.sha256, film.length)
    expect(stored.equals(film)).toBe(true)
  })

  test('one poison letter among a hundred waits, the others do not', async () => {
    // A fault nobody has thought of yet: the database itself refuses what this letter leads to.
    await sql`alter table ticket add constraint no_poison check (subject <> 'Poison')`.execute(db)
    for (let ten = 0; ten < 100; ten += 10) {
      const letters = Array.from({ length: 10 }, (_, index) => {
        const n = ten + index
        const subject = n === 50 ? 'Poison' : `Letter ${n}`
        return buildLetter({ messageId: `hundred-${n}@customer.example`, subject })
      })
      await Promise.all(letters.map((letter) => dovecot.deliver(support.address, letter)))
    }
    await expect.poll(() => ledger('hundred-%'), patience).toHaveLength(99)
    const poison = () =>
      db
        .selectFrom('inbound_letter')
        .select(['id', 'state', 'attempts', 'detail'])
        .where(
          'raw_sha256',
          'not in',
          db.selectFrom('inbound_letter').select('raw_sha256').where('state', '<>', 'received'),
        )
        .executeTakeFirstOrThrow()
    await expect.poll(async () => (await poison()).attempts, patience).toBeGreaterThan(0)
    expect(await poison()).toMatchObject({
      state: 'received',
      detail: { error: expect.stringContaining('no_poison') },
    })

    await sql`alter table ticket drop constraint no_poison`.execute(db)
    await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(db)
    await expect.poll(() => ledger('hundred-%'), patience).toHaveLength(100)
    const rows = await ledger('hundred-%')
    expect(new Set(rows.map((row) => row.ticket_id)).size).toBe(100)
  })
})

function largeLetter(messageId: string, file: Buffer): Buffer {
  const head = [
    'From: Anna <anna@customer.example>',
    'To: support@desk.example',
    'Subject: A film',
    `Message-ID: <${messageId}>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="edge"',
    '',
    '--edge',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'See the film.',
    '--edge',
    'Content-Type: application/octet-stream; name="film.bin"',
    'Content-Disposition: attachment; filename="film.bin"',
    'Content-Transfer-Encoding: base64',
    '',
    '',
  ]
  const body = file.toString('base64').replaceAll(/.{76}/g, '$&\r\n')
  return Buffer.from(`${head.join('\r\n')}${body}\r\n--edge--\r\n`)
}
