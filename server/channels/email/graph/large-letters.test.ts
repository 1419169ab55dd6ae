import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { beforeEach, expect, test } from 'vitest'
import { sql } from 'kysely'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { parseLetter } from '#server/channels/email/reading/parse.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { graphDesk } from '#test/graph-desk.ts'
import { handOverByGraph } from './hand-over-by-graph.ts'

const desk = await graphDesk({ grantKind: 'application' })
const { graph, db, app, as, ask } = desk
graph.deliver(buildLetter())
await desk.look()
await desk.work()
const ticketId = (await desk.lastLetter()).ticket_id ?? 0
beforeEach(() => {
  graph.requests.length = 0
  graph.sent.length = 0
  graph.sentFiles.length = 0
})

const mb = 2 ** 20
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
async function upload(bytes: Buffer, name: string): Promise<number> {
  const answer = await app.inject({
    method: 'POST',
    url: `/api/v1/files?name=${encodeURIComponent(name)}`,
    headers: { ...as, 'content-type': 'application/pdf' },
    payload: bytes,
  })
  return answer.json<{ id: number }>().id
}
/** Queues an answer with files of these sizes; answers its number and the bytes. */
async function answer(sizes: readonly number[], body: object = {}) {
  const files = sizes.map((size) => randomBytes(size))
  const fileIds = []
  for (const [index, file] of files.entries()) fileIds.push(await upload(file, `Отчёт ${index}.pdf`))
  const path = `/tickets/${ticketId}/replies`
  const { body: made } = await ask({
    method: 'POST',
    path,
    body: { text: 'See the files', fileIds, ...body },
    as,
  })
  return { id: made.id as number, files }
}
const outboxRow = (replyId: number) =>
  db.selectFrom('outbound_letter').selectAll().where('reply_id', '=', replyId).executeTakeFirstOrThrow()
/** Lets the time of the next try come. */
async function later(): Promise<void> {
  await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(db)
  await desk.work()
}
const drafts = () => graph.messages.filter((one) => one.folder === 'drafts' && !one.isRemoved)
const puts = () => graph.requests.filter((request) => request.startsWith('PUT '))
/** Every byte that reached the mailbox once, whichever way. */
function sentBytes(index = 0): string[] {
  const inMime = parseLetter(graph.sent[index] ?? Buffer.alloc(0)).attachments.map((one) =>
    Buffer.from(one.content),
  )
  return [...inMime, ...(graph.sentFiles[index] ?? []).map((file) => file.content)].map(sha).toSorted()
}

test('large files go beside the letter into a draft, which keeps its headers, and then it is sent, once', async () => {
  const { id, files } = await answer([100_000, 1.5 * mb, 7 * mb + 123], { bcc: ['bcc@b.example'] })
  await desk.work()
  const row = await outboxRow(id)
  expect(row).toMatchObject({ state: 'sent', error: null })
  expect(graph.sent).toHaveLength(1)
  expect(graph.sent[0]?.toString('latin1')).toContain(`Message-ID: <${row.message_id}>`)
  expect(graph.sent[0]?.toString('latin1')).toMatch(/^Bcc: bcc@b\.example\r$/m)
  expect(sentBytes()).toEqual(files.map(sha).toSorted())
  expect(graph.sentFiles[0]).toContainEqual(expect.objectContaining({ name: 'Отчёт 2.pdf', isInline: false }))
  // 7 MB in ranges of less than four.
  expect(puts()).toHaveLength(3)
  expect(drafts()).toEqual([])
})

test('a letter of many small files above the limit goes the same way; one below it in one request', async () => {
  const { files } = await answer([mb, mb, mb, mb])
  await desk.work()
  expect(sentBytes()).toEqual(files.map(sha).toSorted())
  expect(puts()).toEqual([])
  expect(graph.requests.filter((one) => one.endsWith('/attachments')).length).toBeGreaterThan(0)
  graph.requests.length = 0
  await answer([mb])
  await desk.work()
  expect(graph.requests).toEqual(['POST /v1.0/users/support@desk.example/sendMail'])
})

test('a range that was not answered is said again, one that had arrived is not uploaded twice', async () => {
  graph.trouble({ on: 'PUT /upload', status: 503, retryAfter: 1 })
  graph.trouble({ on: 'PUT /upload', status: 0, isCut: true, isCarriedOut: true })
  const { id, files } = await answer([8 * mb])
  await desk.work()
  expect((await outboxRow(id)).state).toBe('sent')
  expect(sentBytes()).toEqual(files.map(sha))
  // What is expected was asked for after the answer 416.
  expect(graph.requests.filter((request) => request.startsWith('GET /upload'))).toHaveLength(1)
})

test('asked to wait for long in the middle, the letter waits as long, leaves no draft, and begins anew', async () => {
  graph.trouble({ on: 'PUT /upload', status: 429, retryAfter: 900 })
  const { id, files } = await answer([8 * mb])
  await desk.work()
  const row = await outboxRow(id)
  expect(row).toMatchObject({ state: 'queued', error: 'postponed', handed_over_at: null })
  expect(row.next_try_at.getTime() - desk.clock.now().getTime()).toBeGreaterThan(890_000)
  expect(drafts()).toEqual([])
  await later()
  expect((await outboxRow(id)).state).toBe('sent')
  expect(graph.sent).toHaveLength(1)
  expect(sentBytes()).toEqual(files.map(sha))
})

