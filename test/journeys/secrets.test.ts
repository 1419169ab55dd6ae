import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import net, { type AddressInfo, type Server } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { buildLetter, deliver } from '#test/builders/letter.ts'
import { testDatabase } from '#test/database.ts'
import { freePort } from './crash-desk.ts'

/**
 * A real desk that logs everything, with other people's servers that repeat what they are told: no password, token or
 * key of its own is found afterwards in what it said, in its database or in its files.
 */
const database = await testDatabase()
const dataDir = await mkdtemp(path.join(os.tmpdir(), 'otklik-secrets-'))
const secrets = {
  key: 'canary-of-the-secret-key-of-this-desk',
  administrator: 'canary-administrator-password',
  imap: 'canary-imap-password',
  smtp: 'canary-smtp-password',
  checkedImap: 'canary-checked-imap-password',
  checkedSmtp: 'canary-checked-smtp-password',
  client: 'canary-client-secret',
  wrong: 'canary-password-of-somebody-who-mistyped',
}

/** A mail server that refuses whoever signs in and says back what it was told, as badly written ones do. */
async function echoing(greeting: string, answer: (line: string) => string): Promise<Server> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write(`${greeting}\r\n`)
    createInterface({ input: socket })
      .on('line', (line) => socket.write(answer(line)))
      .on('error', () => undefined)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}
const decoded = (line: string) => {
  const last = line.split(' ').at(-1) ?? ''
  return Buffer.from(last, 'base64')
    .toString()
    .replaceAll('\0', ' ')
    .replaceAll(/[^ -~]/g, '')
}
const imap = await echoing('* OK IMAP4rev1', (line) => {
  const [tag, command = ''] = line.split(' ')
  if (/^capability$/i.test(command)) return `* CAPABILITY IMAP4rev1\r\n${tag} OK done\r\n`
  if (/^(?:id|noop|logout)$/i.test(command)) return `${tag} OK done\r\n`
  return `${tag} NO [AUTHENTICATIONFAILED] cannot do ${line.slice(tag?.length)}\r\n`
})
const smtp = await echoing('220 echo ESMTP', (line) => {
  if (/^ehlo/i.test(line)) return '250-echo\r\n250 AUTH PLAIN LOGIN\r\n'
  if (/^quit/i.test(line)) return '221 bye\r\n'
  return `535 5.7.8 not with ${line} (${decoded(line)})\r\n`
})
const provider = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => (body += chunk))
  request.on('end', () => {
    response.writeHead(400, { 'content-type': 'application/json' })
    const said = decodeURIComponent(body)
    response.end(JSON.stringify({ error: 'invalid_client', error_description: `you said ${said}` }))
  })
}).listen(0, '127.0.0.1')
await once(provider, 'listening')
const portOf = (server: net.Server) => (server.address() as AddressInfo).port

let child: ChildProcess | undefined
afterAll(async () => {
  child?.kill('SIGKILL')
  for (const server of [imap, smtp, provider]) server.close()
  await rm(dataDir, { recursive: true, force: true })
})

