import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import * as contract from '#contract/mailbox-imports.ts'
import { WebhookEventType } from '#contract/webhook-events.ts'
import { importTasks } from '#server/imports/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { StorageError } from '#server/platform/storage/storage-error.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { importDesk, mbox } from '#test/import-desk.ts'
import { describeRefusals } from '#test/refusals.ts'

const { desk, ask, put, upload, work, runFile, find } = await importDesk()
const { db, sink, platform } = desk

describeRefusals(contract, desk)

const tables = [
  'event',
  'outbound_letter',
  'graphile_worker._private_jobs',
  'system_letter',
  'sent_copy',
  'webhook_delivery',
] as const
/** Somebody who wants to hear of everything. */
await db
  .insertInto('webhook')
  .values({
    name: 'CRM',
    url: 'https://crm.example/hook',
    types: [...WebhookEventType.options],
    secret: platform.secrets.encrypt('whsec_'),
    created_at: platform.clock.now(),
    updated_at: platform.clock.now(),
  })
  .execute()
/** Everything by which something would follow from a letter. */
const consequences = async () => {
  const counts: Record<string, number> = {}
  for (const table of tables)
    counts[table] =
      (await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(table)}`.execute(db)).rows[0]?.n ?? 0
  // What administrators did is history too; imports themselves are.
  counts['event'] =
    (await sql<{ n: number }>`select count(*)::int as n from event where ticket_id is not null`.execute(db))
      .rows[0]?.n ?? 0
  return counts
}
const feedOf = async (ticketId: number) => {
  const { body } = await ask('GET', `/tickets/${ticketId}/feed`)
  return body['items'] as {
    kind: string
    text: string
    at: string
    files: { name: string }[]
    delivery?: { state: string }
  }[]
}

const question = buildLetter({
  from: 'Anna <anna@customer.example>',
  subject: 'Старый вопрос',
  text: 'Where is my order?\nFrom the shop',
  messageId: 'q1@customer.example',
  headers: { Date: 'Fri, 08 Jul 2011 12:00:00 +0000' },
})
const answer = buildLetter({
  from: 'Support <support@desk.example>',
  subject: 'Re: Старый вопрос',
  text: 'On its way',
  messageId: 'a1@old.example',
  headers: {
    To: 'Anna <anna@customer.example>',
    'In-Reply-To': '<q1@customer.example>',
    Date: 'Fri, 08 Jul 2011 13:00:00 +0000',
  },
})
const thanks = buildLetter({
  from: 'anna@customer.example',
  subject: 'Re: Старый вопрос',
  text: 'Thank you',
  messageId: 'q2@customer.example',
  headers: {
    References: '<q1@customer.example> <a1@old.example>',
    'In-Reply-To': '<a1@old.example>',
    Date: 'Fri, 08 Jul 2011 14:00:00 +0000',
  },
})

beforeEach(() => {
  sink.letters.length = 0
})

test('an old conversation becomes one closed ticket with its dates and answers, and nothing follows from it', async () => {
  const before = await consequences()
  // The answer lies before the question, as in two folders put together.
  const done = await runFile(
    mbox([answer, question, thanks, buildLetter({ from: 'boris@customer.example', messageId: null })]),
  )
  expect(done).toMatchObject({
    state: 'done',
    share: 1,
    lettersRead: 4,
    ticketsMade: 2,
    messagesMade: 3,
    repliesMade: 1,
    skipped: 0,
    failed: 0,
  })
  const letter = await db
    .selectFrom('inbound_letter')
    .selectAll()
    .where('message_id', '=', 'q1@customer.example')
    .executeTakeFirstOrThrow()
  const ticket = await db
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', letter.ticket_id)
    .executeTakeFirstOrThrow()
  expect(ticket).toMatchObject({
    status_category: 'closed',
    waiting_since: null,
    post_count: 3,
    snippet: 'Thank you',
    created_at: new Date('2011-07-08T12:00:00Z'),
    last_activity_at: new Date('2011-07-08T14:00:00Z'),
    closed_at: new Date('2011-07-08T14:00:00Z'),
  })
  const customer = await db
    .selectFrom('customer')
    .select('created_at')
    .where('id', '=', ticket.customer_id)
    .executeTakeFirstOrThrow()
  expect(customer.created_at).toEqual(new Date('2011-07-08T12:00:00Z'))
  const feed = await feedOf(ticket.id)
  expect(feed.map((item) => [item.kind, item.text, item.at])).toEqual([
    ['customer_message', 'Where is my order?\nFrom the shop', '2011-07-08T12:00:00.000Z'],
    ['reply', 'On its way', '2011-07-08T13:00:00.000Z'],
    ['customer_message', 'Thank you', '2011-07-08T14:00:00.000Z'],
  ])
  expect(feed[1]?.delivery?.state).toBe('sent')
  const found = await ask('GET', `/tickets?status=any&customerId=${ticket.customer_id}`)
  // Nobody has to read what others have dealt with long ago.
  expect(found.body['items']).toMatchObject([{ id: ticket.id, isUnread: false }])
  await desk.work()
  expect(await consequences()).toEqual(before)
  expect(sink.letters).toEqual([])
})

test('running it again adds nothing, nor does the same letter by today’s mail', async () => {
  const count = async () =>
    (
      await sql<{
        t: number
        p: number
      }>`select (select count(*)::int from ticket) as t, (select count(*)::int from customer_message) + (select count(*)::int from reply) as p`.execute(
        db,
      )
    ).rows[0]
  const before = await count()
  expect(await runFile(mbox([question, answer, thanks]))).toMatchObject({
    state: 'done',
    ticketsMade: 0,
    messagesMade: 0,
    repliesMade: 0,
    skipped: 3,
  })
  const row = await desk.receive(`X-Way: another\r\n${thanks}`, undefined, 'anna@customer.example')
  expect([row.state, row.reason]).toEqual(['ignored', 'duplicate'])
  expect(await count()).toEqual(before)
})

test('a letter without a Message-ID is known again however its lines were kept', async () => {
  const raw = buildLetter({
    from: 'noid@customer.example',
    subject: 'No id',
    text: 'From the start\r\nand on',
    messageId: null,
    headers: { Date: 'Fri, 08 Jul 2011 12:00:00 +0000' },
  })
  expect(await runFile(mbox([raw]))).toMatchObject({ ticketsMade: 1 })
  expect(await runFile(mbox([raw.replaceAll('\r\n', '\n')]))).toMatchObject({ ticketsMade: 0, skipped: 1 })
  const another = raw.replace('and on', 'and off')
  expect(await runFile(mbox([another]))).toMatchObject({ ticketsMade: 1, skipped: 0 })
})

test('a long conversation is read in the order of its dates, whatever order it came in', async () => {
  const days = Array.from({ length: 70 }, (_, at) => new Date(Date.UTC(2011, 0, 1 + at)))
  const letters = days.map((day, at) =>
    buildLetter({
      from: at % 2 === 0 ? 'long@customer.example' : 'support@desk.example',
      subject: 'Long',
      text: `Letter ${at}`,
      messageId: `long-${at}@customer.example`,
      headers: {
        To: at % 2 === 0 ? 'support@desk.example' : 'long@customer.example',
        Date: day.toUTCString(),
        ...(at > 0 && { 'In-Reply-To': '<long-0@customer.example>' }),
      },
    }),
  )
  // Newest first, as Google Takeout writes them.
  expect(await runFile(mbox(letters.toReversed()))).toMatchObject({ ticketsMade: 1, messagesMade: 35 })
  const { ticket_id: ticketId } = await db
    .selectFrom('inbound_letter')
    .select('ticket_id')
    .where('message_id', '=', 'long-0@customer.example')
    .executeTakeFirstOrThrow()
  const read: string[] = []
  for (let cursor = ''; ;) {
    const { body } = await ask('GET', `/tickets/${ticketId}/feed?limit=20${cursor}`)
    read.unshift(...(body['items'] as { text: string }[]).map((item) => item.text))
    if (body['nextCursor'] === null) break
    cursor = `&cursor=${encodeURIComponent(body['nextCursor'] as string)}`
  }
  expect(read).toEqual(days.map((_, at) => `Letter ${at}`))
})

test('an answer sent today to an old ticket threads, and so does what the customer writes back', async () => {
  const letter = await db
    .selectFrom('inbound_letter')
    .selectAll()
    .where('message_id', '=', 'q1@customer.example')
    .executeTakeFirstOrThrow()
  const ticketId = letter.ticket_id ?? 0
  const open = await db
    .selectFrom('ticket_status')
    .select('id')
    .where('category', '=', 'open')
    .where('is_default', '=', true)
    .executeTakeFirstOrThrow()
  const reply = await ask('POST', `/tickets/${ticketId}/replies`, {
    text: 'Did it arrive?',
    statusId: open.id,
  })
  expect(reply.status).toBe(201)
  await desk.work()
  const sent = sink.letters[0]?.letter
  expect(sink.letters[0]?.to).toEqual(['anna@customer.example'])
  expect(sent).toMatchObject({
    inReplyTo: ['q2@customer.example'],
    references: ['q1@customer.example', 'q2@customer.example'],
  })
  const back = await desk.receive(
    buildLetter({
      from: 'anna@customer.example',
      subject: 'Re: it did',
      headers: { 'In-Reply-To': `<${sent?.messageId}>` },
    }),
    undefined,
    'anna@customer.example',
  )
  expect([back.state, back.ticket_id]).toEqual(['threaded', ticketId])
  // By an old Message-ID alone, which only the import knows; the ticket it came from is at work again.
  const older = await desk.receive(
    buildLetter({
      from: 'anna@customer.example',
      subject: 'One more',
      headers: { 'In-Reply-To': '<a1@old.example>' },
    }),
    undefined,
    'anna@customer.example',
  )
  expect([older.state, older.ticket_id]).toEqual(['threaded', ticketId])
})

test('files come along; reports of mail systems do not; a letter that cannot be entered is listed', async () => {
  const withFile = buildLetter({
    from: 'carl@customer.example',
    subject: 'With a file',
    text: '--x\nContent-Type: text/plain\n\nSee the file\n--x\nContent-Type: text/csv; name="a.csv"\nContent-Disposition: attachment\n\n1;2\n--x--',
    headers: { 'Content-Type': 'multipart/mixed; boundary=x' },
  })
  const bounce = buildLetter({
    from: 'MAILER-DAEMON@customer.example',
    subject: 'Undelivered Mail Returned to Sender',
    headers: {
      'Auto-Submitted': 'auto-replied',
      'Content-Type': 'multipart/report; report-type=delivery-status; boundary=x',
    },
    text: '--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\nFinal-Recipient: rfc822; b@c.example\nAction: failed\nStatus: 5.1.1\n--x--',
  })
  await sql`alter table ticket add constraint no_poison check (subject <> 'poison')`.execute(db)
  const done = await runFile(
    mbox([withFile, bounce, buildLetter({ subject: 'poison' }), buildLetter({ subject: 'after' })]),
  )
  await sql`alter table ticket drop constraint no_poison`.execute(db)
  expect(done).toMatchObject({ state: 'done', lettersRead: 4, ticketsMade: 2, skipped: 1, failed: 1 })
  const problems = await ask('GET', `/mailbox-imports/${done?.id}/problems`)
  expect(problems.body).toMatchObject({
    items: [{ subject: 'poison', problem: 'not_entered', detail: expect.stringContaining('no_poison') }],
  })
  const ticket = await db
    .selectFrom('ticket')
    .select('id')
    .where('subject', '=', 'With a file')
    .executeTakeFirstOrThrow()
  expect((await feedOf(ticket.id))[0]?.files.map((file) => file.name)).toEqual(['a.csv'])
})

test('a database that goes away for a moment costs no letter', async () => {
  // What the server says to whoever was connected when it shuts down.
  await sql`create sequence goodbye`.execute(db)
  await sql`create function goodbye() returns trigger language plpgsql as $$
    begin
      if nextval('goodbye') <= 2 then raise exception 'terminating connection' using errcode = '57P01'; end if;
      return new;
    end $$`.execute(db)
  await sql`create trigger goodbye before insert on ticket for each row execute function goodbye()`.execute(
    db,
  )
  const before = (await sql`select from mailbox_import_problem`.execute(db)).rows.length
  const id = (
    await runFile(mbox([1, 2, 3].map((at) => buildLetter({ subject: `goodbye ${at}`, messageId: null }))))
  )?.id as number
  for (let round = 0; round < 2; round++) {
    expect(await find(id)).toMatchObject({ state: 'running', lettersRead: 0 })
    await sql`update graphile_worker._private_jobs set run_at = now()`.execute(db)
    await work()
  }
  await sql`drop trigger goodbye on ticket`.execute(db)
  expect(await find(id)).toMatchObject({ state: 'done', lettersRead: 3, ticketsMade: 3, failed: 0 })
  expect((await sql`select from mailbox_import_problem`.execute(db)).rows).toHaveLength(before)
})

test('a full disk stops it and costs no letter: with room again it goes on', async () => {
  const full = new StorageError('full', 'for a test')
  const storage = { ...platform.storage, put: () => Promise.reject(full) }
  const id = await upload(mbox([1, 2].map((at) => buildLetter({ subject: `full ${at}` }))))
  await drainJobs(platform.database.pool, importTasks({ ...platform, storage }), platform.log)
  expect(await find(id)).toMatchObject({ state: 'failed', error: 'storage_full', lettersRead: 0, failed: 0 })
  await ask('POST', `/mailbox-imports/${id}/resume`)
  await work()
  expect(await find(id)).toMatchObject({ state: 'done', ticketsMade: 2, failed: 0 })
})

test('the file comes in pieces; a wrong place is answered with the right one', async () => {
  const file = Buffer.from(mbox([buildLetter({ subject: 'in pieces' })]))
  const made = await ask('POST', '/mailbox-imports', {
    source: 'mbox',
    inboxId: desk.inbox.id,
    name: 'a.mbox',
    sizeBytes: file.length,
  })
  expect((await put(made.body.id, file.subarray(0, 100))).body).toMatchObject({
    state: 'uploading',
    uploadedBytes: 100,
  })
  expect((await put(made.body.id, file.subarray(0, 100))).body).toMatchObject({
    error: { name: 'version_conflict', detail: { uploadedBytes: 100 } },
  })
  expect((await put(made.body.id, Buffer.concat([file, file]), 100)).body).toMatchObject({
    error: { name: 'too_large' },
  })
  expect((await put(made.body.id, file.subarray(100), 100)).body).toMatchObject({ state: 'running' })
  await work()
  expect(await find(made.body.id)).toMatchObject({ state: 'done', ticketsMade: 1 })
})

test('bad input is 400, what is not there 404, what cannot be done now 409', async () => {
  expect(
    (
      await ask('POST', '/mailbox-imports', {
        source: 'mbox',
        inboxId: desk.inbox.id,
        name: '',
        sizeBytes: 0,
      })
    ).status,
  ).toBe(400)
  expect(
    (await ask('POST', '/mailbox-imports', { source: 'mbox', inboxId: 999, name: 'a', sizeBytes: 1 })).body
      .error.name,
  ).toBe('unknown_reference')
  expect(
    (await ask('POST', '/mailbox-imports', { source: 'imap', inboxId: desk.inbox.id, name: 'INBOX' })).body
      .error.name,
  ).toBe('no_inbox')
  for (const wish of ['cancel', 'resume', 'undo'])
    expect((await ask('POST', `/mailbox-imports/999/${wish}`)).status).toBe(404)
  expect((await put(999, 'x')).status).toBe(404)
  expect((await ask('DELETE', '/mailbox-imports/999')).status).toBe(404)
  expect((await ask('GET', '/inboxes/999/folders')).status).toBe(409)
})
