import { describe, expect, test } from 'vitest'
import * as contract from '#contract/signatures.ts'
import { sectionDefaults } from '#contract/inbox-sections.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { describeRefusals } from '#test/refusals.ts'

const desk = await mailDesk()
const { ask, as, db } = desk
describeRefusals(contract, desk)

const readInbox = async () => {
  const { body } = await ask({ method: 'GET', path: '/inboxes', as })
  return body.items.find((inbox: { id: number }) => inbox.id === desk.inbox.id)
}
/** Changes the desk's inbox as its settings page does; the answer as it came. */
const change = async (body: object) => {
  const { version } = await readInbox()
  return ask({ method: 'PATCH', path: `/inboxes/${desk.inbox.id}`, body: { ...body, version }, as })
}
const settle = async (body: object) => {
  const answer = await change(body)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
}
const addressing = (more: object) => ({ addressing: { ...sectionDefaults.addressing, ...more } })
const signature = (template: string, order = 'agent_else_inbox') => ({ signature: { template, order } })
const received = (to: string, headers: Record<string, string> = {}) =>
  desk.receive(buildLetter({ to, headers }), to)
const answer = async (ticketId: number | null, body: object = {}) => {
  await desk.answer(ticketId ?? 0, body)
  const sent = desk.sink.letters.at(-1)
  if (!sent) throw new Error('nothing was sent')
  const headers = new Map(sent.letter.headers.map((header) => [header.name, header.value]))
  return { ...sent, headers, source: sent.raw.toString('utf8') }
}
/** The listener hears of a change a moment later. */
const arrives = (to: string) =>
  expect
    .poll(
      () =>
        received(to).then(
          (row) => row.state,
          () => null,
        ),
      { timeout: 10_000 },
    )
    .toBe('new_ticket')

describe('several addresses', () => {
  test('letters to an alias are the inbox’s; the answer leaves from where the customer wrote', async () => {
    await settle(addressing({ aliases: ['Sales@desk.example', 'info@other.example'] }))
    expect((await readInbox()).addressing.aliases).toEqual(['sales@desk.example', 'info@other.example'])
    await arrives('sales@desk.example')
    const row = await received('info+shop@other.example')
    expect(row).toMatchObject({ inbox_id: desk.inbox.id, state: 'new_ticket' })
    const sent = await answer(row.ticket_id)
    expect(sent.letter.from).toMatchObject({ address: 'info@other.example' })
    expect(sent.from).toBe('info@other.example')
    expect(sent.letter.replyTo[0]?.address).toMatch(/^info\+\d+-[a-z2-7]{16}@other\.example$/)
    await settle(addressing({ aliases: ['info@other.example'], answersFrom: 'main', plusReplies: 'never' }))
    const main = await answer(row.ticket_id)
    expect([main.letter.from?.address, main.letter.replyTo]).toEqual(['support@desk.example', []])
  })

  test('are all our own: no answer goes to them, and who writes from one is no customer', async () => {
    await settle(addressing({ aliases: ['sales@desk.example'] }))
    await arrives('sales@desk.example')
    const row = await desk.receive(
      buildLetter({
        to: 'support@desk.example, colleague@customer.example',
        headers: { Cc: 'Sales <sales+x@desk.example>' },
      }),
    )
    const sent = await answer(row.ticket_id)
    expect(sent.to.toSorted()).toHaveLength(2)
    expect(sent.to.join()).not.toContain('desk.example')
    const own = await desk.receive(buildLetter({ from: 'sales@desk.example' }))
    expect(own).toMatchObject({ state: 'ignored', reason: 'own_address' })
  })

  test('belong to one inbox only', async () => {
    await settle(addressing({ aliases: ['one@desk.example'] }))
    const other = (body: object) =>
      ask({ method: 'POST', path: '/inboxes', body: { name: 'Other', receivesBy: 'smtp', ...body }, as })
    expect((await other({ address: 'one@desk.example' })).body.error.name).toBe('already_exists')
    const aliases = (...list: string[]) => addressing({ aliases: list })
    expect(
      (await other({ address: 'two@desk.example', ...aliases('one@desk.example') })).body.error.name,
    ).toBe('already_exists')
    expect((await other({ address: 'two@desk.example', ...aliases('support@desk.example') })).status).toBe(
      409,
    )
    expect((await change(aliases('support@desk.example'))).body.error.name).toBe('already_exists')
    expect((await change(aliases('nonsense'))).body.error.name).toBe('invalid_input')
    expect((await readInbox()).addressing.aliases).toEqual(['one@desk.example'])
  })
})

