import { once } from 'node:events'
import type net from 'node:net'
import { Readable } from 'node:stream'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { handOver } from './hand-over.ts'
import { connectToServer } from './outgoing-server.ts'
import { createMailLines, type MailLines } from './mail-lines.ts'

const open: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close()
})

/** A mail server that counts its callers and keeps what it took. */
async function startServer(behaviour: SMTPServerOptions = {}) {
  const letters: string[] = []
  const sockets: net.Socket[] = []
  let callers = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 1,
    onConnect(_session, done) {
      callers++
      done()
    },
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        letters.push(Buffer.concat(chunks).toString())
        done()
      })
    },
    ...behaviour,
  })
  server.on('error', () => undefined)
  const socket = server.listen(0, '127.0.0.1')
  await once(socket, 'listening')
  socket.on('connection', (one: net.Socket) => sockets.push(one))
  open.push(() => new Promise((resolve) => server.close(resolve)))
  return {
    letters,
    callers: () => callers,
    /** The callers' sockets are gone. */
    allClosed: () => Promise.all(sockets.map(async (one) => one.closed || once(one, 'close'))),
    hangUp: () => {
      for (const one of sockets) one.destroy()
    },
    port: (socket.address() as net.AddressInfo).port,
  }
}

function lines(keepMs?: number): MailLines {
  const made = createMailLines(keepMs)
  open.push(() => made.stop())
  return made
}

type Server = Awaited<ReturnType<typeof startServer>>

function give(over: MailLines, to: Server, words: string, beforeFinalDot = async () => {}, name = 'one') {
  const settings = { host: '127.0.0.1', port: to.port, security: 'none' as const, user: null }
  const credential = { password: null, accessToken: null }
  const server = { name, connect: () => connectToServer(settings, credential, 'desk.example') }
  return handOver(over, server, {
    envelope: { from: 'support@desk.example', to: ['anna@customer.example'] },
    body: async () => Readable.from([Buffer.from(`Subject: ${words}\r\n\r\n${words}\r\n`)]),
    beforeFinalDot,
  })
}

const answered = { kind: 'answered', accepted: ['anna@customer.example'], refused: [] }

test('letters that follow each other leave over one line, those of another sender over their own', async () => {
  const [server, over] = [await startServer(), lines()]
  for (const words of ['one', 'two', 'three']) expect(await give(over, server, words)).toEqual(answered)
  expect(server.callers()).toBe(1)
  expect(await give(over, server, 'four', async () => {}, 'another')).toEqual(answered)
  expect(server.callers()).toBe(2)
  expect(server.letters).toHaveLength(4)
})

test('letters at the same moment have a line each', async () => {
  const [server, over] = [await startServer(), lines()]
  await Promise.all(['one', 'two', 'three'].map((words) => give(over, server, words)))
  expect(server.callers()).toBe(3)
  await give(over, server, 'four')
  expect(server.callers()).toBe(3)
})

test('a line that waits for nothing is ended in order', async () => {
  const quit = Promise.withResolvers<void>()
  const server = await startServer({ onClose: () => quit.resolve() })
  await give(lines(1), server, 'one')
  await quit.promise
})

test('no line carries letters without end', async () => {
  const [server, over] = [await startServer(), lines()]
  for (let n = 0; n < 51; n++) await give(over, server, String(n))
  expect(server.callers()).toBe(2)
})

test('a server that hung up between two letters gets the second over a new line, once', async () => {
  const [server, over] = [await startServer(), lines()]
  await give(over, server, 'one')
  server.hangUp()
  await server.allClosed()
  expect(await give(over, server, 'two')).toEqual(answered)
  expect(server.callers()).toBe(2)
  expect(server.letters).toHaveLength(2)
})

test.each([
  ['hangs up when it hears of another letter', 'hang up'],
  ['says 421 to another letter', 421],
  ['says 452 to another letter', 452],
] as const)('a server that %s gets it over a new line, once', async (_words, how) => {
  const seen = new Set<string>()
  const server: Server = await startServer({
    onMailFrom(_address, session, done) {
      if (!seen.has(session.id)) {
        seen.add(session.id)
        return done()
      }
      if (how === 'hang up') return server.hangUp()
      return done(Object.assign(new Error('too many letters'), { responseCode: how }))
    },
  })
  const over = lines()
  for (const words of ['one', 'two', 'three']) expect(await give(over, server, words)).toEqual(answered)
  expect(server.letters).toHaveLength(3)
  expect(server.callers()).toBe(3)
})

test('a refusal on a kept line is a refusal, and the next letter goes over a new line', async () => {
  const server: Server = await startServer({
    onRcptTo: (_address, _session, done) =>
      server.letters.length === 1
        ? done(Object.assign(new Error('No such user'), { responseCode: 550 }))
        : done(),
  })
  const over = lines()
  await give(over, server, 'one')
  const refused = { kind: 'not_taken', problem: { error: 'recipient_refused', isTemporary: false } }
  expect(await give(over, server, 'two')).toMatchObject(refused)
  expect(server.callers()).toBe(1)
})

test('a kept line that breaks before the dot delivers nothing, and it is not tried again by itself', async () => {
  const [server, over] = [await startServer(), lines()]
  await give(over, server, 'one')
  const outcome = await give(over, server, 'two', () => {
    server.hangUp()
    return new Promise(() => undefined)
  })
  expect(outcome).toMatchObject({ kind: 'not_taken', problem: { isTemporary: true } })
  expect(server.callers()).toBe(1)
  expect(server.letters).toHaveLength(1)
})

test('a kept line that breaks behind the dot leaves the letter in doubt, and it is not sent again', async () => {
  const letters: string[] = []
  const server: Server = await startServer({
    onData(stream, _session, done) {
      stream.resume()
      stream.on('end', () => {
        letters.push('a letter')
        if (letters.length === 2) server.hangUp()
        else done()
      })
    },
  })
  const over = lines()
  await give(over, server, 'one')
  expect(await give(over, server, 'two')).toMatchObject({ kind: 'unknown' })
  expect(server.callers()).toBe(1)
  expect(letters).toHaveLength(2)
})
