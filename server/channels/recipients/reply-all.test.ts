import { expect, test } from 'vitest'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'

const desk = await mailDesk()
const { ask, as, db, sink, inbox } = desk
await buildInbox(desk.platform, { address: 'sales@desk.example' })
await db
  .updateTable('inbox')
  .set({ addressing: JSON.stringify({ aliases: ['help@desk.example'] }) })
  .where('id', '=', inbox.id)
  .execute()
await ask({ method: 'GET', path: '/inboxes', as })

/** Whom a reply without a word on recipients reaches, by its envelope and as its header names them. */
async function reached(ticketId: number | null) {
  const before = sink.letters.length
  const reply = await desk.answer(ticketId ?? 0, {})
  expect(reply.delivery_state).toBe('sent')
  const [sent] = sink.letters.slice(before)
  const named = (list: readonly { address: string }[] = []) => list.map((one) => one.address)
  return { envelope: sent?.to.toSorted(), to: named(sent?.letter.to), cc: named(sent?.letter.cc).toSorted() }
}
const anna = 'Anna <anna@customer.example>'

test('everybody the customer addressed gets the answer, from To as from Cc, and none of our own addresses', async () => {
  const { ticket_id: ticketId } = await desk.receive(
    buildLetter({
      from: anna,
      to: 'Support <Support@Desk.example>, Boris <boris@customer.example>, help@desk.example',
      headers: {
        Cc: 'vera@partner.example, "Sales" <sales@desk.example>, support+1-abc@desk.example, anna@customer.example',
      },
    }),
  )
  expect(await reached(ticketId)).toEqual({
    envelope: ['anna@customer.example', 'boris@customer.example', 'vera@partner.example'],
    to: ['anna@customer.example'],
    cc: ['boris@customer.example', 'vera@partner.example'],
  })
})

test('whoever is left out by the customer is left out by the answer, and another conversation brings in nobody', async () => {
  const first = await desk.receive(
    buildLetter({ from: anna, headers: { Cc: 'lawyer@secret.example' }, messageId: 'with@customer.example' }),
  )
  const second = await desk.receive(buildLetter({ from: anna }))
  expect(second.ticket_id).not.toBe(first.ticket_id)
  expect((await reached(second.ticket_id)).envelope).toEqual(['anna@customer.example'])
  const headers = { 'In-Reply-To': '<with@customer.example>' }
  const again = await desk.receive(buildLetter({ from: anna, headers }))
  expect(again.ticket_id).toBe(first.ticket_id)
  expect((await reached(first.ticket_id)).envelope).toEqual(['anna@customer.example'])
})

test('whoever was in copy may answer into the ticket, and is answered with whom they wrote to', async () => {
  const { ticket_id: ticketId } = await desk.receive(
    buildLetter({ from: anna, headers: { Cc: 'boris@customer.example' } }),
  )
  await desk.answer(ticketId ?? 0, {})
  const headers = {
    'In-Reply-To': `<${sink.letters.at(-1)?.letter.messageId}>`,
    Cc: 'anna@customer.example',
  }
  const row = await desk.receive(buildLetter({ from: 'Boris <boris@customer.example>', headers }))
  expect(row.ticket_id).toBe(ticketId)
  expect(await reached(ticketId)).toEqual({
    envelope: ['anna@customer.example', 'boris@customer.example'],
    to: ['boris@customer.example'],
    cc: ['anna@customer.example'],
  })
})
