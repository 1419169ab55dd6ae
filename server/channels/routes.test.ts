import { describe, expect, test } from 'vitest'
import * as contract from '#contract/inboxes.ts'
import * as letters from '#contract/letters.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { describeRefusals } from '#test/refusals.ts'
import { startSink } from '#test/servers/sink.ts'

const desk = await mailDesk()
const { ask, as, db } = desk
describeRefusals({ ...contract, ...letters }, desk)

const post = (path: string, body?: unknown) => ask({ method: 'POST', path, body, as })
const imap = { host: 'imap.example', port: 993, security: 'tls', user: 'help', folder: 'INBOX' }
const smtp = { host: 'smtp.example', port: 465, security: 'tls', user: 'help' }

const accepts = (to: string) =>
  deliver(desk.port, buildLetter(), { from: 'a@b.example', to }).then(
    () => true,
    () => false,
  )

describe('inboxes', () => {
  test('are added, changed, listed and archived; passwords go in and never come out', async () => {
    const made = await post('/inboxes', {
      name: 'Help',
      address: 'Help@Desk.example',
      receivesBy: 'imap',
      imap,
      imapPassword: 'sesame-in',
      smtp,
      smtpPassword: 'sesame-out',
    })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      address: 'help@desk.example',
      hasImapPassword: true,
      hasSmtpPassword: true,
      isActive: true,
      version: 1,
    })
    const { id } = made.body
    const change = (body: object) => ask({ method: 'PATCH', path: `/inboxes/${id}`, body, as })
    const renamed = await change({ version: 1, name: 'Helpdesk' })
    expect(renamed.body).toMatchObject({ name: 'Helpdesk', hasImapPassword: true, imap, version: 2 })
    expect((await change({ version: 1, name: 'Late' })).body.error.name).toBe('version_conflict')
    const elsewhere = await change({ version: 2, imap: { ...imap, host: 'imap.attacker.example' } })
    expect(elsewhere.body).toMatchObject({ hasImapPassword: false, hasSmtpPassword: true })
    const list = await ask({ method: 'GET', path: '/inboxes', as })
    expect(JSON.stringify(list.body)).not.toContain('sesame')
    const row = await db.selectFrom('inbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect(JSON.stringify(row)).not.toContain('sesame')
    expect((await ask({ method: 'DELETE', path: `/inboxes/${id}`, as })).status).toBe(200)
    expect((await ask({ method: 'DELETE', path: `/inboxes/${id}`, as })).status).toBe(404)
    expect(
      (await post('/inboxes', { name: 'Again', address: 'help@desk.example', receivesBy: 'smtp' })).status,
    ).toBe(201)
  })

  test('bad input stores nothing', async () => {
    const count = async () => (await ask({ method: 'GET', path: '/inboxes', as })).body.items.length as number
    const before = await count()
    const good = { name: 'X', address: 'x@desk.example', receivesBy: 'smtp' }
    expect((await post('/inboxes', { ...good, address: 'nonsense' })).body.error.name).toBe('invalid_input')
    expect((await post('/inboxes', { ...good, receivesBy: 'imap' })).body.error.fields).toMatchObject([
      { path: 'body.imap' },
    ])
    expect((await post('/inboxes', { ...good, address: 'support@desk.example' })).body.error.name).toBe(
      'already_exists',
    )
    expect((await post('/inboxes', { ...good, teamId: 99_999 })).body.error.name).toBe('unknown_reference')
    expect(await count()).toBe(before)
  })

  test('a new inbox takes letters at once, and its team gets the ticket', async () => {
    const team = await buildTeam(db)
    const stranger = desk.receive(buildLetter(), 'new@desk.example')
    await expect(stranger).rejects.toThrow('550')
    const made = await post('/inboxes', {
      name: 'New',
      address: 'new@desk.example',
      receivesBy: 'smtp',
      teamId: team.id,
    })
    // The listener hears of it a moment later.
    await expect.poll(() => accepts('new@desk.example'), { timeout: 10_000 }).toBe(true)
    expect(await desk.receive(buildLetter(), 'new@desk.example')).toMatchObject({ inbox_id: made.body.id })
    const { ticket_id: ticketId } = await desk.lastLetter()
    const ticket = await db
      .selectFrom('ticket')
      .selectAll()
      .where('id', '=', ticketId)
      .executeTakeFirstOrThrow()
    expect(ticket).toMatchObject({ team_id: team.id, inbox_id: made.body.id })
  })
})