test('an upload that has run out is begun anew with the next try', async () => {
  graph.trouble({ on: 'PUT /upload', status: 404, code: 'ErrorItemNotFound' })
  const { id, files } = await answer([4 * mb])
  await desk.work()
  expect(await outboxRow(id)).toMatchObject({ state: 'queued', error: 'postponed' })
  graph.forgetUploads()
  await later()
  expect((await outboxRow(id)).state).toBe('sent')
  expect(sentBytes()).toEqual(files.map(sha))
})

test('a draft that was left behind is put away when its letter is stopped, and not the drafts of others', async () => {
  graph.trouble({ on: '/createUploadSession', status: 503 })
  graph.trouble({ on: 'DELETE ', status: 503 })
  const { id } = await answer([4 * mb])
  await desk.work()
  const others = graph.deliver(buildLetter({ subject: 'A draft of somebody else' }), 'drafts')
  expect(drafts()).toHaveLength(2)
  const letter = await outboxRow(id)
  const stopped = await ask({ method: 'POST', path: `/outbox/letter/${letter.id}/cancel`, as })
  expect(stopped.body).toMatchObject({ state: 'cancelled' })
  // Graph does not take it at once.
  graph.trouble({ on: 'DELETE ', status: 503 })
  await later()
  await later()
  expect(drafts()).toEqual([others])
  others.isRemoved = true
  expect(graph.sent).toEqual([])
})

test('a draft that somebody left behind is put away before the letter is written anew', async () => {
  graph.trouble({ on: '/createUploadSession', status: 503 })
  graph.trouble({ on: 'DELETE ', status: 503 })
  const { id, files } = await answer([4 * mb])
  await desk.work()
  expect(drafts()).toHaveLength(1)
  await later()
  expect((await outboxRow(id)).state).toBe('sent')
  expect(drafts()).toEqual([])
  expect(graph.sent).toHaveLength(1)
  expect(sentBytes()).toEqual(files.map(sha))
})

test.each(['/createUploadSession', '/send'])(
  'a draft that another try, or a person, has put away meanwhile (%s) is begun anew',
  async (where) => {
    graph.trouble({ on: where, status: 404, code: 'ErrorItemNotFound' })
    const { id } = await answer([4 * mb])
    await desk.work()
    expect(await outboxRow(id)).toMatchObject({ state: 'queued', error: 'postponed' })
    await later()
    expect((await outboxRow(id)).state).toBe('sent')
    expect(graph.sent).toHaveLength(1)
  },
)

test('no answer to the last word: found in Sent Items it has gone, else it is in doubt, and never sent twice', async () => {
  graph.trouble({ on: '/send', status: 0, isCut: true, isCarriedOut: true })
  const gone = await answer([4 * mb])
  await desk.work()
  expect((await outboxRow(gone.id)).state).toBe('sent')
  expect(graph.sent).toHaveLength(1)
  graph.trouble({ on: '/send', status: 0, isCut: true })
  const doubtful = await answer([4 * mb])
  await desk.work()
  expect((await outboxRow(doubtful.id)).state).toBe('unconfirmed')
  // A person sends it again: what is left of the first try does not become a second letter.
  await ask({ method: 'POST', path: `/replies/${doubtful.id}/send`, as })
  await desk.work()
  expect((await outboxRow(doubtful.id)).state).toBe('sent')
  expect(graph.sent).toHaveLength(2)
  expect(drafts()).toEqual([])
})

test('what Microsoft takes in no way is refused by name', async () => {
  graph.trouble({ on: '/createUploadSession', status: 400, code: 'ErrorMessageSizeExceeded' })
  const { id } = await answer([4 * mb])
  await desk.work()
  expect(await desk.replyRow(id)).toMatchObject({ delivery_state: 'failed', delivery_error: 'too_large' })
  // Known of mailboxes that a person may open and that are not theirs.
  graph.trouble({ on: '/createUploadSession', status: 403, code: 'ErrorAccessDenied' })
  const shared = await answer([4 * mb])
  await desk.work()
  expect(await desk.replyRow(shared.id)).toMatchObject({
    delivery_state: 'failed',
    delivery_error: 'large_files_refused',
  })
  expect(drafts()).toEqual([])
  expect(graph.sent).toEqual([])
})

test('a letter that is signed or encrypted is one piece: above the limit it is refused with a word on what to do', async () => {
  const body = Readable.from([Buffer.from('Subject: one piece\r\n\r\n'), Buffer.alloc(4 * mb, 'x')])
  const outcome = await handOverByGraph(
    emailDesk(desk.platform),
    desk.inbox.id,
    { messageId: 'one-piece@desk.example', isRetry: false, pieces: null },
    {
      envelope: { from: 'support@desk.example', to: ['a@b.example'] },
      body: () => Promise.resolve(body),
      beforeFinalDot: () => Promise.reject(new Error('nothing may be sent')),
    },
  )
  expect(outcome).toMatchObject({
    kind: 'not_taken',
    problem: { error: 'too_large_whole', isTemporary: false },
  })
  expect(graph.requests).toEqual([])
})