describe('signatures', () => {
  const position = 'Support engineer'

  test('stand under answers, as they are when the letter leaves, in HTML and in words', async () => {
    await db
      .updateTable('agent')
      .set({ position, signature: '<p><b>{{ agent.name }}</b>, {{ agent.position }}</p>' })
      .execute()
    await settle(
      signature('{{ inbox.name }}\n{{ ticket.number }} for {{ customer.name }}', 'agent_then_inbox'),
    )
    const { ticket_id: id } = await desk.receive(
      buildLetter({ from: '"<b>Anna</b>" <anna@customer.example>' }),
    )
    const sent = await answer(id, { text: 'Words' })
    const { name } = await db.selectFrom('agent').select('name').executeTakeFirstOrThrow()
    expect(sent.letter.text).toContain(`Words\n\n${name}, ${position}\n\nSupport\nHD-${id} for <b>Anna</b>`)
    const html = await answer(id, { html: '<p>Words</p>' })
    expect(html.letter.html).toContain(`<b>${name}</b>, ${position}`)
    expect(html.letter.html).toContain('for &lt;b&gt;Anna&lt;/b&gt;')
    await settle(signature('', 'inbox'))
    expect((await answer(id)).letter.text).not.toContain(position)
  })

  test('are cleaned like an answer’s own words', async () => {
    await settle(
      signature(
        '<p onclick="x()">Bye<script>alert(1)</script><img src="https://spy.example/x.png"><a href="javascript:x()">home</a></p>',
        'inbox',
      ),
    )
    const { ticket_id: id } = await desk.receive(buildLetter())
    const { html } = (await answer(id, { html: '<p>Words</p>' })).letter
    expect(html).toContain('Bye')
    expect(html).not.toMatch(/script|onclick|spy\.example/)
  })

  test.each([
    ['{{ agent.name', 'unclosed_output', 1],
    ['Regards\n{% if agent.name %}x', 'unclosed_tag', 2],
    ['{{ agent.phone }}', 'unknown_variable', 1],
    ['{{ agent.name | shout }}', 'unknown_filter', 1],
    ['{% include "/etc/passwd" %}', 'unknown_tag', 1],
    ['{% for i in (1..1000000) %}x{% endfor %}', 'unknown_tag', 1],
  ])('a mistake is named and nothing is saved: %s', async (template, problem, line) => {
    await settle(signature('as it was'))
    for (const refused of [
      await change(signature(template)),
      await ask({ method: 'POST', path: '/signature-previews', body: { template }, as }),
    ]) {
      expect(refused.status).toBe(400)
      expect(refused.body.error).toMatchObject({ name: 'bad_template', detail: { problem, line } })
    }
    expect((await readInbox()).signature.template).toBe('as it was')
  })

  test('are shown before they are sent', async () => {
    const show = (body: object) => ask({ method: 'POST', path: '/signature-previews', body, as })
    expect((await show({ template: '{{ customer.name | upcase }}\n{{ inbox.name }}' })).body).toEqual({
      html: '<div>ANNA PETROVA<br />Support</div>',
      text: 'ANNA PETROVA\nSupport',
    })
    await settle(signature('of {{ ticket.subject }}', 'inbox'))
    const { ticket_id: id } = await desk.receive(buildLetter({ subject: 'Printer' }))
    expect((await show({ ticketId: id })).body.text).toBe('of Printer')
    expect((await show({ ticketId: 999_999 })).status).toBe(404)
    expect((await show({ template: 'x'.repeat(20_001) })).status).toBe(400)
    const isolated = await signedIn(db, await buildAgent(db, { role: ['ticket.read'] }))
    expect((await ask({ method: 'POST', path: '/signature-previews', body: {}, as: isolated })).status).toBe(
      200,
    )
  })
})

