import type { Bench } from '../load/bench.ts'
import { json } from '../load/client.ts'
import { measureHttp } from '../load/measure-http.ts'

/** The first page of open tickets, as every agent's day begins. */
export async function list(bench: Bench): Promise<void> {
  await measureHttp(bench, 'list', async () => {
    const { items } = await json<{ items: unknown[] }>(bench.admin.ask('GET', '/api/v1/tickets'))
    if (items.length === 0) throw new Error('the list is empty')
  })
}

/** A ticket with its conversation: the two requests the workspace sends at once, until both are answered. */
export async function open(bench: Bench): Promise<void> {
  await measureHttp(bench, 'open', async () => {
    const id = 1 + bench.random.below(bench.tickets)
    await Promise.all([
      json(bench.admin.ask('GET', `/api/v1/tickets/${id}`)),
      json(bench.admin.ask('GET', `/api/v1/tickets/${id}/feed`)),
    ])
  })
}
