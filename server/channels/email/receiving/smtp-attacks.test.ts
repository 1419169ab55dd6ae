import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import tls from 'node:tls'
import { afterAll, describe, expect, test } from 'vitest'
import { openInboxDirectory } from '#server/channels/inbox-directory.ts'
import { buildInbox } from '#test/builders/inbox.ts'
import { deliver } from '#test/builders/letter.ts'
import { testPlatform } from '#test/platform.ts'
import { missingOpenssl } from '#test/servers/openssl.ts'
import { connectToServer } from '../sending/outgoing-server.ts'
import { createLedgerGate } from './ledger-gate.ts'
import { startSmtpListener } from './smtp-listener.ts'

/** What a stranger may say to the listener byte by byte. */
const platform = await testPlatform()
const { db } = platform.database
await buildInbox(platform, { address: 'support@desk.example' })
await buildInbox(platform, { address: 'sales@desk.example' })
const directory = openInboxDirectory(db, platform.notices)
const config = { port: 0, host: '127.0.0.1', name: 'desk.example', maxBytes: 300_000 }
const listener = await startSmtpListener(config, { ...platform, directory, gate: createLedgerGate(db) })
afterAll(() => listener.stop())

const letters = () => db.selectFrom('inbound_letter').selectAll().orderBy('id').execute()

/** A conversation in which each piece is sent as it is, one after the answer to the one before; answers all that came back. */
async function say(...pieces: (string | Buffer)[]): Promise<string> {
  const socket = net.connect(listener.port, '127.0.0.1')
  let heard = ''
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('data', (data) => {
    heard += data.toString('latin1')
    const lines = heard.split('\r\n').filter((line) => /^\d{3} /.test(line)).length
    if (lines <= pieces.length) socket.write(pieces[lines - 1] ?? 'QUIT\r\n')
    else socket.end()
  })
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  await closed
  return heard
}
const hello = 'EHLO evil.example\r\n'
const from = 'MAIL FROM:<a@evil.example>\r\n'
const to = 'RCPT TO:<support@desk.example>\r\n'

test.each([
  '<victim%elsewhere.example@desk.example>',
  '<support%desk.example@elsewhere.example>',
  '<@desk.example:victim@elsewhere.example>',
  '<@desk.example,@evil.example:victim@elsewhere.example>',
  '<elsewhere.example!victim@desk.example>',
  '<victim@elsewhere.example@desk.example>',
  '<support@desk.example@elsewhere.example>',
  '<"support@desk.example"@elsewhere.example>',
  '<"victim@elsewhere.example"@desk.example>',
  '<support@desk.example.>',
  '<support@desk.example.evil.example>',
  '<support@evil-desk.example>',
  '<support@desk.example>,<victim@elsewhere.example>',
  '<support@desk.example,victim@elsewhere.example>',
  '<victim@elsewhere.example\0@desk.example>',
  '<support\0@desk.example>',
  '<support@[127.0.0.1]>',
  '<support>',
  '<postmaster>',
  '<>',
  '<\u0455upport@desk.example>',
  'support@desk.example\u0000',
])('takes nothing for %s', async (address) => {
  const before = (await letters()).length
  const heard = await say(hello, from, Buffer.from(`RCPT TO:${address}\r\n`), 'DATA\r\n')
  expect(heard).not.toMatch(/^354/m)
  expect(await letters()).toHaveLength(before)
})

test.each([
  '\n.\n',
  '\n.\r\n',
  '\r\n.\n',
  '\r.\r',
  '\r\n.\r',
  '\r\n\0.\r\n',
  '\n..\r\n',
  '\r\n.\r\r\n',
  '\r.\r\n',
])('a letter ends at CRLF . CRLF and nowhere else: %j', async (end) => {
  const before = (await letters()).length
  const inner = `${from}${to}DATA\r\nFrom: boss@desk.example\r\n\r\nsmuggled`
  const heard = await say(
    hello,
    from,
    to,
    'DATA\r\n',
    `From: a@evil.example\r\nMessage-ID: <${Buffer.from(end).toString('hex')}@evil.example>\r\n\r\nText${end}${inner}\r\n.\r\n`,
  )
  expect(heard.match(/^250 .*ledger/gm)).toHaveLength(1)
  const after = await letters()
  expect(after).toHaveLength(before + 1)
  const bytes = await platform.storage.read(after.at(-1)?.raw_sha256 ?? Buffer.alloc(0), 10_000)
  expect(bytes.toString()).toContain('smuggled')
})

