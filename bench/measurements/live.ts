import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import WebSocket from 'ws'
import { type Bench, print } from '../load/bench.ts'
import { json } from '../load/client.ts'
import { percentile } from '../load/measure-http.ts'
import { startSink } from '../load/smtp-sink.ts'
import { openTicket } from './writing.ts'

const REPLIES = 150
const PATIENCE_MS = 5000

/**
 * `live_p95`: from the moment one agent presses Send to the moment the other, who has the same ticket open, has been told
 * of it and has fetched the conversation anew.
 */
export async function live(bench: Bench): Promise<void> {
  const sink = await startSink(bench)
  const socket = new WebSocket(`${bench.desk.base.replace('http', 'ws')}/api/v1/live`, {
    headers: { cookie: bench.agent.cookie },
  })
  await once(socket, 'message')
  const times: number[] = []
  for (let n = 0; n < REPLIES; n++) {
    const id = openTicket(bench)
    const { text } = bench.writer.message(bench.random, 'ru', bench.writer.person('ru', 1))
    const told = toldOf(socket, id)
    const at = performance.now()
    await Promise.all([
      json(bench.admin.ask('POST', `/api/v1/tickets/${id}/replies`, { text })),
      told.then(() => json(bench.agent.ask('GET', `/api/v1/tickets/${id}/feed`))),
    ])
    times.push(performance.now() - at)
    // The letter's own news (sent) arrive too; the next reply must not be taken for them.
    await delay(60)
  }
  socket.close()
  print('live_p95', percentile(times, 0.95), 'ms')
  await sink.stop()
}

async function toldOf(socket: WebSocket, ticketId: number): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  for (;;) {
    const [data] = (await once(socket, 'message', { signal })) as [Buffer]
    const message = JSON.parse(data.toString()) as { type: string; ticketId?: number }
    if (message.type === 'ticket' && message.ticketId === ticketId) return
  }
}
