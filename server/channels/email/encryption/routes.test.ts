import { expect, test } from 'vitest'
import * as contract from '#contract/letter-keys.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { describeRefusals } from '#test/refusals.ts'

const desk = await mailDesk()
describeRefusals(contract, desk)

const ask = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object) =>
  desk.ask({ method, path, as: desk.as, ...(body && { body }) })

test.each([
  ['POST', `/inboxes/${desk.inbox.id}/letter-keys`, { scheme: 'x', key: 'y' }],
  ['POST', '/letter-authorities', { certificate: '' }],
  ['POST', '/customers/1/letter-keys', { address: 'no address', key: 'x' }],
  ['PATCH', '/correspondent-keys/1', { isConfirmed: false }],
  ['POST', '/customer-messages/x/open', undefined],
  ['GET', '/tickets/x/sent-protection', undefined],
] as const)('%s %s: bad input is 400', async (method, path, body) => {
  const answer = await ask(method, path, body)
  expect([answer.status, answer.body]).toMatchObject([400, { error: { name: 'invalid_input' } }])
})

test('what is not there is 404; a key for somebody else’s address is refused', async () => {
  for (const [method, path, body] of [
    ['GET', '/inboxes/999/letter-keys', undefined],
    ['DELETE', '/letter-keys/999', undefined],
    ['DELETE', '/letter-authorities/999', undefined],
    ['PATCH', '/correspondent-keys/999', { isRevoked: true }],
    ['DELETE', '/correspondent-keys/999', undefined],
    ['GET', '/customers/999/letter-keys', undefined],
    ['POST', '/customer-messages/999/open', undefined],
    ['GET', '/tickets/999/sent-protection', undefined],
  ] as const)
    expect([path, (await ask(method, path, body)).status]).toEqual([path, 404])
  const { ticketId, customerMessageId } = await buildMessage(desk.db)
  expect((await ask('POST', `/customer-messages/${customerMessageId}/open`)).status).toBe(404)
  const { body } = await ask('GET', `/tickets/${ticketId}/protection`)
  expect(body).toEqual({
    scheme: null,
    isSigned: false,
    isEncrypted: false,
    encrypts: 'never',
    withoutKey: [],
  })
  const unread = await ask('POST', '/letter-authorities', { certificate: 'rubbish' })
  expect(unread.body).toMatchObject({ error: { name: 'key_unreadable' } })
})