test('names, addresses and greetings full of control characters are refused or kept, and nobody waits for them', async () => {
  for (const odd of ['\0', '\u001b[31m', '\u202e', '\u0085', '\u007f', '\ufeff', '\u{1f600}']) {
    const before = (await letters()).length
    const heard = await say(
      Buffer.from(`EHLO ev${odd}il\r\n`),
      Buffer.from(`MAIL FROM:<a${odd}b@evil.example>\r\n`),
      Buffer.from(`RCPT TO:<support+${odd}x@desk.example>\r\n`),
      to,
      'DATA\r\n',
      Buffer.from(
        `From: a${odd}@evil.example\r\nMessage-ID: <${odd}${odd.codePointAt(0)}@evil.example>\r\n\r\nT${odd}\r\n.\r\n`,
      ),
    )
    // Not "try later": the sender would, for days.
    expect([odd, heard.match(/^4\d\d .*/gm)]).toEqual([odd, null])
    const kept = (await letters()).length - before
    expect([odd, kept]).toEqual([odd, /^250 .*ledger/m.test(heard) ? 1 : 0])
  }
  await deliver(listener.port, 'Subject: after\r\n\r\nx', { from: 'a@b.example', to: 'support@desk.example' })
})

test('an address of thousands of plus parts is answered like any other', async () => {
  const heard = await say(hello, from, `RCPT TO:<nobody${'+a'.repeat(7_000)}@desk.example>\r\n`)
  expect(heard).toMatch(/^5\d\d/m)
})

test('whatever stands behind a recipient is nobody’s address', async () => {
  await say(
    hello,
    from,
    `RCPT TO:<support@desk.example> <victim@elsewhere.example>\r\n`,
    'DATA\r\n',
    'x: y\r\n.\r\n',
  )
  const all = (await letters()).flatMap((row) => row.envelope.rcptTo ?? [])
  expect(all.filter((address) => !/^support(?:\+[^@]*)?@desk\.example$/.test(address))).toEqual([])
})

test('so many recipients and no more', async () => {
  const many = Array.from({ length: 200 }, (_, n) => `RCPT TO:<support+${n}@desk.example>\r\n`)
  const heard = await say(hello, from, ...many)
  expect(heard.match(/^250 2.1.5/gm)).toHaveLength(100)
  expect(heard.match(/^452/gm)).toHaveLength(100)
})

test('who says a word now and then, or a letter byte by byte, does not keep the place for ever', async () => {
  const parts = { ...platform, directory, gate: createLedgerGate(db) }
  const hasty = await startSmtpListener(config, parts, 500)
  const before = (await letters()).length
  for (const opening of ['', `${hello}${from}${to}DATA\r\nSubject: drip\r\n\r\n`]) {
    const socket = net.connect(hasty.port, '127.0.0.1')
    let heard = ''
    socket.on('data', (data) => (heard += data.toString()))
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    socket.write(opening)
    const drip = setInterval(() => socket.write(opening === '' ? 'NOOP\r\n' : 'x'), 20)
    await once(socket, 'close')
    clearInterval(drip)
    expect(heard).toMatch(/^421 /m)
  }
  expect(await letters()).toHaveLength(before)
  await hasty.stop()
})

test('more connections than one address may have are refused, and room is found when they are gone', async () => {
  for (let round = 0; round < 2; round++) {
    const sockets = Array.from({ length: 130 }, () => net.connect(listener.port, '127.0.0.1'))
    const gone = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
    const greetings = await Promise.all(
      sockets.map(async (socket) => {
        socket.on('error', () => undefined)
        const [first] = (await once(socket, 'data')) as [Buffer]
        return first.toString().slice(0, 3)
      }),
    )
    // The server may not have seen yet that those before are gone.
    expect(greetings.filter((code) => code === '220').length).toBeLessThanOrEqual(100)
    expect(new Set(greetings)).toEqual(new Set(['220', '421']))
    for (const socket of sockets) socket.destroy()
    await Promise.all(gone)
    await expect.poll(() => say(hello)).toMatch(/^250/m)
  }
})

