import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, expect, onTestFailed, test } from 'vitest'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { CrashDesk, freePort } from './crash-desk.ts'

const administrator = { email: 'admin@desk.example', password: 'correct horse battery' }
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'otklik-lost-'))
const [port, smtpPort] = [await freePort(), await freePort()]
const base = `http://127.0.0.1:${port}`
const desk = new CrashDesk({
  DATA_DIR: dataDir,
  PORT: String(port),
  SMTP_PORT: String(smtpPort),
  OTKLIK_ADMIN_EMAIL: administrator.email,
  OTKLIK_ADMIN_PASSWORD: administrator.password,
  OTKLIK_INBOX: 'support@localhost',
})
afterAll(async () => {
  await desk.kill('worker', 'SIGTERM')
  await desk.kill('web', 'SIGTERM')
  await rm(dataDir, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })
})

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch {
      await delay(100)
    }
  }
}

test('the database dies under a running desk: it says so, comes back by itself, and the letters are all there', async () => {
  // What the desk said: a fault that shows once in ten runs must be found from the one log there is.
  onTestFailed(() => void process.stderr.write(desk.said.join('\n')))
  await desk.start('web')
  await desk.start('worker')
  const answer = await fetch(`${base}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(administrator),
  })
  expect(answer.status).toBe(201)
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const subjects = Array.from({ length: 12 }, (_, index) => `Letter ${index}`)
  for (const [index, subject] of subjects.entries()) {
    if (index === 6) await killPostmaster()
    const letter = buildLetter({ subject, to: 'support@localhost' })
    await eventually(() => deliver(smtpPort, letter, { from: 'a@customer.example', to: 'support@localhost' }))
  }
  const listed = await eventually(async () => {
    const list = await fetch(`${base}/api/v1/tickets?limit=200`, { headers: { cookie } })
    const { items } = (await list.json()) as { items: { subject: string }[] }
    if (items.length < subjects.length) throw new Error('not all there yet')
    return items
  })
  expect(listed.map((item) => item.subject).toSorted()).toEqual(subjects.toSorted())
  expect((await fetch(`${base}/health/ready`)).status).toBe(200)
})

async function killPostmaster(): Promise<void> {
  const found = spawnSync('find', ['-L', dataDir, '-name', 'postmaster.pid'], {
    encoding: 'utf8',
  }).stdout.trim()
  const pid = Number((await readFile(found, 'utf8')).split('\n')[0])
  process.kill(pid, 'SIGKILL')
}
