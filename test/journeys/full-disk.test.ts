import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { mountSmallDisk } from '#test/small-disk.ts'

const disk = mountSmallDisk(4 * 1024 * 1024)
if (disk) afterAll(() => disk.remove())

test.runIf(disk)(
  'a full disk loses nothing: letters wait with their sender, files are refused by name, and it heals by itself',
  async () => {
    if (!disk) return
    const desk = await mailDesk({ DATA_DIR: disk.folder })
    const ballast = path.join(disk.folder, 'ballast')
    const first = await desk.receive(buildLetter({ subject: 'Before' }))
    expect(first.state).toBe('new_ticket')

    fill(ballast)
    const letter = buildLetter({ subject: 'While full', text: 'x'.repeat(100_000) })
    const envelope = { from: 'somebody@customer.example', to: desk.inbox.address }
    await expect(deliver(desk.port, letter, envelope)).rejects.toMatchObject({ responseCode: 452 })
    const upload = await desk.app.inject({
      method: 'POST',
      url: '/api/v1/files?name=photo.png',
      headers: { ...desk.as, 'content-type': 'application/octet-stream' },
      payload: Buffer.alloc(200_000),
    })
    expect(upload.statusCode).toBe(507)
    expect(upload.json().error.name).toBe('storage_full')
    expect((await desk.lastLetter()).id).toBe(first.id)
    const { rows } = await desk.platform.database.pool.query('select count(*)::int as files from file')
    expect(rows).toEqual([{ files: 0 }])

    // The sender's server tries again, as it has to; by then somebody has made room.
    rmSync(ballast)
    const again = await desk.receive(letter)
    expect(again).toMatchObject({ state: 'new_ticket', subject: 'While full' })
    expect(leftovers(disk.folder)).toEqual([])
  },
)

/** Writes until not a block is left. */
function fill(file: string): void {
  try {
    for (;;) writeFileSync(file, Buffer.alloc(4096, 1), { flag: 'a' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}

/** Half-written files that were left lying about. */
function leftovers(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /incoming|tmp/.test(path.dirname(name)),
  )
}
