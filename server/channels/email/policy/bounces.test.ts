import { beforeEach, describe, expect, test } from 'vitest'
import { blockAddress, blockedAmong } from '#server/customers/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { queueSystemLetter } from '#server/platform/system-letters.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'
import { tidyPolicy } from './tidy.ts'

const desk = await mailDesk()
const { ask, as, db, sink, platform } = desk
const { ticket_id: ticketId } = await desk.receive(buildLetter())
beforeEach(async () => {
  await db.deleteFrom('blocked_address').execute()
  await db.deleteFrom('letter_bounce').execute()
})

const days = (count: number) => new Date(Date.now() + count * 86_400_000)

interface Report {
  address: string
  status: string
  action?: 'failed' | 'delayed'
  diagnostic?: string
}

/** What a mail system writes when a letter of ours could not be delivered (RFC 3464). */
function report(messageId: string, ...recipients: Report[]): string {
  const groups = recipients.map(({ address, status, action = 'failed', diagnostic = `${status} refused` }) =>
    [
      `Final-Recipient: rfc822; ${address}`,
      `Action: ${action}`,
      `Status: ${status}`,
      `Diagnostic-Code: smtp; 550 ${diagnostic}`,
    ].join('\r\n'),
  )
  return buildLetter({
    from: 'Mail Delivery System <MAILER-DAEMON@mx.example>',
    subject: 'Undelivered Mail Returned to Sender',
    headers: {
      'Auto-Submitted': 'auto-replied',
      'Content-Type': 'multipart/report; report-type=delivery-status; boundary="b"',
    },
    text: [
      '--b\r\nContent-Type: text/plain\r\n\r\nYour letter could not be delivered.',
      `--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n${groups.join('\r\n\r\n')}`,
      `--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <${messageId}>\r\nSubject: x`,
      '--b--',
    ].join('\r\n\r\n'),
  })
}

const answer = async (...to: string[]) => {
  const reply = await desk.answer(ticketId ?? 0, { to, cc: [] })
  const letter = await db
    .selectFrom('outbound_letter')
    .selectAll()
    .where('reply_id', '=', reply.id)
    .executeTakeFirstOrThrow()
  return { reply, letter }
}
const blocked = (address: string) => blockedAmong(db, [address], new Date())
const lastEvent = async () =>
  (await ask({ method: 'GET', path: `/tickets/${ticketId}/feed`, as })).body.items.at(-1)