describe('the connection check', () => {
  const check = async (body: object) =>
    (await post('/inbox-checks', { address: 'a@desk.example', receivesBy: 'imap', ...body })).body
  const steps = (body: { steps: { side: string; step: string; problem: string | null }[] }) =>
    body.steps.map((one) => `${one.side} ${one.step} ${one.problem ?? 'ok'}`)

  test('says how far it came', async () => {
    const guarded = await startSink({ user: 'help', password: 'right' })
    const local = { host: '127.0.0.1', port: guarded.port, security: 'none', user: 'help' }
    expect(steps(await check({ smtp: local, smtpPassword: 'right' }))).toEqual([
      'smtp resolve ok',
      'smtp connect ok',
      'smtp sign_in ok',
    ])
    const wrong = await check({ smtp: local, smtpPassword: 'wrong' })
    expect(wrong.isPassed).toBe(false)
    expect(steps(wrong).at(-1)).toBe('smtp sign_in wrong_password')
    expect(wrong.steps.at(-1).detail).toContain('Authentication failed')
    expect(steps(await check({ smtp: { ...local, security: 'tls' } })).at(-1)).toBe('smtp secure tls')
    await guarded.stop()
    expect(steps(await check({ smtp: local })).at(-1)).toBe('smtp connect refused')
    expect(steps(await check({ imap: { ...imap, host: 'nowhere.invalid' } }))).toEqual([
      'imap resolve unknown_host',
    ])
  })

  test('sends a saved password to its own server only, as its own user and no less protected', async () => {
    const guarded = await startSink({ user: 'help', password: 'saved-one' })
    const local = { host: '127.0.0.1', port: guarded.port, security: 'none', user: 'help' }
    const made = await post('/inboxes', {
      name: 'Saved',
      address: 'saved@desk.example',
      receivesBy: 'smtp',
      smtp: local,
      smtpPassword: 'saved-one',
    })
    const { id } = made.body
    expect(steps(await check({ id, smtp: local })).at(-1)).toBe('smtp sign_in ok')
    expect(steps(await check({ id, smtp: { ...local, host: 'localhost' } })).at(-1)).toBe(
      'smtp sign_in wrong_password',
    )
    const other = await startSink({ user: 'help', password: 'saved-one' })
    for (const change of [{ port: other.port }, { user: 'HELP' }]) {
      const last = steps(await check({ id, smtp: { ...local, ...change } })).at(-1)
      expect([change, last]).toEqual([change, 'smtp sign_in wrong_password'])
    }
    await Promise.all([guarded.stop(), other.stop()])
  })

  test.each([{ security: 'none' }, { security: 'starttls' }, { port: 1143 }, { user: 'other' }])(
    'forgets a saved password when its server becomes %j',
    async (other) => {
      const address = `${JSON.stringify(other).replaceAll(/\W/g, '')}@desk.example`
      const passwords = { imapPassword: 'sesame-in', smtpPassword: 'sesame-out' }
      const made = await post('/inboxes', {
        name: 'x',
        address,
        receivesBy: 'imap',
        imap,
        smtp,
        ...passwords,
      })
      const path = `/inboxes/${made.body.id}`
      const change = (version: number, body: object) =>
        ask({ method: 'PATCH', path, body: { version, ...body }, as })
      const folder = await change(1, { imap: { ...imap, host: 'IMAP.example', folder: 'Support' } })
      expect(folder.body).toMatchObject({ hasImapPassword: true, hasSmtpPassword: true })
      const moved = await change(2, { imap: { ...imap, ...other } })
      expect(moved.body).toMatchObject({ hasImapPassword: false, hasSmtpPassword: true })
      const both = await change(3, { smtp: { ...smtp, ...other } })
      expect(both.body).toMatchObject({ hasImapPassword: false, hasSmtpPassword: false })
    },
  )
})

