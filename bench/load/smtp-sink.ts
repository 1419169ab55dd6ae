import { once } from 'node:events'
import type net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'
import type { Bench } from './bench.ts'

/** The customers' mail server: it takes every letter and keeps none. */
export interface Sink {
  received(): number
  /** Waits until the desk has nothing more to send. */
  stop(): Promise<void>
}

/** Starts the sink and makes the desk's inbox send through it. */
export async function startSink({ database }: Pick<Bench, 'database'>): Promise<Sink> {
  let received = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, _session, done) {
      stream.on('end', () => {
        received++
        done()
      })
      stream.resume()
    },
  })
  // The desk may hang up on a letter when it is stopped.
  server.on('error', () => undefined)
  const socket = server.listen(0, '127.0.0.1')
  await once(socket, 'listening')
  const smtp = {
    host: '127.0.0.1',
    port: (socket.address() as net.AddressInfo).port,
    security: 'none',
    user: null,
  }
  await database.query('update inbox set smtp = $1', [JSON.stringify(smtp)])
  return {
    received: () => received,
    async stop() {
      while (await isSending(database)) await delay(200)
      const closed = Promise.withResolvers<void>()
      server.close(closed.resolve)
      await closed.promise
    },
  }
}

async function isSending(database: Bench['database']): Promise<boolean> {
  const { rows } = await database.query<{ waiting: boolean }>(
    `select exists (select from graphile_worker.jobs where attempts = 0 and run_at <= now()) as waiting`,
  )
  return rows[0]?.waiting === true
}
