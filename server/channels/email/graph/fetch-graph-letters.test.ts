import { beforeEach, describe, expect, test } from 'vitest'
import { buildLetter } from '#test/builders/letter.ts'
import { graphDesk } from '#test/graph-desk.ts'

const desk = await graphDesk()
const { graph, db, inbox, look, ledger } = desk

beforeEach(async () => {
  // What another test left in the mailbox is looked at before.
  await look()
  graph.requests.length = 0
})

const subjectsOf = async (before: number) => {
  await desk.work()
  return (await ledger()).slice(before).map((row) => row.subject)
}
const count = async () => (await ledger()).length
const valuesAsked = () => graph.requests.filter((request) => request.endsWith('/$value')).length

test('a letter becomes a ticket, once, however often one looks', async () => {
  const before = await count()
  graph.deliver(buildLetter({ subject: 'By Graph' }))
  expect(await look()).toBe(1)
  expect(await look()).toBe(0)
  expect(await subjectsOf(before)).toEqual(['By Graph'])
  expect((await ledger()).at(-1)).toMatchObject({
    state: 'new_ticket',
    envelope: { via: 'graph', rcptTo: ['support@desk.example'] },
  })
  expect(valuesAsked()).toBe(1)
})

test('many pages, told of twice here and there, come once each and in order', async () => {
  const before = await count()
  const subjects = Array.from({ length: 130 }, (_, index) => `Page ${index}`)
  for (const subject of subjects) graph.deliver(buildLetter({ subject }))
  expect(await look()).toBe(130)
  expect(await subjectsOf(before)).toEqual(subjects)
  expect(valuesAsked()).toBe(130)
})

test('when Graph has forgotten where we were (410), nothing is lost, doubled or fetched again', async () => {
  const before = await count()
  graph.deliver(buildLetter({ subject: 'While it was forgotten' }))
  graph.forgetLinks()
  expect(await look()).toBe(1)
  expect(await look()).toBe(0)
  expect(await subjectsOf(before)).toEqual(['While it was forgotten'])
  expect(valuesAsked()).toBe(1)
})

test('forgotten in the middle of the pages is the same', async () => {
  const before = await count()
  for (let index = 0; index < 70; index++) graph.deliver(buildLetter({ subject: `Middle ${index}` }))
  graph.trouble({ on: '/delta', status: 500 })
  await expect(look()).rejects.toMatchObject({ status: 500 })
  const values = valuesAsked()
  graph.trouble({ on: '/$value', status: 503, retryAfter: 7 })
  await expect(look()).rejects.toMatchObject({ status: 503, retryAfterSeconds: 7 })
  graph.forgetLinks()
  expect(await look()).toBe(70)
  expect((await subjectsOf(before)).toSorted()).toEqual(
    Array.from({ length: 70 }, (_, index) => `Middle ${index}`).toSorted(),
  )
  expect(valuesAsked() - values).toBe(71)
})

test('a letter that went away between two questions is no trouble; different ones with one Message-ID all come', async () => {
  const before = await count()
  const gone = graph.deliver(buildLetter({ subject: 'Gone' }))
  graph.trouble({ on: `${gone.id}/$value`, status: 404, code: 'ErrorItemNotFound' })
  graph.deliver(buildLetter({ subject: 'Same id, first', messageId: 'same@customer.example' }))
  graph.deliver(buildLetter({ subject: 'Same id, second', messageId: 'same@customer.example' }))
  expect(await look()).toBe(2)
  expect(await subjectsOf(before)).toEqual(['Same id, first', 'Same id, second'])
})

test('a letter Graph alone cannot hand out is left behind after three tries, and said; the others come', async () => {
  const before = await count()
  const poison = graph.deliver(buildLetter({ subject: 'Poison' }))
  graph.trouble({ on: `${poison.id}/$value`, status: 500, times: 3 })
  graph.deliver(buildLetter({ subject: 'Behind it' }))
  await expect(look()).rejects.toMatchObject({ status: 500 })
  expect(await subjectsOf(before)).toEqual(['Behind it'])
  await expect(look()).rejects.toMatchObject({ status: 500 })
  expect(await look()).toBe(0)
  expect(await look()).toBe(0)
  expect(await subjectsOf(before)).toEqual(['Behind it'])
  const events = await db
    .selectFrom('event')
    .select('data')
    .where('type', '=', 'letter.unfetchable')
    .execute()
  expect(events).toHaveLength(1)
  expect(events[0]?.data).toMatchObject({ inboxId: inbox.id, graphId: poison.id })
  const alerts = await db.selectFrom('mail_alert').select(['kind', 'inbox_id']).execute()
  expect(alerts).toEqual([{ kind: 'letter_unfetchable', inbox_id: inbox.id }])
})

test.each([500, 502, 503, 504, 403])(
  'a Graph that hands out nothing at all (%i) costs no letter, however often it is asked',
  async (status) => {
    const before = await count()
    for (const subject of ['Patient', 'Patient too']) graph.deliver(buildLetter({ subject }))
    graph.trouble({ on: '/$value', status, times: 8 })
    for (let tries = 0; tries < 4; tries++) await expect(look()).rejects.toMatchObject({ status })
    expect(await look()).toBe(2)
    expect(await subjectsOf(before)).toEqual(['Patient', 'Patient too'])
  },
)