describe('a report about a letter of ours', () => {
  test('a letter that came back is sent again as a new one, to whom it did not reach; answers to either come home', async () => {
    const { reply, letter } = await answer('full.again@elsewhere.example', 'has.it@elsewhere.example')
    expect(reply.delivery_state).toBe('sent')
    const returned = report(letter.message_id, {
      address: 'full.again@elsewhere.example',
      status: '4.2.2',
      diagnostic: '4.2.2 Mailbox full',
    })
    await desk.receive(returned, desk.inbox.address, '')
    expect(await desk.replyRow(reply.id)).toMatchObject({
      delivery_state: 'failed',
      delivery_error: 'some_bounced',
    })
    const before = sink.letters.length
    expect((await ask({ method: 'POST', path: `/replies/${reply.id}/send`, as })).status).toBe(200)
    await desk.work()
    const sent = sink.letters.slice(before)
    expect(sent.map((one) => one.to)).toEqual([['full.again@elsewhere.example']])
    const { messageId = '' } = sent[0]?.letter ?? {}
    expect(messageId).not.toBe(letter.message_id)
    expect((await desk.replyRow(reply.id)).delivery_state).toBe('sent')
    // What is said late of the first letter is not said of the second one.
    await desk.receive(`X-Late: yes\r\n${returned}`, desk.inbox.address, '')
    expect((await desk.replyRow(reply.id)).delivery_state).toBe('sent')
    for (const id of [letter.message_id, messageId]) {
      const headers = { 'In-Reply-To': `<${id}>` }
      const row = await desk.receive(buildLetter({ from: 'full.again@elsewhere.example', headers }))
      expect(row.ticket_id).toBe(ticketId)
    }
    const { body } = await ask({ method: 'GET', path: `/tickets/${ticketId}/feed`, as })
    expect(body.items).toContainEqual(
      expect.objectContaining({
        type: 'reply.resent',
        data: expect.objectContaining({ to: ['full.again@elsewhere.example'] }),
      }),
    )
  })

  test('of an address that is not there: tied to the reply, told on the ticket, blocked with an expiry', async () => {
    const { reply, letter } = await answer('gone.one@elsewhere.example')
    const row = await desk.receive(
      report(letter.message_id, {
        address: 'Gone.One@elsewhere.example',
        status: '5.1.1',
        diagnostic: '5.1.1 No such user',
      }),
      desk.inbox.address,
      '',
    )
    expect(row).toMatchObject({
      state: 'threaded',
      reason: 'bounce',
      ticket_id: ticketId,
      customer_message_id: null,
    })
    expect(await desk.replyRow(reply.id)).toMatchObject({
      delivery_state: 'failed',
      delivery_error: 'bounced',
    })
    const [block] = await blocked('gone.one@elsewhere.example')
    expect(block).toMatchObject({ scope: 'all', cause: 'hard_bounce', status: '5.1.1', reply_id: reply.id })
    expect(block?.expires_at?.getTime()).toBeGreaterThan(days(29).getTime())
    expect(await blockedAmong(db, ['gone.one@elsewhere.example'], days(31))).toEqual([])
    expect(await lastEvent()).toMatchObject({
      type: 'reply.bounced',
      data: { replyId: reply.id, recipients: [{ address: 'gone.one@elsewhere.example', kind: 'hard' }] },
    })
  })

  test('of one recipient among several names that one, and a second try goes to it alone', async () => {
    const { reply, letter } = await answer('gone.two@elsewhere.example', 'here@elsewhere.example')
    await desk.receive(report(letter.message_id, { address: 'gone.two@elsewhere.example', status: '5.1.1' }))
    expect(await desk.replyRow(reply.id)).toMatchObject({ delivery_error: 'some_bounced' })
    const before = sink.letters.length
    await ask({ method: 'POST', path: `/replies/${reply.id}/send`, as })
    await desk.work()
    expect(sink.letters.slice(before).map((one) => one.to)).toEqual([['gone.two@elsewhere.example']])
  })

  test('of a delay changes nothing but is told; of a full mailbox fails this letter and blocks nobody', async () => {
    const late = await answer('late@elsewhere.example')
    await desk.receive(
      report(late.letter.message_id, {
        address: 'late@elsewhere.example',
        status: '4.4.1',
        action: 'delayed',
      }),
    )
    expect(await desk.replyRow(late.reply.id)).toMatchObject({ delivery_state: 'sent' })
    expect(await lastEvent()).toMatchObject({ type: 'reply.delayed' })
    const fat = await answer('fat@elsewhere.example')
    await desk.receive(
      report(fat.letter.message_id, {
        address: 'fat@elsewhere.example',
        status: '4.2.2',
        diagnostic: '4.2.2 mailbox full',
      }),
    )
    expect(await desk.replyRow(fat.reply.id)).toMatchObject({ delivery_error: 'bounced_soft' })
    expect(await blocked('late@elsewhere.example')).toEqual([])
    expect(await blocked('fat@elsewhere.example')).toEqual([])
  })

  test('of a full mailbox, the fifth letter within a week, blocks; several reports of one letter are one', async () => {
    for (let at = 1; at <= 5; at++) {
      const { letter } = await answer('always.full@elsewhere.example')
      const full = {
        address: 'always.full@elsewhere.example',
        status: '4.2.2',
        diagnostic: '4.2.2 mailbox full',
      }
      await desk.receive(report(letter.message_id, full))
      await desk.receive(report(letter.message_id, full))
      expect(await blocked('always.full@elsewhere.example')).toHaveLength(at === 5 ? 1 : 0)
    }
    expect(await blocked('always.full@elsewhere.example')).toMatchObject([{ cause: 'soft_bounces' }])
  })

  test('that is forged silences nobody but the recipients of that letter', async () => {
    const { letter } = await answer('one@elsewhere.example', 'two@elsewhere.example')
    await desk.receive(report(letter.message_id, { address: 'victim@elsewhere.example', status: '5.1.1' }))
    expect(await db.selectFrom('blocked_address').selectAll().execute()).toEqual([])
    await desk.receive(
      report('nobody@nowhere.example', { address: 'victim@elsewhere.example', status: '5.1.1' }),
    )
    expect(await db.selectFrom('blocked_address').selectAll().execute()).toEqual([])
  })
})

test('a server that refuses the address at once blocks it without waiting for a report', async () => {
  const { reply } = await answer('gone@elsewhere.example')
  expect(reply).toMatchObject({ delivery_state: 'failed', delivery_error: 'recipient_refused' })
  expect(await blocked('gone@elsewhere.example')).toMatchObject([{ status: '5.1.1', cause: 'hard_bounce' }])
})

test('a complaint bars machines for good and people not at all', async () => {
  const { reply, letter } = await answer('tired@elsewhere.example')
  const row = await desk.receive(
    buildLetter({
      from: 'feedback@provider.example',
      headers: { 'Content-Type': 'multipart/report; report-type=feedback-report; boundary="b"' },
      text: [
        '--b\r\nContent-Type: text/plain\r\n\r\nA complaint.',
        '--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\nOriginal-Rcpt-To: <tired@elsewhere.example>',
        `--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: support@desk.example\r\nMessage-ID: <${letter.message_id}>\r\nSubject: x\r\n\r\nx`,
        '--b--',
      ].join('\r\n\r\n'),
    }),
  )
  expect(row).toMatchObject({ state: 'threaded', reason: 'complaint' })
  expect(await blocked('tired@elsewhere.example')).toMatchObject([
    { scope: 'automatic', cause: 'complaint', expires_at: null, reply_id: reply.id },
  ])
  expect(await lastEvent()).toMatchObject({
    type: 'reply.complained',
    data: { address: 'tired@elsewhere.example' },
  })
  expect((await answer('tired@elsewhere.example')).reply.delivery_state).toBe('sent')
})