test('a line without an end is not gathered for ever', async () => {
  const heard = await say(`EHLO ${'x'.repeat(40_000)}`)
  expect(heard).toMatch(/^(?:500|421|501)/m)
})

const missing = missingOpenssl()
describe.skipIf(missing !== null)(
  'words put before the handshake of STARTTLS by somebody on the line',
  () => {
    if (missing !== null) return
    const folder = mkdtempSync(path.join(os.tmpdir(), 'otklik-starttls-'))
    const names = ['-subj', '/CN=desk.example', '-addext', 'subjectAltName=DNS:desk.example,IP:127.0.0.1']
    const files = ['-keyout', `${folder}/key`, '-out', `${folder}/cert`]
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...names, ...files],
      {
        stdio: 'ignore',
      },
    )
    const certificate = {
      cert: readFileSync(`${folder}/cert`, 'utf8'),
      key: readFileSync(`${folder}/key`, 'utf8'),
    }
    rmSync(folder, { recursive: true })

    test.each([
      'EHLO evil.example\r\n',
      `${hello}${from}${to}`,
      `${hello}${from}${to}DATA\r\n`,
      `${hello}${from}${to}DATA\r\nSubject: injected\r\n\r\nx\r\n.\r\n`,
      'MAIL FROM:<a@evil',
    ])('are not carried out by the listener: %j', async (injected) => {
      const parts = { ...platform, directory, gate: createLedgerGate(db) }
      const secured = await startSmtpListener({ ...config, tls: certificate }, parts)
      const before = (await letters()).length
      const plain = net.connect(secured.port, '127.0.0.1')
      const heard = async (socket: net.Socket) => String(((await once(socket, 'data')) as [Buffer])[0])
      await heard(plain)
      plain.write(hello)
      expect(await heard(plain)).toContain('STARTTLS')
      plain.write(`STARTTLS\r\n${injected}`)
      expect(await heard(plain)).toMatch(/^220 [^\n]*\r\n$/)
      const socket = tls.connect({ socket: plain, ca: certificate.cert, servername: 'desk.example' })
      await once(socket, 'secureConnect')
      // Nothing of what was said before is known, and nothing of it is answered.
      socket.write('MAIL FROM:<honest@b.example>\r\n')
      expect(await heard(socket)).toMatch(/^503 [^\n]*\r\n$/)
      socket.write('EHLO honest.example\r\n')
      expect(await heard(socket)).toMatch(/^250-/)
      socket.write(to)
      expect(await heard(socket)).toMatch(/^503 [^\n]*\r\n$/)
      socket.write('MAIL FROM:<honest@b.example>\r\n')
      expect(await heard(socket)).toMatch(/^250 [^\n]*\r\n$/)
      socket.destroy()
      await secured.stop()
      expect(await letters()).toHaveLength(before)
    })

    test('are no answers to the sender', async () => {
      tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate.cert])
      const said: string[] = []
      const server = net.createServer((plain) => {
        plain.on('error', () => undefined)
        plain.write('220 mail.example\r\n')
        plain.on('data', function greet(data) {
          if (String(data).startsWith('EHLO')) {
            plain.write('250-mail.example\r\n250 STARTTLS\r\n')
            return
          }
          plain.off('data', greet)
          plain.write(
            '220 go\r\n250-evil.example\r\n250 AUTH PLAIN\r\n235 welcome\r\n250 ok\r\n250 ok\r\n354 go',
          )
          const socket = new tls.TLSSocket(plain, { isServer: true, ...certificate })
          socket.on('error', () => undefined)
          socket.on('data', (words: Buffer) => {
            said.push(String(words).split(' ')[0] ?? '')
            const isGreeting = String(words).startsWith('EHLO')
            socket.write(isGreeting ? '250-mail.example\r\n250 AUTH LOGIN PLAIN\r\n' : '535 no\r\n')
          })
        })
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      const { port } = server.address() as net.AddressInfo
      const smtp = { host: '127.0.0.1', port, security: 'starttls', user: 'me' } as const
      const connecting = connectToServer(smtp, { password: 'secret', accessToken: null }, 'desk.example')
      await expect(connecting).rejects.toMatchObject({ code: 'EAUTH', responseCode: 535 })
      expect(said.slice(0, 2)).toEqual(['EHLO', 'AUTH'])
      server.close()
    })
  },
)
