import { expect, test } from 'vitest'
import * as contract from '#contract/outbox.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { outgoingInbox } from '#server/channels/email/sending/outgoing-server.ts'
import { settleDelivery } from '#server/channels/email/sending/settle-delivery.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { describeRefusals } from '#test/refusals.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { queueSystemLetter } from '#server/platform/system-letters.ts'

const desk = await mailDesk()
const { ask, as, db, platform } = desk
describeRefusals(contract, desk)

const get = (path: string) => ask({ method: 'GET', path, as })
const post = (path: string, body?: unknown) => ask({ method: 'POST', path, body, as })
const list = async (query = '') => (await get(`/outbox${query}`)).body.items as Record<string, unknown>[]
const letterOf = async (replyId: number) =>
  db
    .selectFrom('outbound_letter')
    .selectAll()
    .where('reply_id', '=', replyId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
const newTicket = async (subject?: string) => (await desk.receive(buildLetter({ subject }))).ticket_id ?? 0

test('lists what leaves, newest first, page by page, and finds it', async () => {
  const ticketId = await newTicket('Сломался принтер')
  await desk.answer(ticketId, { to: ['one@list.example'], cc: ['two@list.example'], text: 'First' })
  await inTransaction(db, (tx) =>
    queueSystemLetter(tx, platform, {
      to: 'colleague@list.example',
      template: 'invitation',
      language: 'ru',
      facts: { agentName: 'Анна', deskName: 'Desk', url: 'https://desk.example/secret-link', validFor: 7 },
    }),
  )
  await desk.answer(ticketId, { to: ['gone@list.example'], text: 'Second' })
  const first = await get('/outbox?limit=2')
  expect(first.body.items).toMatchObject([
    { kind: 'letter', state: 'failed', subject: 'Сломался принтер', actions: ['retry', 'resend'] },
    { kind: 'system', template: 'invitation', to: [{ address: 'colleague@list.example' }], state: 'sent' },
  ])
  const second = await get(`/outbox?limit=2&cursor=${encodeURIComponent(first.body.nextCursor)}`)
  expect(second.body.items).toMatchObject([{ state: 'sent', actions: ['resend'], attempts: 1 }])
  expect(second.body.nextCursor).toBeNull()
  expect(JSON.stringify([first.body, second.body])).not.toContain('secret-link')
  expect(await list('?state=attention')).toHaveLength(1)
  expect(await list('?kind=system')).toHaveLength(1)
  expect(await list('?kind=replies')).toHaveLength(2)
  expect(await list('?q=TWO@list')).toHaveLength(1)
  expect(await list(`?q=${encodeURIComponent('принт')}`)).toHaveLength(2)
  expect(await list(`?q=HD-${ticketId}`)).toHaveLength(2)
  expect(await list(`?q=colleague`)).toMatchObject([{ kind: 'system' }])
  expect(await list(`?to=2020-01-01T00:00:00Z`)).toEqual([])
  expect((await get('/outbox?state=lost')).status).toBe(400)
  expect((await get('/outbox?cursor=nonsense')).status).toBe(400)
})

test('a letter is shown with headers, recipients and its bytes; one of the desk’s own without', async () => {
  const reply = await desk.answer(await newTicket('Про скидки'), { text: 'Words', cc: ['cc@show.example'] })
  const letter = await letterOf(reply.id)
  const { body } = await get(`/outbox/letter/${letter.id}`)
  expect(body).toMatchObject({
    letter: { id: letter.id, state: 'sent', messageId: letter.message_id },
    cc: [{ address: 'cc@show.example' }],
    text: 'Words',
  })
  expect(body.accepted).toContain('cc@show.example')
  const header = (name: string) => body.headers.find((one: { name: string }) => one.name === name)?.value
  expect(header('subject')).toContain('Про скидки')
  expect(header('message-id')).toBe(`<${letter.message_id}>`)
  const source = await get(`/outbox/letter/${letter.id}/source`)
  expect(source.body.text).toContain(`Message-ID: <${letter.message_id}>`)
  const system = (await list('?kind=system'))[0]
  const shown = await get(`/outbox/system/${String(system?.['id'])}`)
  expect(shown.body).toMatchObject({ text: null, headers: [] })
  expect(JSON.stringify(shown.body)).not.toContain('secret-link')
  expect((await get('/outbox/letter/999999')).status).toBe(404)
  expect((await get('/outbox/letter/999999/source')).status).toBe(404)
  expect((await get('/outbox/nonsense/1')).status).toBe(400)
})

test('a bounced letter goes to another address as a new letter, and the reply shows what becomes of it', async () => {
  const ticketId = await newTicket()
  const reply = await desk.answer(ticketId, {
    to: ['gone@typo.example'],
    cc: ['else@typo.example'],
    text: 'Again',
  })
  const old = await letterOf(reply.id)
  expect(reply.delivery_state).toBe('failed')
  const made = await post(`/outbox/letter/${old.id}/resend`, { to: ['Right@Typo.example'] })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    state: 'queued',
    resendOfId: old.id,
    to: [{ address: 'right@typo.example' }],
  })
  expect(made.body.messageId).not.toBe(old.message_id)
  expect((await post(`/outbox/letter/${old.id}/resend`, { to: null })).body.error.name).toBe('not_resendable')
  await desk.work()
  const sunk = desk.sink.letters.at(-1)
  expect(sunk?.to).toEqual(['right@typo.example'])
  expect(sunk?.letter.cc).toEqual([])
  expect(sunk?.letter.messageId).toBe(made.body.messageId)
  expect((await desk.replyRow(reply.id)).delivery_state).toBe('sent')
  expect((await desk.replyRow(reply.id)).to_addresses).toMatchObject([{ address: 'gone@typo.example' }])
  expect(await list('?state=attention&q=gone@typo')).toEqual([])
  // What is answered to the new letter comes home.
  const answer = await desk.receive(
    buildLetter({ from: 'right@typo.example', headers: { 'In-Reply-To': `<${made.body.messageId}>` } }),
  )
  expect(answer.ticket_id).toBe(ticketId)
  expect((await get(`/outbox/letter/${made.body.id}`)).body.others).toMatchObject([
    { id: old.id, state: 'failed' },
  ])
  expect((await post(`/outbox/letter/${made.body.id}/resend`, { to: ['nonsense'] })).status).toBe(400)
  expect((await post(`/outbox/letter/999999/resend`, {})).status).toBe(404)
})

