import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'

/** Letters that a careless rule would lose, hold up, or put where they do not belong. */
const desk = await mailDesk()
const { db, receive } = desk
const replay = async (id: number) => {
  await desk.ask({ method: 'POST', path: `/letters/${id}/replay`, as: desk.as })
  await desk.work()
  return db.selectFrom('inbound_letter').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

test('a letter under a Message-ID of ours is ours only when it says so; a person may want it in any case', async () => {
  const ticket = await receive(buildLetter({ from: 'anna@client.example' }))
  const { id } = await desk.answer(ticket.ticket_id ?? 0, {})
  const { message_id: messageId } = await db
    .selectFrom('outbound_letter')
    .select('message_id')
    .where('reply_id', '=', id)
    .executeTakeFirstOrThrow()
  // Some programs answer under the Message-ID they answer to.
  const answer = await receive(buildLetter({ from: 'anna@client.example', messageId, text: 'Thank you' }))
  expect(answer).toMatchObject({ state: 'threaded', reason: 'own_message_id', ticket_id: ticket.ticket_id })
  const round = {
    from: 'Support via Talk <talk@lists.example>',
    headers: { 'List-Id': '<talk.lists.example>' },
  }
  const ours = [
    await receive(buildLetter({ from: 'support@desk.example', messageId, text: 'Ours' })),
    await receive(buildLetter({ ...round, messageId, text: 'Ours through a list' })),
  ]
  expect(ours.map((row) => row.reason)).toEqual(['own_letter', 'own_letter'])
  expect(await replay(ours[0]?.id ?? 0)).toMatchObject({ state: 'threaded', ticket_id: ticket.ticket_id })
})

test('whoever writes the address that stands for nobody belongs to nobody’s ticket', async () => {
  const nobody = await receive('Subject: nobody\r\nMessage-ID: <nobody-1@x.example>\r\n\r\nHello\r\n')
  const row = await receive(
    buildLetter({ from: 'unknown@sender.invalid', subject: `Re: [HD-${nobody.ticket_id}]` }),
  )
  expect(row).toMatchObject({ state: 'new_ticket', reason: 'stranger_named_ticket' })
})

test('an answer to a letter that cannot be processed waits for it, and is not put aside with it', async () => {
  await sql`alter table ticket add constraint no_poison check (subject <> 'poison')`.execute(db)
  const from = 'carl@client.example'
  const send = (raw: string) => deliver(desk.port, raw, { from, to: 'support@desk.example' })
  const headers = { 'In-Reply-To': '<poison@client.example>' }
  // The answer has overtaken it: its turn always comes first.
  await send(buildLetter({ from, messageId: 'answer@client.example', subject: 'Re: poison', headers }))
  await send(buildLetter({ from, messageId: 'poison@client.example', subject: 'poison' }))
  const states = async () => {
    const rows = await db
      .selectFrom('inbound_letter')
      .select('state')
      .where('message_id', 'in', ['answer@client.example', 'poison@client.example'])
      .orderBy('id')
      .execute()
    return rows.map((row) => row.state)
  }
  await desk.work()
  for (let tries = 0; tries < 4; tries++) {
    await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(db)
    await desk.work()
  }
  expect(await states()).toEqual(['received', 'quarantined'])
  await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(db)
  await desk.work()
  expect(await states()).toEqual(['new_ticket', 'quarantined'])
  await sql`alter table ticket drop constraint no_poison`.execute(db)
})

test('letters that answer each other wait for nobody in the end', async () => {
  const from = 'dan@client.example'
  const ids = ['ring-0@client.example', 'ring-1@client.example', 'ring-2@client.example']
  for (const [n, messageId] of ids.entries()) {
    const headers = { 'In-Reply-To': `<${ids[(n + 1) % ids.length]}>` }
    await deliver(desk.port, buildLetter({ from, messageId, headers }), { from, to: 'support@desk.example' })
  }
  await desk.work()
  const rows = await db.selectFrom('inbound_letter').selectAll().where('message_id', 'in', ids).execute()
  expect(rows.map((row) => row.reason).toSorted()).toEqual(['in_reply_to', 'in_reply_to', 'no_thread'])
  expect(new Set(rows.map((row) => row.ticket_id)).size).toBe(1)
})

test('In-Reply-To goes before References, and of these the newest first', async () => {
  const from = 'eva@client.example'
  const ticketOf = async (messageId: string) => (await receive(buildLetter({ from, messageId }))).ticket_id
  const [oldest, newest, answered] = [
    await ticketOf('order-1@client.example'),
    await ticketOf('order-2@client.example'),
    await ticketOf('order-3@client.example'),
  ]
  const references = { References: '<order-1@client.example> <order-2@client.example>' }
  const byReferences = await receive(buildLetter({ from, headers: references }))
  expect(byReferences).toMatchObject({ reason: 'references', ticket_id: newest })
  const both = { ...references, 'In-Reply-To': '<order-3@client.example>' }
  const byAnswer = await receive(buildLetter({ from, headers: both }))
  expect(byAnswer).toMatchObject({ reason: 'in_reply_to', ticket_id: answered })
  expect(oldest).not.toBe(newest)
})

test('a relay’s own Message-ID for a letter of ours is as good as ours (FreeScout #2927)', async () => {
  const ticket = await receive(buildLetter({ from: 'fred@client.example' }))
  const { id } = await desk.answer(ticket.ticket_id ?? 0, {})
  const messageId = 'rewritten-1@relay.example'
  await db.updateTable('outbound_letter').set({ message_id: messageId }).where('reply_id', '=', id).execute()
  const headers = { 'In-Reply-To': `<${messageId}>` }
  const row = await receive(buildLetter({ from: 'fred@client.example', headers }))
  expect(row).toMatchObject({ reason: 'own_message_id', ticket_id: ticket.ticket_id })
})

test('a letter without a Message-ID is kept, once however often it is brought', async () => {
  const raw = buildLetter({ from: 'gleb@client.example', messageId: null })
  const first = await receive(raw)
  expect(first).toMatchObject({ state: 'new_ticket', message_id: null })
  expect((await receive(raw)).id).toBe(first.id)
  const other = await receive(buildLetter({ from: 'gleb@client.example', messageId: null }))
  expect(other.ticket_id).not.toBe(first.ticket_id)
})

test('a machine neither reopens a closed ticket nor opens another for it', async () => {
  const from = 'away@client.example'
  const ticket = await receive(buildLetter({ from, messageId: 'closed@client.example' }))
  const closed = { status_category: 'closed' as const }
  await db.updateTable('ticket').set(closed).where('id', '=', ticket.ticket_id).execute()
  const headers = { 'Auto-Submitted': 'auto-replied', 'In-Reply-To': '<closed@client.example>' }
  const row = await receive(buildLetter({ from, headers }))
  expect(row).toMatchObject({ state: 'threaded', ticket_id: ticket.ticket_id })
  const after = await db
    .selectFrom('ticket')
    .select('status_category')
    .where('id', '=', ticket.ticket_id)
    .executeTakeFirstOrThrow()
  expect(after).toEqual(closed)
})
