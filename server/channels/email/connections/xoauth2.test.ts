import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { superviseMailboxes } from '#server/channels/email/receiving/imap-supervisor.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import type { Running } from '#server/channels/channel.ts'
import { buildConnection } from '#test/builders/connection.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { type Dovecot, startDovecot } from '#test/servers/dovecot.ts'
import { startIdentityProvider } from '#test/servers/identity-provider.ts'
import { missingMailServers } from '#test/servers/programs.ts'

const missing = missingMailServers()
const times = { pollMs: 60_000, lockMs: 100 }

describe.skipIf(missing)(`mailboxes of a real Dovecot by XOAUTH2 (${missing ?? 'installed'})`, async () => {
  const provider = await startIdentityProvider()
  const desk = await mailDesk()
  const { db, platform } = desk
  let dovecot: Dovecot
  let running: Running
  let inboxId = 0

  beforeAll(async () => {
    dovecot = await startDovecot({ introspectUrl: provider.introspectUrl })
    provider.account = 'granted'
    const imap = {
      host: '127.0.0.1',
      port: dovecot.imapPort,
      security: 'none',
      user: 'granted',
      folder: 'INBOX',
    } as const
    const inbox = await buildInbox(platform, { address: 'granted@desk.example', imap })
    inboxId = inbox.id
    await buildConnection(platform, inboxId, provider)
    running = superviseMailboxes(emailDesk(platform), times)
  })
  afterAll(async () => {
    await running.stop()
    await dovecot.stop()
    await provider.stop()
  })

  /** The letters that came, as soon as there are so many. */
  async function letters(wanted: number) {
    for (;;) {
      const rows = await db.selectFrom('inbound_letter').selectAll().where('inbox_id', '=', inboxId).execute()
      if (rows.length >= wanted) return rows
      await changed()
    }
  }
  const inbox = () => db.selectFrom('inbox').selectAll().where('id', '=', inboxId).executeTakeFirstOrThrow()
  async function inboxIs(check: (row: Awaited<ReturnType<typeof inbox>>) => boolean) {
    for (;;) {
      const row = await inbox()
      if (check(row)) return row
      await changed()
    }
  }
  /** Something was written; or a short while, for what is written without a notice. */
  const changed = () => new Promise((resolve) => setTimeout(resolve, 25))

  test('letters are fetched with an access token, and no password is anywhere', async () => {
    await dovecot.deliver('granted@desk.example', buildLetter({ subject: 'By token' }))
    expect(await letters(1)).toHaveLength(1)
    expect((await inbox()).secrets).toBeNull()
  })

  test('when the grant is withdrawn the inbox is marked; connected again, it goes on, and no letter is lost', async () => {
    provider.revoke()
    await dovecot.halt()
    await dovecot.start()
    const lost = await inboxIs((row) => row.connection_state === 'lost')
    expect(lost.receive_error).toContain('invalid_grant')
    await dovecot.deliver('granted@desk.example', buildLetter({ subject: 'Meanwhile' }))
    const { as, ask } = desk
    provider.account = 'granted@desk.example'
    const body = {
      provider: 'other',
      clientId: 'desk',
      clientSecret: 'desk secret',
      authorizeUrl: provider.authorizeUrl,
      tokenUrl: provider.tokenUrl,
    }
    const path = `/inboxes/${inboxId}/connection`
    expect((await ask({ method: 'PUT', path, body, as })).body.state).toBe('lost')
    const { url } = (await ask({ method: 'POST', path: `${path}/attempts`, as })).body
    const back = await provider.visit(url)
    const grant = { code: back.searchParams.get('code'), state: back.searchParams.get('state') }
    // Dovecot compares the user of the mailbox with the account, which here has no domain.
    provider.account = 'granted'
    const answer = await ask({ method: 'POST', path: '/mail-connections/grants', body: grant, as })
    expect(answer.body).toMatchObject({ state: 'connected', account: 'granted@desk.example' })
    expect((await letters(2)).length).toBe(2)
    expect(await inboxIs((row) => row.receive_error === null)).toMatchObject({
      connection_state: 'connected',
    })
  })
})

describe('sending by XOAUTH2', async () => {
  const provider = await startIdentityProvider()
  const desk = await mailDesk()
  const { db, platform } = desk
  const seen: string[] = []
  const server = new SMTPServer({
    authMethods: ['XOAUTH2'],
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    disableReverseLookup: true,
    onAuth: ({ method, username, accessToken }, _session, done) => {
      if (method === 'XOAUTH2' && username === 'send@desk.example' && seen.at(-1) !== accessToken) {
        seen.push(accessToken ?? '')
        return done(null, { user: username })
      }
      return done(null, { data: { status: '401', schemes: 'bearer', scope: 'mail' } })
    },
    onData(stream, _session, done) {
      stream.resume()
      stream.on('end', () => done())
    },
  })
  const socket = server.listen(0, '127.0.0.1')
  await once(socket, 'listening')
  const port = (socket.address() as { port: number }).port
  afterAll(async () => {
    await provider.stop()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })

  test('a letter goes with an access token; one that is refused is replaced once, and the letter goes', async () => {
    await db
      .updateTable('inbox')
      .set({
        smtp: JSON.stringify({ host: '127.0.0.1', port, security: 'none', user: 'send@desk.example' }),
        secrets: null,
      })
      .where('id', '=', desk.inbox.id)
      .execute()
    await buildConnection(platform, desk.inbox.id, provider)
    const { ticket_id: ticketId } = await desk.receive(buildLetter())
    expect((await desk.answer(ticketId ?? 0, {})).delivery_state).toBe('sent')
    expect(seen).toEqual(['access-1'])
    // The line is down, and the server takes no token twice: the second letter needs a new one.
    const lines = server as unknown as { connections: Set<{ close(): void }> }
    for (const line of lines.connections) line.close()
    expect((await desk.answer(ticketId ?? 0, {})).delivery_state).toBe('sent')
    expect(seen).toEqual(['access-1', 'access-2'])
  })
})