test('asked to wait in the middle of a page, what came before is kept and not fetched again', async () => {
  const before = await count()
  graph.deliver(buildLetter({ subject: 'Before the pause' }))
  const paused = graph.deliver(buildLetter({ subject: 'After the pause' }))
  graph.trouble({ on: `${paused.id}/$value`, status: 429, retryAfter: 3 })
  await expect(look()).rejects.toMatchObject({ status: 429 })
  expect(await subjectsOf(before)).toEqual(['Before the pause'])
  expect(await look()).toBe(1)
  expect(valuesAsked()).toBe(3)
})

test('one that cannot be handed out and stands alone on its page keeps nobody behind it', async () => {
  for (let index = 0; index < 50; index++) graph.deliver(buildLetter({ subject: `Full page ${index}` }))
  const poison = graph.deliver(buildLetter({ subject: 'Alone' }))
  graph.trouble({ on: `${poison.id}/$value`, status: 429, retryAfter: 3 })
  graph.trouble({ on: `${poison.id}/$value`, status: 500, times: 4 })
  await expect(look()).rejects.toMatchObject({ status: 429 })
  await expect(look()).rejects.toMatchObject({ status: 500 })
  const before = await count()
  graph.deliver(buildLetter({ subject: 'Later' }))
  await expect(look()).rejects.toMatchObject({ status: 500 })
  expect(await subjectsOf(before)).toEqual(['Later'])
  await expect(look()).rejects.toMatchObject({ status: 500 })
  expect(await look()).toBe(0)
  expect(await subjectsOf(before)).toEqual(['Later'])
})

test('an inbox that was fetched by IMAP before does not see its letters again', async () => {
  const messageId = 'by-imap@customer.example'
  await desk
    .receive(buildLetter({ subject: 'By another way', messageId }), 'elsewhere@desk.example')
    .catch(() => null)
  const before = await count()
  graph.deliver(buildLetter({ subject: 'By another way', messageId }))
  await db
    .insertInto('blob')
    .values({ sha256: Buffer.alloc(32, 7), size_bytes: 1 })
    .execute()
  await db
    .insertInto('inbound_letter')
    .values({
      inbox_id: inbox.id,
      raw_sha256: Buffer.alloc(32, 7),
      message_id: messageId,
      envelope: JSON.stringify({ via: 'imap' }),
      received_at: new Date(),
      state: 'ignored',
    })
    .execute()
  expect(await look()).toBe(0)
  expect(await count()).toBe(before + 1)
})

describe('in the mailbox', () => {
  const copies = (value: object) =>
    db
      .updateTable('inbox')
      .set({ copies: JSON.stringify(value) })
      .where('id', '=', inbox.id)
      .execute()

  test('letters are left as they are, marked as read, or moved, once the ledger has them', async () => {
    const left = graph.deliver(buildLetter())
    await look()
    expect(left).toMatchObject({ isRead: false, folder: 'inbox' })
    await copies({ afterFetch: 'seen' })
    const seen = graph.deliver(buildLetter())
    await look()
    expect(seen).toMatchObject({ isRead: true, folder: 'inbox' })
    await copies({ afterFetch: 'move', processedFolder: 'Done' })
    const moved = graph.deliver(buildLetter())
    await look()
    expect(moved).toMatchObject({ isRead: true, folder: 'folder-done' })
    // A folder that is not there is made, on the way to it too.
    await copies({ afterFetch: 'move', processedFolder: 'Support/Handled' })
    const deeper = graph.deliver(buildLetter())
    await look()
    expect(deeper.folder).toBe('folder-6')
  })

  test('what could not be moved is moved later, and the letter is not fetched again', async () => {
    await copies({ afterFetch: 'move', processedFolder: 'archive' })
    const letter = graph.deliver(buildLetter())
    graph.trouble({ on: '/move', status: 503 })
    await expect(look()).rejects.toMatchObject({ status: 503 })
    expect(letter.folder).toBe('inbox')
    expect(await look()).toBe(0)
    expect(letter.folder).toBe('archive')
    await copies({ afterFetch: 'leave' })
  })
})

test('the check of the connection signs in and finds the folder; an inbox not saved yet is not connected', async () => {
  const body = { id: inbox.id, address: inbox.address, receivesBy: 'graph', imap: null, smtp: null }
  const check = (change: object) =>
    desk.ask({ method: 'POST', path: '/inbox-checks', body: { ...body, ...change }, as: desk.as })
  expect((await check({})).body).toMatchObject({
    isPassed: true,
    steps: [{ side: 'graph', step: 'sign_in' }, { step: 'open_folder' }],
  })
  expect((await check({ id: undefined })).body.steps).toMatchObject([{ problem: 'not_connected' }])
})

test('a token that was withdrawn early is replaced, and lost access marks the inbox', async () => {
  const { provider } = desk
  graph.tokens.add('none of ours')
  graph.deliver(buildLetter({ subject: 'With a new token' }))
  const next = `access-${provider.asked + 1}`
  graph.tokens.add(next)
  expect(await look()).toBe(1)
  graph.tokens.delete(next)
  provider.revoke()
  await expect(look()).rejects.toMatchObject({ reason: 'revoked' })
  const row = await db.selectFrom('inbox').selectAll().where('id', '=', inbox.id).executeTakeFirstOrThrow()
  expect(row).toMatchObject({ connection_state: 'lost' })
  graph.tokens.clear()
})