test('the same letter goes once more to all of its recipients when a person says so', async () => {
  const reply = await desk.answer(await newTicket(), { to: ['a@twice.example'], cc: ['b@twice.example'] })
  const letter = await letterOf(reply.id)
  const again = await post(`/outbox/letter/${letter.id}/resend`, {})
  await desk.work()
  expect(desk.sink.letters.at(-1)?.to).toEqual(['a@twice.example', 'b@twice.example'])
  expect(
    await db.selectFrom('outbound_letter').select('state').where('reply_id', '=', reply.id).execute(),
  ).toEqual([{ state: 'sent' }, { state: 'sent' }])
  expect(again.body.id).toBeGreaterThan(letter.id)
})

test('what waits is tried at once or stopped, and then nothing leaves', async () => {
  const reply = await desk.answer(await newTicket(), { to: ['full@wait.example'], text: 'Waiting' })
  const letter = await letterOf(reply.id)
  expect(letter.state).toBe('queued')
  const before = (await get(`/outbox/letter/${letter.id}`)).body.letter
  expect(Date.parse(before.nextTryAt)).toBeGreaterThan(Date.now())
  expect(before.actions).toEqual(['retry', 'cancel'])
  await post(`/outbox/letter/${letter.id}/retry`)
  await desk.work()
  expect(await letterOf(reply.id)).toMatchObject({ attempts: 2, state: 'queued' })
  const sent = desk.sink.letters.length
  expect((await post(`/outbox/letter/${letter.id}/cancel`)).body.state).toBe('cancelled')
  expect((await desk.replyRow(reply.id)).delivery_state).toBe('cancelled')
  expect((await post(`/outbox/letter/${letter.id}/cancel`)).body.error.name).toBe('not_cancellable')
  expect((await post(`/outbox/letter/${letter.id}/retry`)).body.error.name).toBe('not_resendable')
  platform.clock.forward(3600)
  await desk.work()
  expect(desk.sink.letters).toHaveLength(sent)
  expect(await list('?state=cancelled')).toHaveLength(1)
})

