import { describe, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { addAutomaticReply } from './add-automatic-reply.ts'

const desk = await mailDesk()
const { ask, as, db, clock } = desk

const ticketOf = (id: number) =>
  db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const move = async (letterId: number, fromTicketId: number, ticketId: number | null) => {
  const body = { fromTicketId, ticketId }
  const answer = await ask({ method: 'POST', path: `/letters/${letterId}/move`, body, as })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return answer.body.letter.ticketId as number
}
const message = async (id: number | null) =>
  db.selectFrom('customer_message').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
/** A reply that waits for tomorrow. */
const schedule = async (ticketId: number) => {
  const sendAt = new Date(clock.now().getTime() + 86_400_000).toISOString()
  const body = { text: 'Not yet', sendAt }
  const answer = await ask({ method: 'POST', path: `/tickets/${ticketId}/replies`, body, as })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body.id as number
}
let serial = 0
/** Anna's letter, and Felix's in the same ticket, because Anna's was to both. */
const conversation = async () => {
  const messageId = `counted-${++serial}@own.example`
  const anna = await desk.receive(
    buildLetter({ from: 'anna@own.example', text: 'By Anna', messageId, headers: { Cc: 'felix@b.example' } }),
  )
  clock.forward(60)
  const felix = await desk.receive(
    buildLetter({
      from: 'felix@b.example',
      text: 'By Felix',
      headers: { 'In-Reply-To': `<${messageId}>` },
    }),
  )
  expect(felix.ticket_id).toBe(anna.ticket_id)
  return { anna, felix, ticketId: anna.ticket_id ?? 0 }
}

describe('a reply that has not left answers nobody', () => {
  test.each(['scheduled', 'held', 'cancelled'] as const)(
    'nor does it count when a message leaves: %s',
    async (state) => {
      const { anna, felix, ticketId } = await conversation()
      const replyId = await schedule(ticketId)
      await db.updateTable('reply').set({ delivery_state: state }).where('id', '=', replyId).execute()
      await move(felix.id, ticketId, null)
      expect(await ticketOf(ticketId)).toMatchObject({
        waiting_since: (await message(anna.customer_message_id)).created_at,
        post_count: 1,
        last_post_id: anna.customer_message_id,
        snippet: 'By Anna',
        merged_into_id: null,
      })
    },
  )

  test('who comes into its ticket still waits', async () => {
    const stray = await desk.receive(buildLetter({ from: 'stray@c.example', text: 'Astray' }))
    const { ticketId } = await conversation()
    await desk.answer(ticketId, { text: 'Answered' })
    clock.forward(60)
    const later = await desk.receive(buildLetter({ from: 'late@c.example', text: 'Late' }))
    const replyId = await schedule(ticketId)
    await move(later.id, later.ticket_id ?? 0, ticketId)
    const { created_at: since } = await message(later.customer_message_id)
    expect(await ticketOf(ticketId)).toMatchObject({ waiting_since: since, snippet: 'Late', post_count: 4 })
    // What was answered before it came is answered; the older message changes nothing of that.
    await move(stray.id, stray.ticket_id ?? 0, ticketId)
    expect(await ticketOf(ticketId)).toMatchObject({ waiting_since: since, snippet: 'Late', post_count: 5 })
    expect((await desk.replyRow(replyId)).delivery_state).toBe('scheduled')
  })

  test('its ticket does not end while it waits', async () => {
    const lone = await desk.receive(buildLetter({ from: 'lone@c.example' }))
    const ticketId = lone.ticket_id ?? 0
    await schedule(ticketId)
    await move(lone.id, ticketId, null)
    expect(await ticketOf(ticketId)).toMatchObject({
      merged_into_id: null,
      status_category: 'new',
      post_count: 0,
    })
  })
})

test('undoing a reply brings back nothing of a message that has left meanwhile', async () => {
  const { anna, felix, ticketId } = await conversation()
  const path = `/tickets/${ticketId}/replies`
  const sent = await ask({ method: 'POST', path, body: { text: 'Undo me', undoSeconds: 30 }, as })
  expect(await ticketOf(ticketId)).toMatchObject({ snippet: 'Undo me', waiting_since: null, post_count: 3 })
  await move(felix.id, ticketId, null)
  await ask({ method: 'POST', path: `/replies/${sent.body.id}/cancel`, body: {}, as })
  expect((await desk.replyRow(sent.body.id)).delivery_state).toBe('cancelled')
  expect(await ticketOf(ticketId)).toMatchObject({
    snippet: 'By Anna',
    last_post_id: anna.customer_message_id,
    waiting_since: (await message(anna.customer_message_id)).created_at,
    post_count: 1,
  })
})

test('an acknowledgement alone keeps no ticket: what answers it is heard where the message went', async () => {
  const { ticketId: homeId } = await conversation()
  const stray = await desk.receive(buildLetter({ from: 'told@d.example', text: 'Told' }))
  const strayId = stray.ticket_id ?? 0
  const to = { address: 'told@d.example', name: '' }
  const words = { subject: 'We have it', html: '<p>We have it</p>', text: 'We have it' }
  await inTransaction(db, (tx) =>
    addAutomaticReply(tx, { ticketId: strayId, inboxId: desk.inbox.id, to, ...words }, clock.now()),
  )
  await desk.work()
  await move(stray.id, strayId, homeId)
  expect(await ticketOf(strayId)).toMatchObject({ status_category: 'closed', merged_into_id: homeId })
  const answer = await desk.receive(
    buildLetter({
      from: 'told@d.example',
      headers: { 'In-Reply-To': `<${desk.sink.letters.at(-1)?.letter.messageId}>` },
    }),
  )
  expect(answer).toMatchObject({ state: 'threaded', ticket_id: homeId })
  await move(stray.id, homeId, strayId)
  expect(await ticketOf(strayId)).toMatchObject({
    status_category: 'new',
    merged_into_id: null,
    closed_at: null,
    last_post_id: stray.customer_message_id,
    snippet: 'Told',
    post_count: 2,
  })
})
