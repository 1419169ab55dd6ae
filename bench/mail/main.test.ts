import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { MailCase } from './score.ts'

const run = promisify(execFile)
const letters = new URL('../../test/letters/', import.meta.url)
const main = new URL('./main.ts', import.meta.url).pathname
let folder = ''

const cases: MailCase[] = [
  {
    file: 'plain-ascii.eml',
    kind: 'mime',
    expected: { from: 'ann@customer.example', subject: 'Printer does not print' },
  },
  {
    file: 'attachment-names.eml',
    kind: 'mime',
    expected: { subject: 'not this one', attachments: [{ filename: 'Счёт.pdf' }] },
  },
  {
    file: 'bounce-exim.eml',
    kind: 'bounce',
    expected: { isBounce: true, bounceHard: true, rows: [{ status: '5.1.1' }] },
  },
  { file: 'complaint-arf.eml', kind: 'bounce', engine: 'arf', expected: {} },
  { file: 'plain-ascii.eml', kind: 'bounce', expected: { isBounce: false } },
  { file: 'reply.txt', kind: 'replytext', expected: { replyText: 'Thanks!\n' } },
  {
    file: 'forward.txt',
    kind: 'forward',
    inputSubject: 'Fwd: x',
    expected: { forwarded: true, from: 'ann@x.example', bodyText: 'Words' },
  },
]

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'otklik-mail-'))
  for (const { file } of cases) {
    if (file.endsWith('.eml')) await copyFile(new URL(file, letters), path.join(folder, file))
  }
  await writeFile(
    path.join(folder, 'reply.txt'),
    'Thanks!\n\nOn 3 March 2026, Ann <ann@x.example> wrote:\n> Words\n',
  )
  await writeFile(
    path.join(folder, 'forward.txt'),
    '---------- Forwarded message ---------\nFrom: Ann <ann@x.example>\nDate: x\nSubject: y\nTo: z\n\nWords\n',
  )
  await writeFile(path.join(folder, 'cases.json'), JSON.stringify(cases))
})
afterAll(() => rm(folder, { recursive: true }))

it('prints a line per kind, right of total', async () => {
  const { stdout } = await run(process.execPath, [main, folder])
  expect(stdout.split('\n').filter((line) => /^\w+ /.test(line))).toEqual([
    'mime 1/2',
    'bounce 3/3',
    'replytext 1/1',
    'forward 1/1',
  ])
  expect(stdout).toContain('  mime_subject 1/2')
})

it('says what was missed, and mutates on request', async () => {
  const { stdout } = await run(process.execPath, [main, folder, '--misses', 'mime', '--fuzz'])
  expect(stdout).toContain('miss attachment-names.eml subject: "names" want "not this one"')
  expect(stdout).toContain('fuzz_throws 0')
  expect(stdout).toContain('fuzz_hangs 0')
})

it('mutates the project’s own letters where no folder is named', async () => {
  const { stdout } = await run(process.execPath, [main, '--fuzz'])
  expect(stdout).toMatch(/fuzz_runs \d{3,}/)
  expect(stdout).toContain('fuzz_throws 0')
  await expect(run(process.execPath, [main])).rejects.toMatchObject({ code: 2 })
})