test('a letter in doubt has arrived when a person says so, and nothing is sent again', async () => {
  const reply = await desk.answer(await newTicket(), { to: ['cut@doubt.example'] })
  const letter = await letterOf(reply.id)
  expect(letter.state).toBe('unconfirmed')
  const shown = (await get(`/outbox/letter/${letter.id}`)).body.letter
  expect(shown.actions).toEqual(['confirm', 'retry'])
  const sent = desk.sink.letters.length
  expect((await post(`/outbox/letter/${letter.id}/confirm`)).body.state).toBe('sent')
  await desk.work()
  expect(desk.sink.letters).toHaveLength(sent)
  expect((await desk.replyRow(reply.id)).delivery_state).toBe('sent')
  expect((await post(`/outbox/letter/${letter.id}/confirm`)).body.error.name).toBe('not_resendable')
})

test('a letter that counts as sent is copied to the mailbox like any other', async () => {
  const reply = await desk.answer(await newTicket(), { to: ['cut@copy.example'] })
  const letter = await letterOf(reply.id)
  const imap = { host: '127.0.0.1', port: 1, security: 'none', user: 'support', folder: 'INBOX' }
  const change = (values: object) =>
    db.updateTable('inbox').set(values).where('id', '=', desk.inbox.id).execute()
  await change({
    receives_by: 'imap',
    imap: JSON.stringify(imap),
    copies: JSON.stringify({ keepsSent: true }),
  })
  await post(`/outbox/letter/${letter.id}/confirm`)
  await change({ receives_by: 'smtp', imap: null, copies: null })
  expect(
    await db.selectFrom('sent_copy').select('state').where('outbound_letter_id', '=', letter.id).execute(),
  ).toEqual([{ state: 'queued' }])
})

test('a second letter that is stopped leaves the reply what the first one came to', async () => {
  const sent = await desk.answer(await newTicket(), { to: ['has@it.example'] })
  const first = await letterOf(sent.id)
  const second = await post(`/outbox/letter/${first.id}/resend`, { to: ['other@it.example'] })
  platform.clock.forward(60)
  expect((await post(`/outbox/letter/${second.body.id}/cancel`)).body.state).toBe('cancelled')
  expect(await desk.replyRow(sent.id)).toMatchObject({ delivery_state: 'sent', sent_at: sent.sent_at })

  const failed = await desk.answer(await newTicket(), { to: ['gone@it.example'] })
  const refused = await letterOf(failed.id)
  const other = await post(`/outbox/letter/${refused.id}/resend`, { to: ['right@it.example'] })
  await post(`/outbox/letter/${other.body.id}/cancel`)
  expect(await desk.replyRow(failed.id)).toMatchObject({
    delivery_state: 'failed',
    delivery_error: 'recipient_refused',
    delivery_detail: failed.delivery_detail,
  })
  expect(await list('?state=attention&q=gone@it')).toMatchObject([{ id: refused.id }])
  // It is the first one that can be tried again then, and that goes to its own recipients.
  expect((await get(`/outbox/letter/${refused.id}`)).body.letter.actions).toEqual(['retry', 'resend'])
  await post(`/outbox/letter/${refused.id}/retry`)
  await desk.work()
  expect(desk.sink.letters.flatMap((one) => one.to)).not.toContain('right@it.example')
  expect((await get(`/outbox/letter/${refused.id}`)).body.letter).toMatchObject({
    state: 'failed',
    attempts: 1,
  })
})

