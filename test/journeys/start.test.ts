import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, test } from 'vitest'
import { livePostmaster } from '#server/platform/embedded-postgres/postmaster.ts'

const root = path.join(import.meta.dirname, '../..')
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'otklik-start-'))
const children: ChildProcess[] = []
afterAll(async () => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL')
  await rm(dataDir, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
})

/** `npm start` without npm: answers when the desk says where it is, or with what it said instead. */
async function start(settings: Record<string, string> = {}) {
  const { DATABASE_URL: _, ...environment } = process.env
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    // A group of its own, so that Ctrl+C can be played: the terminal sends SIGINT to the whole group.
    detached: true,
    env: { ...environment, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', SMTP_PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  let said = ''
  const address = await new Promise<string | undefined>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said += `${line}\n`
        const ready = /ready: (http:\S+)/.exec(line)
        if (ready) resolve(ready[1])
      })
    }
    void exited.then(() => resolve(undefined))
  })
  return { child, exited, address, said: () => said }
}

const postmaster = () => livePostmaster(path.join(dataDir, 'postgres'))

test('starts on nothing; Ctrl+C stops everything, the database included; a second start has it all again', async () => {
  const first = await start()
  expect(first.address, first.said()).toBeDefined()
  expect((await fetch(`${first.address}/health/ready`)).status).toBe(200)
  expect(await postmaster()).toBeDefined()

  process.kill(-(first.child.pid ?? 0), 'SIGINT')
  expect(await first.exited).toEqual([0, null])
  expect(await postmaster()).toBeUndefined()

  const second = await start()
  expect((await fetch(`${second.address}/health/live`)).status).toBe(200)
  second.child.kill('SIGTERM')
  expect(await second.exited).toEqual([0, null])
  expect(await postmaster()).toBeUndefined()
})

test('nonsense is refused in words, and nothing is started', async () => {
  const refused = await start({ PORT: 'eighty', SMTP_PORT: '99999' })
  expect((await refused.exited)[0]).toBe(1)
  expect(refused.said()).toMatch(/PORT is "eighty"; accepted: a whole number from 0 to 65535/)
  expect(refused.said()).toMatch(/SMTP_PORT is "99999"/)
  expect(refused.said()).not.toMatch(/^\s+at /m)
  expect(await postmaster()).toBeUndefined()
})

test('a database that does not answer is named, without its password and without a stack', async () => {
  const refused = await start({ DATABASE_URL: 'postgres://otklik:hunter2@127.0.0.1:1/otklik' })
  expect((await refused.exited)[0]).toBe(1)
  expect(refused.said()).toMatch(/The database cannot be reached/)
  expect(refused.said()).not.toContain('hunter2')
  expect(refused.said()).not.toMatch(/^\s+at /m)
})
