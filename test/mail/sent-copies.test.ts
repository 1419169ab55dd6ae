import { afterAll, describe, expect, test } from 'vitest'
import { createImapClient } from '#server/channels/email/receiving/imap-client.ts'
import { sealInboxSecrets } from '#server/channels/inbox-secrets.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { startDovecot } from '#test/servers/dovecot.ts'
import { missingMailServers } from '#test/servers/programs.ts'

const missing = missingMailServers()
describe.skipIf(missing !== null)(`copies of sent letters${missing ? ` (${missing})` : ''}`, async () => {
  if (missing !== null) return
  const dovecot = await startDovecot({ prefix: 'INBOX.' })
  const desk = await mailDesk()
  const { db, platform } = desk
  const imap = {
    host: '127.0.0.1',
    port: dovecot.imapPort,
    security: 'none',
    user: 'support',
    folder: 'INBOX',
  } as const
  afterAll(() => dovecot.stop())

  const settle = (copies: object) =>
    db
      .updateTable('inbox')
      .set({
        receives_by: 'imap',
        imap: JSON.stringify(imap),
        secrets: sealInboxSecrets(platform.secrets, { imapPassword: 'secret' }),
        copies: JSON.stringify(copies),
      })
      .where('id', '=', desk.inbox.id)
      .execute()
  const inbox = () =>
    db.selectFrom('inbox').selectAll().where('id', '=', desk.inbox.id).executeTakeFirstOrThrow()
  const copyOf = (replyId: number) =>
    db
      .selectFrom('sent_copy')
      .innerJoin('outbound_letter', 'outbound_letter.id', 'sent_copy.outbound_letter_id')
      .selectAll('sent_copy')
      .select('message_id')
      .where('reply_id', '=', replyId)
      .executeTakeFirst()
  /** What a folder holds, as the server names it. */
  const kept = async (folder: string) => {
    const client = createImapClient(imap, { password: 'secret', accessToken: null })
    await client.connect()
    try {
      await client.mailboxOpen(folder, { readOnly: true })
      const all = await client.fetchAll('1:*', { flags: true, source: true, internalDate: true })
      return all.map(({ flags, source }) => ({
        flags: [...(flags ?? [])],
        raw: source?.toString('utf8') ?? '',
      }))
    } finally {
      client.close()
    }
  }
  const door = await buildInbox(platform, { address: 'door@desk.example' })
  /** A letter that came to the listener, to be answered through the mailbox. */
  const newTicket = async () => {
    const { ticket_id: id } = await desk.receive(buildLetter(), door.address)
    await db.updateTable('ticket').set({ inbox_id: desk.inbox.id }).where('id', '=', id).execute()
    return id ?? 0
  }
  /** Brings every job forward to now and runs it, as if its time had come. */
  const workLater = async () => {
    await platform.database.pool.query('update graphile_worker._private_jobs set run_at = now()')
    await desk.work()
  }

  test('nothing is copied unless wanted', async () => {
    await settle({})
    const reply = await desk.answer(await newTicket(), {})
    expect(reply.delivery_state).toBe('sent')
    expect(await copyOf(reply.id)).toBeUndefined()
  })

  test('a letter that has left is found seen in the folder the server calls Sent, blind recipients named', async () => {
    await settle({ keepsSent: true })
    const reply = await desk.answer(await newTicket(), {
      text: 'Здравствуйте!',
      bcc: ['boss@elsewhere.example'],
    })
    expect(await copyOf(reply.id)).toMatchObject({ state: 'kept', error: null })
    const [copy, ...more] = await kept('INBOX.Sent')
    expect(more).toEqual([])
    expect(copy?.flags).toContain('\\Seen')
    expect(copy?.raw).toMatch(/^Bcc: boss@elsewhere\.example/m)
    const sent = desk.sink.letters.at(-1)
    expect(copy?.raw).toContain(`<${(await copyOf(reply.id))?.message_id}>`)
    expect(sent?.raw.toString()).not.toMatch(/^Bcc:/m)
  })

  test('a folder chosen by its name is made, below INBOX and beyond ASCII', async () => {
    await settle({ keepsSent: true, sentFolder: 'Поддержка/Отправленные' })
    for (const _ of [1, 2]) await desk.answer(await newTicket(), {})
    expect(await kept('INBOX.Поддержка.Отправленные')).toHaveLength(2)
  })

  test('the folder of sent letters is no folder to fetch from', async () => {
    const check = (folder: string) =>
      desk.ask({
        method: 'POST',
        path: '/inbox-checks',
        body: {
          address: 'a@desk.example',
          receivesBy: 'imap',
          imap: { ...imap, folder },
          imapPassword: 'secret',
        },
        as: desk.as,
      })
    expect((await check('INBOX.Sent')).body).toMatchObject({ isPassed: false })
    expect((await check('INBOX.Sent')).body.steps.at(-1)).toMatchObject({ problem: 'sent_folder' })
    expect((await check('INBOX')).body).toMatchObject({ isPassed: true })
  })

  test('a mailbox that is down costs the copy some time and the letter nothing', async () => {
    await settle({ keepsSent: true, sentFolder: 'later' })
    const ticketId = await newTicket()
    const before = desk.sink.letters.length
    await dovecot.halt()
    const reply = await desk.answer(ticketId, {})
    await workLater()
    expect(reply.delivery_state).toBe('sent')
    expect(await copyOf(reply.id)).toMatchObject({ state: 'queued', attempts: 2 })
    expect((await inbox()).copy_error).toContain('ECONNREFUSED')
    expect((await inbox()).send_error).toBeNull()
    await dovecot.start()
    await workLater()
    expect(await copyOf(reply.id)).toMatchObject({ state: 'kept' })
    expect((await inbox()).copy_error).toBeNull()
    expect(await kept('INBOX.later')).toHaveLength(1)
    expect(desk.sink.letters.length).toBe(before + 1)
  })

  test('a crash after the server took the copy makes no second one', async () => {
    await settle({ keepsSent: true, sentFolder: 'crash' })
    const reply = await desk.answer(await newTicket(), {})
    const copy = await copyOf(reply.id)
    for (let again = 0; again < 3; again++) {
      await db
        .updateTable('sent_copy')
        .set({ state: 'queued', kept_at: null })
        .where('id', '=', copy?.id ?? 0)
        .execute()
      await platform.database.pool.query(
        `select graphile_worker.add_job('letter.keepSent', json_build_object('copyId', ${copy?.id}))`,
      )
      await desk.work()
    }
    expect(await copyOf(reply.id)).toMatchObject({ state: 'kept' })
    expect(await kept('INBOX.crash')).toHaveLength(1)
  })

  test('a folder the server refuses is given up after a while, and stands on the inbox; the letter went once', async () => {
    await settle({ keepsSent: true, sentFolder: '../../etc' })
    const before = desk.sink.letters.length
    const reply = await desk.answer(await newTicket(), {})
    for (let tries = 0; tries < 12; tries++) await workLater()
    expect(await copyOf(reply.id)).toMatchObject({ state: 'failed', attempts: 8 })
    expect((await inbox()).copy_error).not.toBeNull()
    expect(desk.sink.letters.length).toBe(before + 1)
    expect((await desk.replyRow(reply.id)).delivery_state).toBe('sent')
  })
})
