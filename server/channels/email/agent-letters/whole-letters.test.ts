import { beforeEach, expect, test } from 'vitest'
import { buildAgent } from '#test/builders/agent.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { buildSigningDomain, resolveFrom } from '#test/builders/signed-letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { emailDesk } from '../email-desk.ts'
import { createReplyAddress } from '../threading/thread-token.ts'

/** Agents' letters with more in them than a post carries, or than can be read. */
const desk = await mailDesk()
const { db, receive, sink } = desk
const company = buildSigningDomain('company.example')
const email = emailDesk(desk.platform)
await buildAgent(db, { email: 'olga@company.example', name: 'Olga' })
beforeEach(() => {
  sink.letters.length = 0
  email.resolve = resolveFrom(company.records)
})

const mixed = (boundary: string, parts: string[]) =>
  [...parts.map((part) => `--${boundary}\r\n${part}`), `--${boundary}--`, ''].join('\r\n')
const files = (count: number, name: string) =>
  Array.from(
    { length: count },
    (_, n) =>
      `Content-Type: text/csv; name=${name}-${n}.csv\r\nContent-Disposition: attachment; filename=${name}-${n}.csv\r\n\r\n${name} ${n}`,
  )
const plain = (text: string) => `Content-Type: text/plain; charset=utf-8\r\n\r\n${text}`

function forward(inside: number, beside: number): Promise<string> {
  const inner = buildLetter({
    from: 'Carl <carl@client.example>',
    to: 'olga@company.example',
    text: mixed('in', [plain('Many files'), ...files(inside, 'inner')]),
    headers: { 'Content-Type': 'multipart/mixed; boundary=in' },
  })
  const outer = buildLetter({
    from: 'olga@company.example',
    subject: 'Fwd: files',
    text: mixed('out', [
      plain('For you'),
      `Content-Type: message/rfc822\r\n\r\n${inner}`,
      ...files(beside, 'beside'),
    ]),
    headers: { 'Content-Type': 'multipart/mixed; boundary=out' },
  })
  return company.sign(outer)
}

const namesOf = async (customerMessageId: number | null) =>
  (
    await db
      .selectFrom('file')
      .select('name')
      .where('customer_message_id', '=', customerMessageId ?? 0)
      .orderBy('id')
      .execute()
  ).map((file) => file.name)

test('a forwarded letter is held to a hundred files, and what is beyond them is in the letter as it came', async () => {
  const many = await receive(await forward(120, 2))
  expect(many).toMatchObject({ state: 'new_ticket', reason: 'agent_forward' })
  const names = await namesOf(many.customer_message_id)
  expect([names.length, names[0], names.at(-1)]).toEqual([101, 'inner-0.csv', 'letter.eml'])

  const together = await receive(await forward(98, 4))
  const kept = await namesOf(together.customer_message_id)
  expect([kept.length, kept[98], kept.at(-1)]).toEqual([101, 'beside-0.csv', 'letter.eml'])

  const few = await receive(await forward(3, 1))
  expect(await namesOf(few.customer_message_id)).toEqual([
    'inner-0.csv',
    'inner-1.csv',
    'inner-2.csv',
    'beside-0.csv',
  ])
})

test('an agent’s answer that cannot be read whole stays inside: its raw letter is not for the customer', async () => {
  const ticket = await receive(buildLetter({ from: 'vera@client.example' }))
  const address = createReplyAddress(email.tokenKey, desk.inbox.address, ticket.ticket_id ?? 0)
  const raw = buildLetter({
    from: 'olga@company.example',
    to: address,
    text: mixed('b', [plain('All of them'), ...files(120, 'table')]),
    headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
  })
  const row = await receive(await company.sign(raw), address)
  expect(row).toMatchObject({ state: 'threaded', reason: 'agent_not_whole', ticket_id: ticket.ticket_id })
  expect(sink.letters).toEqual([])
  const notes = await db.selectFrom('note').select('text').where('ticket_id', '=', row.ticket_id).execute()
  expect(notes).toEqual([{ text: 'All of them' }])
})