test('a notice that bounced is not sent again, makes no ticket, and bars further notices', async () => {
  const facts = { agentName: 'A', deskName: 'D', url: 'https://desk.example/x', validFor: 1 }
  await inTransaction(db, (tx) =>
    queueSystemLetter(tx, platform, {
      to: 'agent@gone.example',
      template: 'invitation',
      language: 'en',
      facts,
    }),
  )
  await desk.work()
  const letter = await db.selectFrom('system_letter').selectAll().executeTakeFirstOrThrow()
  expect(letter.state).toBe('sent')
  const messageId = letter.message_id.slice(1, -1)
  const row = await desk.receive(report(messageId, { address: 'agent@gone.example', status: '5.1.1' }))
  expect(row).toMatchObject({ state: 'ignored', reason: 'bounce_of_notice', ticket_id: null })
  expect(await blocked('agent@gone.example')).toMatchObject([{ scope: 'automatic', cause: 'hard_bounce' }])
  expect(await db.selectFrom('system_letter').select('state').execute()).toEqual([{ state: 'failed' }])
})

test('an automatic reply never goes to a blocked address', async () => {
  const block = {
    address: 'shut@elsewhere.example',
    scope: 'automatic',
    cause: 'agent',
    expiresAt: null,
  } as const
  await inTransaction(db, (tx) => blockAddress(tx, block, new Date()))
  const { reply } = await answer('other@elsewhere.example')
  await db
    .updateTable('reply')
    .set({
      is_automatic: true,
      delivery_state: 'failed',
      to_addresses: JSON.stringify([{ address: 'shut@elsewhere.example', name: '' }]),
    })
    .where('id', '=', reply.id)
    .execute()
  const before = sink.letters.length
  await ask({ method: 'POST', path: `/replies/${reply.id}/send`, as })
  await desk.work()
  expect(await desk.replyRow(reply.id)).toMatchObject({ delivery_state: 'failed', delivery_error: 'blocked' })
  expect(sink.letters).toHaveLength(before)
})

test('what has run out is forgotten, what counts stays', async () => {
  const block = { scope: 'all', cause: 'hard_bounce' } as const
  await inTransaction(db, async (tx) => {
    await blockAddress(tx, { ...block, address: 'old@elsewhere.example', expiresAt: days(-1) }, days(-31))
    await blockAddress(tx, { ...block, address: 'new@elsewhere.example', expiresAt: days(1) }, new Date())
    await blockAddress(tx, { ...block, address: 'ever@elsewhere.example', expiresAt: null }, days(-900))
  })
  await db
    .insertInto('letter_bounce')
    .values(
      [days(-200), days(-3)].map((at) => ({
        address: 'a@elsewhere.example',
        kind: 'soft' as const,
        diagnostic: '',
        at,
      })),
    )
    .execute()
  await tidyPolicy(emailDesk(platform))
  const left = await db.selectFrom('blocked_address').select('address').orderBy('id').execute()
  expect(left.map((row) => row.address)).toEqual(['new@elsewhere.example', 'ever@elsewhere.example'])
  expect(await db.selectFrom('letter_bounce').select('id').execute()).toHaveLength(1)
})

describe('the list of blocked addresses', () => {
  test('is searched, added to and shortened; a reply’s recipients are looked up in it', async () => {
    const post = (path: string, body: object) => ask({ method: 'POST', path, body, as })
    const made = await post('/blocked-addresses', { address: 'Rude@elsewhere.example', days: 7 })
    expect(made.body).toMatchObject({ address: 'rude@elsewhere.example', cause: 'agent', scope: 'all' })
    await post('/blocked-addresses', { address: 'quiet@elsewhere.example', scope: 'automatic' })
    const listed = await ask({ method: 'GET', path: '/blocked-addresses?words=ELSEWHERE&limit=1', as })
    expect(listed.body.items).toMatchObject([{ address: 'quiet@elsewhere.example', expiresAt: null }])
    const next = await ask({ method: 'GET', path: `/blocked-addresses?cursor=${listed.body.nextCursor}`, as })
    expect(next.body.items).toMatchObject([{ id: made.body.id, blockedBy: expect.any(String) }])
    const addresses = ['RUDE@elsewhere.example', 'quiet@elsewhere.example', 'fine@elsewhere.example']
    const found = await post('/blocked-address-lookups', { addresses })
    expect(found.body.items).toMatchObject([{ address: 'rude@elsewhere.example' }])
    expect((await ask({ method: 'DELETE', path: `/blocked-addresses/${made.body.id}`, as })).status).toBe(200)
    expect((await ask({ method: 'DELETE', path: `/blocked-addresses/${made.body.id}`, as })).status).toBe(404)
    expect((await post('/blocked-addresses', { address: 'nonsense' })).status).toBe(400)
  })
})
