import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { FileRef } from '#contract/tickets.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { safeFileName } from './upload-file.ts'

const { app, db } = await testApp(
  (api, platform) =>
    ticketRoutes(api, platform, openPresence(platform.database.db, platform.notices, platform.clock)),
  { UPLOAD_MAX_MEGABYTES: '4' },
)
const address = await app.listen({ port: 0, host: '127.0.0.1' })
const headers = { ...(await signedIn(db, await buildAgent(db))), 'content-type': 'application/octet-stream' }

/** Over a real connection: an injected request brings its body in one piece. */
function upload(body: Buffer): Promise<Response> {
  return fetch(`${address}/api/v1/files?name=film.bin`, {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
  })
}

test('a file goes up in pieces and comes down the same', async () => {
  const bytes = randomBytes(3_500_000)
  const answer = await upload(bytes)
  expect(answer.status).toBe(201)
  const file = (await answer.json()) as FileRef
  expect(file).toMatchObject({ name: 'film.bin', sizeBytes: bytes.length })
  const down = await fetch(`${address}${file.url}`, { headers })
  const hash = (data: Buffer) => createHash('sha256').update(data).digest('hex')
  expect(hash(Buffer.from(await down.arrayBuffer()))).toBe(hash(bytes))
})

test('a file beyond the limit is refused by name and not kept', async () => {
  const answer = await upload(randomBytes(5_000_000)).catch(() => null)
  // Whoever is still sending may see the line closed before the words.
  if (answer) expect(answer.status).toBe(413)
  const kept = await db.selectFrom('file').select('id').where('size_bytes', '>', 4_000_000).execute()
  expect(kept).toEqual([])
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\report.doc', 'report.doc'],
  ['photo\u202Egnp.exe', 'photognp.exe'],
  ['a\u0000b.txt', 'ab.txt'],
  ['..', 'file'],
  ['', 'file'],
])('%j is kept as %j', (given, kept) => {
  expect(safeFileName(given)).toBe(kept)
})
