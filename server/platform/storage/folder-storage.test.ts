import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { openFolderStorage } from './folder-storage.ts'
import { readWhole } from './read-whole.ts'

const folder = await mkdtemp(path.join(os.tmpdir(), 'otklik-blobs-'))
const storage = await openFolderStorage(folder)
afterAll(() => rm(folder, { recursive: true, force: true }))

const leftovers = () => readdir(path.join(folder, 'incoming'))

test('bytes come back under their SHA-256, from a buffer and from a stream alike', async () => {
  const bytes = randomBytes(300_000)
  const sha256 = createHash('sha256').update(bytes).digest()
  const chunks = [bytes.subarray(0, 100_000), bytes.subarray(100_000)]
  expect(await storage.put(Readable.from(chunks))).toEqual({ sha256, sizeBytes: 300_000 })
  expect(await storage.put(bytes)).toEqual({ sha256, sizeBytes: 300_000 })
  expect(bytes.equals(await readWhole(await storage.open(sha256), 300_000))).toBe(true)
  expect(await leftovers()).toEqual([])
})

test('content that is there is not written again', async () => {
  const bytes = Buffer.from('the same')
  const { sha256 } = await storage.put(bytes)
  const hex = sha256.toString('hex')
  const place = path.join(folder, hex.slice(0, 2), hex)
  const before = await stat(place)
  await storage.put(Readable.from([bytes]))
  await storage.put(bytes)
  expect((await stat(place)).ino).toBe(before.ino)
})

test('a limit that is passed and a source that breaks leave nothing behind', async () => {
  await expect(storage.put(Buffer.alloc(11), { maxBytes: 10 })).rejects.toMatchObject({
    problem: 'too_large',
  })
  await expect(
    storage.put(Readable.from([Buffer.alloc(6), Buffer.alloc(6)]), { maxBytes: 10 }),
  ).rejects.toMatchObject({ problem: 'too_large' })
  const breaking = new Readable({
    read() {
      this.push(Buffer.alloc(5))
      this.destroy(new Error('the line went dead'))
    },
  })
  await expect(storage.put(breaking)).rejects.toThrow('the line went dead')
  expect(await leftovers()).toEqual([])
})

test('an address with nothing under it is named, and so is a file larger than expected', async () => {
  await expect(storage.open(randomBytes(32))).rejects.toMatchObject({ problem: 'missing' })
  const { sha256 } = await storage.put(Buffer.alloc(20))
  await expect(storage.read(sha256, 10)).rejects.toMatchObject({ problem: 'too_large' })
})

// Needs the right to mount: the real thing, a file system of 64 KB.
test.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
  'a full disk is called so',
  async ({ skip }) => {
    const { execFileSync } = await import('node:child_process')
    const small = await mkdtemp(path.join(os.tmpdir(), 'otklik-full-'))
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small], { stdio: 'ignore' })
    } catch {
      skip('mounting is not allowed here')
    }
    try {
      const tiny = await openFolderStorage(small)
      await expect(tiny.put(randomBytes(200_000))).rejects.toMatchObject({ problem: 'full' })
      expect(await readdir(path.join(small, 'incoming'))).toEqual([])
      await tiny.put(randomBytes(1000))
    } finally {
      // The store keeps its directories open.
      execFileSync('umount', ['-l', small])
    }
  },
)