test('a letter in doubt is not confirmed once a newer one is under way', async () => {
  const reply = await desk.answer(await newTicket(), { to: ['cut@newer.example'] })
  const letter = await letterOf(reply.id)
  await post(`/outbox/letter/${letter.id}/resend`, { to: ['ok@newer.example'] })
  const refused = await post(`/outbox/letter/${letter.id}/confirm`)
  expect([refused.status, refused.body.error.name]).toEqual([409, 'letter_superseded'])
  expect((await desk.replyRow(reply.id)).delivery_state).toBe('queued')
  await desk.work()
  expect((await desk.replyRow(reply.id)).delivery_state).toBe('sent')
})

test('what becomes of an earlier letter is not told of the reply while a newer one is under way', async () => {
  const reply = await desk.answer(await newTicket(), { to: ['cut@late.example'] })
  const letter = await letterOf(reply.id)
  await post(`/outbox/letter/${letter.id}/resend`, { to: ['ok@late.example'] })
  const email = emailDesk(platform)
  const inbox = await outgoingInbox(db, email.secrets, letter.inbox_id)
  if (!inbox) throw new Error('no inbox')
  // The sender that was taken for dead lives, and the server has answered after all.
  const outcome = { kind: 'answered', accepted: ['cut@late.example'], refused: [] } as const
  await settleDelivery(email, { letter, inbox }, { ...outcome, accepted: [...outcome.accepted], refused: [] })
  expect((await desk.replyRow(reply.id)).delivery_state).toBe('queued')
  const sent = desk.sink.letters.length
  await desk.work()
  expect(desk.sink.letters).toHaveLength(sent + 1)
  expect((await get(`/outbox/letter/${letter.id}`)).body.letter.state).toBe('sent')
})

test('a reply that has no letter yet stands in the outbox and can be stopped', async () => {
  const ticketId = await newTicket()
  const made = await post(`/tickets/${ticketId}/replies`, { text: 'Not yet', to: ['early@stop.example'] })
  const waiting = await list('?state=waiting&q=early@stop')
  expect(waiting).toMatchObject([{ kind: 'reply', id: made.body.id, state: 'queued', actions: ['cancel'] }])
  expect((await post(`/outbox/reply/${made.body.id}/cancel`)).body.state).toBe('cancelled')
  const sent = desk.sink.letters.length
  await desk.work()
  expect(desk.sink.letters).toHaveLength(sent)
})

test('a letter of the desk itself is tried again or stopped', async () => {
  const system = await inTransaction(db, (tx) =>
    queueSystemLetter(tx, platform, {
      to: 'gone@system.example',
      template: 'password_reset',
      language: 'en',
      facts: { agentName: 'Ann', deskName: 'Desk', url: 'https://desk.example/x', validFor: 2 },
    }),
  )
  await desk.work()
  expect((await get(`/outbox/system/${system}`)).body.letter).toMatchObject({
    state: 'failed',
    actions: ['retry'],
  })
  expect((await post(`/outbox/system/${system}/retry`)).body.state).toBe('queued')
  expect((await post(`/outbox/system/${system}/cancel`)).body.state).toBe('cancelled')
  expect((await post(`/outbox/system/${system}/cancel`)).body.error.name).toBe('not_cancellable')
})

test('whoever does not see the ticket does nothing to its letters', async () => {
  const reply = await desk.answer(await newTicket(), { to: ['gone@hidden.example'] })
  const letter = await letterOf(reply.id)
  const { id: teamId } = await db
    .insertInto('team')
    .values({ name: 'Alone', is_isolated: true, created_at: new Date() })
    .returning('id')
    .executeTakeFirstOrThrow()
  const limited = await buildAgent(db, { role: ['inbox.manage', 'ticket.read'], teamIds: [teamId] })
  const blind = await signedIn(db, limited)
  for (const action of ['retry', 'resend', 'confirm', 'cancel'])
    expect(
      (await ask({ method: 'POST', path: `/outbox/letter/${letter.id}/${action}`, as: blind, body: {} }))
        .status,
    ).toBe(404)
})
