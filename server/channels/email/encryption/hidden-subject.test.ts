import { afterAll, describe, expect, test } from 'vitest'
import { sectionDefaults } from '#contract/inbox-sections.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { missingOpenssl, opensslWorkshop } from '#test/servers/openssl.ts'

const missing = missingOpenssl()

describe.skipIf(missing !== null)(`a subject that came sealed${missing ? ` (${missing})` : ''}`, async () => {
  const desk = await mailDesk()
  const { db, sink } = desk
  const ssl = opensslWorkshop()
  afterAll(() => ssl.remove())
  const ours = ssl.certify('support@desk.example')

  test('is the ticket’s, and stands in no letter of ours', async () => {
    const path = `/inboxes/${desk.inbox.id}/letter-keys`
    const key = ours.certificate + ours.privateKey
    await desk.ask({ method: 'POST', path, body: { scheme: 'smime', key }, as: desk.as })
    await db
      .updateTable('inbox')
      .set({
        acknowledgement: JSON.stringify({ ...sectionDefaults.acknowledgement, isOn: true }),
        signature: JSON.stringify({ template: 'About {{ ticket.subject }}', order: 'inbox' }),
      })
      .where('id', '=', desk.inbox.id)
      .execute()
    const type = 'text/plain; charset=utf-8; protected-headers="v1"'
    const hidden = `Subject: Merger of Desk and Customer\r\nContent-Type: ${type}\r\n\r\nHush\r\n`
    const head = ['From: greta@customer.example', 'To: support@desk.example', 'Subject: ...']
    const sealed = ssl.encrypt(hidden, [ours]).toString('latin1').replace(/\r?\n/g, '\r\n')
    const row = await desk.receive(`${head.join('\r\n')}\r\nMessage-ID: <1@customer.example>\r\n${sealed}`)
    const id = row.ticket_id ?? 0
    const ticket = db.selectFrom('ticket').select('subject').where('id', '=', id)
    expect(await ticket.executeTakeFirst()).toEqual({ subject: 'Merger of Desk and Customer' })
    await desk.answer(id, { text: 'Understood' })
    // The answer to it came in clear, and knows no more than we said.
    await desk.receive(buildLetter({ from: 'greta@customer.example', subject: `Re: [...] [HD-${id}]` }))
    await desk.answer(id, { text: 'Once more' })
    expect(sink.letters.map(({ raw }) => /^Subject: (.*)$/m.exec(raw.toString())?.[1]?.trim())).toEqual([
      expect.stringContaining('[...]'),
      `Re: [...] [HD-${id}]`,
      `Re: [...] [HD-${id}]`,
    ])
    for (const { raw } of sink.letters) expect(raw.toString()).not.toMatch(/merger/i)
  })
})