describe('the letter', () => {
  test('echoes what Outlook holds conversations together by, and names the letter it answers', async () => {
    const index = 'AdGk0M2kY0uZ7n1kTqyW1b2c3d4e5Q=='
    const row = await desk.receive(
      buildLetter({
        messageId: 'q@customer.example',
        headers: { 'Thread-Index': index, 'Thread-Topic': '=?utf-8?B?0J/RgNC40L3RgtC10YA=?=' },
      }),
    )
    const sent = await answer(row.ticket_id)
    expect(sent.headers.get('thread-index')).toBe(index)
    expect(sent.headers.get('thread-topic')).toBe('Принтер')
    expect(sent.letter.inReplyTo).toEqual(['q@customer.example'])
    expect(sent.headers.has('list-unsubscribe')).toBe(false)
    const plain = await answer((await desk.receive(buildLetter())).ticket_id)
    expect(plain.headers.has('thread-index')).toBe(false)
  })

  test('keeps the first letter of a long conversation in References, and the header short', async () => {
    const first = await desk.receive(buildLetter({ messageId: `first-${'x'.repeat(80)}@customer.example` }))
    let last = ''
    for (let n = 0; n < 21; n++) {
      const sent = await answer(first.ticket_id)
      last = `again-${n}-${'y'.repeat(80)}@customer.example`
      await desk.receive(
        buildLetter({
          from: first.from_address ?? '',
          messageId: last,
          headers: { 'In-Reply-To': `<${sent.letter.messageId}>` },
        }),
      )
    }
    const { references } = (await answer(first.ticket_id)).letter
    expect(references[0]).toBe(first.message_id)
    expect(references.at(-1)).toBe(last)
    expect(references.map((id) => `<${id}>`).join(' ').length).toBeLessThanOrEqual(1_500)
  })

  test('says the same in words and in HTML, with the customer’s words quoted and in their language', async () => {
    await settle({ ...signature('Regards, {{ inbox.name }}', 'inbox'), ...addressing({}) })
    const row = await desk.receive(buildLetter({ text: 'My printer does not print any more.' }))
    const { letter } = await answer(row.ticket_id, { html: '<p>Hello,</p><ul><li>switch it on</li></ul>' })
    for (const words of [
      'Hello,',
      'switch it on',
      'Regards, Support',
      'My printer does not print any more.',
      'wrote:',
    ]) {
      expect(letter.text).toContain(words)
      expect(letter.html).toContain(words)
    }
    expect(letter.html).toContain('<html lang="en">')
    expect(letter.text).toMatch(/^On \w+ \d+, \d{4} at \d\d:\d\d GMT/m)
  })

  test('shows pictures from inside the letter: related parts, and nothing as a data: address', async () => {
    const upload = await desk.app.inject({
      method: 'POST',
      url: '/api/v1/files?name=shot.png&mime=image/png&isInline=true',
      headers: { ...as, 'content-type': 'application/octet-stream' },
      payload: Buffer.from('89504e470d0a1a0a', 'hex'),
    })
    const file = upload.json<{ id: number; contentId: string }>()
    const row = await desk.receive(buildLetter())
    const sent = await answer(row.ticket_id, {
      html: `<p>See <img src="cid:${file.contentId}"> and <img src="data:image/png;base64,AAAA"></p>`,
      fileIds: [file.id],
    })
    expect(sent.source).toMatch(/^Content-Type: multipart\/related;/m)
    expect(sent.source).toContain(`Content-ID: <${file.contentId}>`)
    expect(sent.letter.html).toContain(`src="cid:${file.contentId}"`)
    expect(sent.letter.html).not.toContain('data:')
    expect(sent.letter.attachments).toMatchObject([{ name: 'shot.png', isInline: true }])
  })

  test('has no line break in any header, whatever people called themselves and their files', async () => {
    const evil = 'x\r\nBcc: thief@evil.example\r\n\r\n<b>'
    const { id } = await db.selectFrom('agent').select('id').executeTakeFirstOrThrow()
    await db.updateTable('agent').set({ name: evil, position: evil }).where('id', '=', id).execute()
    await db.updateTable('inbox').set({ name: evil }).where('id', '=', desk.inbox.id).execute()
    await settle(
      signature(
        '{{ agent.name }} {{ agent.position }} {{ inbox.name }} {{ ticket.subject }} {{ customer.name }}',
        'inbox',
      ),
    )
    const row = await desk.receive(
      buildLetter({
        subject: '=?utf-8?Q?a=0D=0ABcc:_thief@evil.example=0D=0A=0D=0Ab?=',
        from: '=?utf-8?Q?a=0D=0ABcc:_thief@evil.example?= <anna@customer.example>',
        headers: {
          'Thread-Index': `AdGk0M2kY0uZ7n1kTqyW1b2c3d4e5Q==`,
          'Thread-Topic': '=?utf-8?Q?t=0D=0ABcc:_thief@evil.example?=',
        },
      }),
    )
    await db.updateTable('ticket').set({ subject: evil }).where('id', '=', row.ticket_id).execute()
    await db.updateTable('customer').set({ name: evil }).execute()
    const { source, to, headers } = await answer(row.ticket_id)
    const head = source.split('\r\n\r\n')[0] ?? ''
    expect(head).not.toMatch(/^bcc:/im)
    expect(headers.has('bcc')).toBe(false)
    expect(to).toEqual(['anna@customer.example'])
    expect(headers.get('from')).toContain('· x Bcc: thief@evil.example')
  })
})
