import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { startS3 } from '#test/servers/s3.ts'
import { openS3Storage } from './s3-storage.ts'

const s3 = await startS3()
const spool = await mkdtemp(path.join(os.tmpdir(), 'otklik-s3-'))
const storage = await openS3Storage(
  {
    kind: 's3',
    bucket: 'desk',
    endpoint: s3.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    pathStyle: true,
    prefix: 'otklik/',
  },
  spool,
)
afterAll(async () => {
  await s3.stop()
  await rm(spool, { recursive: true, force: true })
})
beforeEach(() => {
  s3.requests.length = 0
  s3.troubles.length = 0
})

test('bytes go in and come back, from memory and from a stream in several parts', async () => {
  const small = Buffer.from('a letter')
  const large = randomBytes(11 * 2 ** 20)
  const kept = await storage.put(small)
  expect(await storage.read(kept.sha256, 100)).toEqual(small)
  const stored = await storage.put(Readable.from([large.subarray(0, 5_000_000), large.subarray(5_000_000)]))
  expect(stored).toEqual({ sha256: createHash('sha256').update(large).digest(), sizeBytes: large.length })
  expect(large.equals(await storage.read(stored.sha256, large.length))).toBe(true)
  const hex = stored.sha256.toString('hex')
  expect([...s3.objects.keys()]).toContain(`desk/otklik/${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex}`)
  expect(await readdir(spool)).toEqual([])
})

test('what is there is not sent again', async () => {
  const bytes = randomBytes(1000)
  await storage.put(bytes)
  s3.requests.length = 0
  await storage.put(bytes)
  expect(s3.requests.map((request) => request.method)).toEqual(['HEAD'])
})

test('a store that stumbles is asked again', async () => {
  s3.troubles.push(503, 'cut')
  const bytes = randomBytes(1000)
  const { sha256 } = await storage.put(bytes)
  expect(await storage.read(sha256, 1000)).toEqual(bytes)
})

test('what goes wrong has one of four names', async () => {
  await expect(storage.open(randomBytes(32))).rejects.toMatchObject({ problem: 'missing' })
  await expect(storage.put(Buffer.alloc(11), { maxBytes: 10 })).rejects.toMatchObject({
    problem: 'too_large',
  })
  s3.troubles.push(404, 403)
  await expect(storage.put(randomBytes(100))).rejects.toMatchObject({ problem: 'unavailable' })
  s3.troubles.push(404, ...Array.from({ length: 8 }, () => 507))
  await expect(storage.put(randomBytes(100))).rejects.toMatchObject({ problem: 'full' })
  s3.troubles.length = 0
  const { sha256 } = await storage.put(Buffer.alloc(50))
  await expect(storage.read(sha256, 10)).rejects.toMatchObject({ problem: 'too_large' })
})
