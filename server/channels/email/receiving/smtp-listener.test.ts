import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type tls from 'node:tls'
import { createTransport } from 'nodemailer'
import { afterAll, expect, test } from 'vitest'
import { openInboxDirectory } from '#server/channels/inbox-directory.ts'
import { StorageError, type StorageProblem } from '#server/platform/storage/storage-error.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { testPlatform } from '#test/platform.ts'
import { createLedgerGate } from './ledger-gate.ts'
import { startSmtpListener } from './smtp-listener.ts'

const platform = await testPlatform()
const { db } = platform.database
const inbox = await buildInbox(platform, { address: 'support@desk.example' })
const directory = openInboxDirectory(db, platform.notices)
const config = { port: 0, host: '127.0.0.1', name: 'desk.example', maxBytes: 300_000 }
const parts = { ...platform, directory, gate: createLedgerGate(db) }
const listener = await startSmtpListener(config, parts)
afterAll(() => listener.stop())

const send = (raw: string, to = inbox.address, port = listener.port) =>
  deliver(port, raw, { from: 'a@b.example', to })
const count = async () => (await db.selectFrom('inbound_letter').select('id').execute()).length

test('takes letters for its own inboxes, plus parts and capitals included, and for nobody else', async () => {
  await send(buildLetter())
  await send(buildLetter(), 'Support+anything@Desk.example')
  await expect(send(buildLetter(), 'victim@elsewhere.example')).rejects.toThrow('550')
  expect(await count()).toBe(2)
  const row = await db
    .selectFrom('inbound_letter')
    .selectAll()
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  expect(row.envelope).toMatchObject({
    via: 'smtp',
    mailFrom: 'a@b.example',
    rcptTo: ['Support+anything@desk.example'],
  })
  expect((await platform.storage.read(row.raw_sha256, 10_000)).toString()).toContain('Text')
})

test('says how much it takes and refuses more', async () => {
  const before = await count()
  await expect(send(buildLetter({ text: 'x'.repeat(70).concat('\n').repeat(5000) }))).rejects.toThrow(
    /552|size/i,
  )
  expect(await count()).toBe(before)
})

test('one letter to two recipients of one inbox is one row', async () => {
  const before = await count()
  const to = ['support@desk.example', 'support+two@desk.example']
  await deliver(listener.port, buildLetter(), { from: 'a@b.example', to })
  expect(await count()).toBe(before + 1)
})

test('asks the sender to wait while letters cannot be kept', async () => {
  const failing = (problem: StorageProblem) => ({
    ...parts,
    storage: { ...platform.storage, put: () => Promise.reject(new StorageError(problem, 'for a test')) },
  })
  for (const [problem, code] of [
    ['full', '452'],
    ['unavailable', '451'],
  ] as const) {
    const sick = await startSmtpListener(config, failing(problem))
    await expect(send(buildLetter(), inbox.address, sick.port)).rejects.toThrow(code)
    await sick.stop()
  }
  const gate = { keep: () => Promise.reject(new Error('the database is away')) }
  const sick = await startSmtpListener(config, { ...parts, gate })
  await expect(send(buildLetter(), inbox.address, sick.port)).rejects.toThrow('451')
  await sick.stop()
})

test('speaks TLS when it has a certificate', async ({ skip }) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'otklik-tls-'))
  try {
    const subject = ['-subj', '/CN=desk.example', '-keyout', `${folder}/key`, '-out', `${folder}/cert`]
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...subject], {
      stdio: 'ignore',
    })
  } catch {
    return skip('openssl is not installed')
  }
  const certificate = {
    cert: readFileSync(`${folder}/cert`, 'utf8'),
    key: readFileSync(`${folder}/key`, 'utf8'),
  }
  rmSync(folder, { recursive: true })
  const secured = await startSmtpListener({ ...config, tls: certificate }, parts)
  const transport = createTransport({
    host: '127.0.0.1',
    port: secured.port,
    requireTLS: true,
    tls: { ca: certificate.cert, checkServerIdentity: () => undefined } satisfies tls.ConnectionOptions,
  })
  await transport.sendMail({ raw: buildLetter(), envelope: { from: 'a@b.example', to: inbox.address } })
  transport.close()
  await secured.stop()
})