describe('the ledger', () => {
  test('lists letters newest first, page by page, and hands out what arrived', async () => {
    const raw = buildLetter({ subject: 'As it came' })
    const row = await desk.receive(raw)
    await desk.receive(buildLetter({ from: 'support@desk.example' }))
    const first = await ask({ method: 'GET', path: '/letters?limit=1', as })
    expect(first.body.items).toMatchObject([{ state: 'ignored', reason: 'own_address' }])
    const second = await ask({ method: 'GET', path: `/letters?limit=1&cursor=${first.body.nextCursor}`, as })
    expect(second.body.items).toMatchObject([
      { id: row.id, state: 'new_ticket', subject: 'As it came', sizeBytes: raw.length },
    ])
    const ignored = await ask({ method: 'GET', path: '/letters?state=ignored', as })
    expect(ignored.body.items).toHaveLength(1)
    const got = await ask({ method: 'GET', path: `/letters/${row.id}/raw`, as })
    expect(got.headers['content-type']).toBe('message/rfc822')
    expect(got.body).toBe(raw)
    expect((await ask({ method: 'GET', path: '/letters/999999/raw', as })).status).toBe(404)
    expect((await ask({ method: 'GET', path: '/letters?limit=0', as })).status).toBe(400)
  })

  test('an ignored letter is processed again when asked to, and then is a customer’s', async () => {
    const row = await desk.receive(buildLetter({ headers: { 'Auto-Submitted': 'auto-replied' } }))
    expect(row.state).toBe('ignored')
    const replayed = await post(`/letters/${row.id}/replay`)
    expect(replayed.body).toMatchObject({ id: row.id, state: 'received' })
    expect((await post(`/letters/${row.id}/replay`)).body.error.name).toBe('not_replayable')
    await desk.work()
    expect((await desk.lastLetter()).state).toBe('new_ticket')
  })
})

describe('sending again', () => {
  test('a failed reply goes out under its old Message-ID; a sent one does not', async () => {
    const { ticket_id: ticketId } = await desk.receive(buildLetter())
    const reply = await desk.answer(ticketId ?? 0, {
      to: ['gone@elsewhere.example', 'ok@elsewhere.example'],
      cc: [],
    })
    expect(reply.delivery_state).toBe('failed')
    await db
      .updateTable('reply')
      .set({
        to_addresses: JSON.stringify([
          { address: 'here@elsewhere.example', name: '' },
          { address: 'ok@elsewhere.example', name: '' },
        ]),
      })
      .where('id', '=', reply.id)
      .execute()
    const again = await post(`/replies/${reply.id}/send`)
    expect(again.body.delivery.state).toBe('queued')
    await desk.work()
    expect((await desk.replyRow(reply.id)).delivery_state).toBe('sent')
    expect(desk.sink.letters.map((one) => one.to)).toEqual([
      ['ok@elsewhere.example'],
      ['here@elsewhere.example'],
    ])
    expect(new Set(desk.sink.letters.map((one) => one.letter.messageId)).size).toBe(1)
    expect((await post(`/replies/${reply.id}/send`)).body.error.name).toBe('not_resendable')
    expect((await post('/replies/999999/send')).status).toBe(404)
    expect((await post('/replies/nonsense/send')).status).toBe(400)
    const reader = await signedIn(db, await buildAgent(db, { role: ['ticket.read'] }))
    expect((await ask({ method: 'POST', path: `/replies/${reply.id}/send`, as: reader })).status).toBe(403)
  })
})