test('nothing that signs somebody in is written anywhere', async () => {
  const said: string[] = []
  const smtpPort = await freePort()
  const port = await freePort()
  child = spawn(process.execPath, [path.join(import.meta.dirname, '../../server/main.ts')], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      SECRET_KEY: secrets.key,
      HOST: '127.0.0.1',
      PORT: String(port),
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: String(smtpPort),
      LOG_LEVEL: 'trace',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ready = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line)
      if (line.includes('Otklik is ready')) ready.resolve()
    })
  }
  child.once('exit', () => ready.reject(new Error(said.slice(-20).join('\n'))))
  await ready.promise

  let cookie = ''
  const answers: string[] = []
  const ask = async (method: string, route: string, body?: unknown) => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1${route}`, {
      method,
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    cookie = response.headers.get('set-cookie')?.split(';', 1)[0] ?? cookie
    const text = await response.text()
    return { status: response.status, text, body: text === '' ? null : JSON.parse(text) }
  }
  const told = async (method: string, route: string, body?: unknown) => {
    const answer = await ask(method, route, body)
    answers.push(answer.text)
    return answer
  }
  await told('POST', '/setup', {
    deskName: 'Desk',
    language: 'en',
    ticketPrefix: 'HD',
    administrator: { name: 'Admin', email: 'admin@desk.example', password: secrets.administrator },
  })
  expect(cookie).not.toBe('')
  await told('POST', '/sessions', { email: 'admin@desk.example', password: secrets.wrong })
  const session = cookie.split('=')[1] ?? ''
  const side = { host: '127.0.0.1', security: 'none', user: 'support' }
  const created = await told('POST', '/inboxes', {
    name: 'Support',
    address: 'support@desk.example',
    receivesBy: 'imap',
    imap: { ...side, port: portOf(imap), folder: 'INBOX' },
    imapPassword: secrets.imap,
    smtp: { ...side, port: portOf(smtp) },
    smtpPassword: secrets.smtp,
  })
  expect([created.status, created.text]).toEqual([201, created.text])
  const checked = await told('POST', '/inbox-checks', {
    address: 'other@desk.example',
    receivesBy: 'imap',
    imap: { ...side, port: portOf(imap), folder: 'INBOX' },
    imapPassword: secrets.checkedImap,
    smtp: { ...side, port: portOf(smtp) },
    smtpPassword: secrets.checkedSmtp,
  })
  expect(checked.body.isPassed).toBe(false)
  await told('PATCH', `/inboxes/${created.body.id}`, { version: 1, name: 'Help', smtpPassword: secrets.smtp })
  const door = await told('POST', '/inboxes', {
    name: 'Door',
    address: 'door@desk.example',
    receivesBy: 'smtp',
    smtp: { ...side, port: portOf(smtp) },
    smtpPassword: secrets.smtp,
  })
  const base = `http://127.0.0.1:${portOf(provider)}`
  await told('PUT', `/inboxes/${door.body.id}/connection`, {
    provider: 'other',
    clientId: 'desk',
    clientSecret: secrets.client,
    authorizeUrl: `${base}/authorize`,
    tokenUrl: `${base}/token`,
  })
  const begun = await ask('POST', `/inboxes/${door.body.id}/connection/attempts`)
  const state = new URL(begun.body.url).searchParams.get('state') ?? ''
  await told('POST', '/mail-connections/grants', { state, code: 'canary-code' })
  await told('DELETE', `/inboxes/${door.body.id}/connection`)
  await told('POST', '/dkim-keys', { domain: 'desk.example' })
  const key = (await ask('POST', '/api-keys', { name: 'Key', scopes: ['ticket.read'] })).body
  const invited = (
    await ask('POST', '/agents', { email: 'new@desk.example', name: 'New', roleId: 1, language: 'en' })
  ).body

  // A letter, an answer that cannot leave, and what the desk says of it.
  await deliver(smtpPort, buildLetter({ to: 'door@desk.example' }), {
    from: 'a@customer.example',
    to: 'door@desk.example',
  })
  const firstTicket = () => database.db.selectFrom('ticket').select('id').executeTakeFirst()
  await expect.poll(firstTicket, { timeout: 30_000 }).toBeTruthy()
  const ticketId = (await firstTicket())?.id ?? 0
  await told('POST', `/tickets/${ticketId}/replies`, { text: 'An answer' })
  const errors = async () =>
    (
      await sql<{
        n: number
      }>`select count(*)::int as n from inbox where send_error is not null or receive_error is not null`.execute(
        database.db,
      )
    ).rows[0]?.n
  await expect.poll(errors, { timeout: 60_000 }).toBe(2)
  for (const route of [
    '/inboxes',
    '/channel-health',
    '/outbox',
    '/audit',
    '/jobs',
    '/system',
    '/mail-connections',
    '/api-keys',
  ])
    await told('GET', route)

  const token = (found: unknown) => {
    const text = JSON.stringify(found)
    return [...text.matchAll(/[\w-]{30,}/g)].map((match) => match[0]).filter((one) => one.length >= 40)
  }
  const forbidden = [
    ...Object.values(secrets),
    session,
    key.key,
    ...token(invited),
    'canary-code',
    'PRIVATE KEY',
  ].flatMap((secret: string) => [
    secret,
    Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(2, -2),
  ])
  expect(forbidden.every((secret) => secret.length > 8)).toBe(true)

  const { rows: tables } = await sql<{ name: string }>`select format('%I.%I', schemaname, tablename) as name
    from pg_tables where schemaname in ('public', 'graphile_worker')`.execute(database.db)
  const places: [string, string][] = [
    ['log', said.join('\n')],
    ['answers', answers.join('\n')],
    ['metrics', await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()],
  ]
  for (const { name } of tables) {
    const { rows } = await sql<{
      text: string
    }>`select string_agg(r::text, chr(10)) as text from ${sql.raw(name)} r`.execute(database.db)
    places.push([name, rows[0]?.text ?? ''])
  }
  for (const entry of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    places.push([entry.name, (await readFile(file)).toString('latin1')])
  }
  const leaks = places.flatMap(([place, text]) =>
    forbidden
      .filter((secret) => text.includes(secret))
      .map(
        (secret) =>
          `${place}: ${secret.slice(0, 40)}: ${text.slice(Math.max(0, text.indexOf(secret) - 200), text.indexOf(secret) + 40)}`,
      ),
  )
  expect(leaks).toEqual([])
})
