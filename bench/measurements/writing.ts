import type { Bench } from '../load/bench.ts'
import { json } from '../load/client.ts'
import { measureHttp } from '../load/measure-http.ts'
import { startSink } from '../load/smtp-sink.ts'
import { customersOf, isStillOpen } from '../seed/plan.ts'

/** A ticket through the API, half of them of customers nobody has met. */
export async function create(bench: Bench): Promise<void> {
  await measureHttp(bench, 'create', async () => {
    const { random, writer } = bench
    const language = random.chance(0.7) ? 'ru' : 'en'
    const number = random.chance(0.5)
      ? 1 + random.below(customersOf(bench.tickets))
      : 100_000_000 + random.below(1e9)
    const { name, email, phone } = writer.person(language, number)
    await json(
      bench.admin.ask('POST', '/api/v1/tickets', {
        subject: writer.subject(random, language).text,
        text: writer.message(random, language, { name, email, phone }).text,
        customer: { name, email },
        source: 'api',
      }),
    )
  })
}

/** An agent's answer to an open ticket. It goes out as a letter, to a server of the bench: its sending is in `_cpu`. */
export async function reply(bench: Bench): Promise<void> {
  const sink = await startSink(bench)
  await measureHttp(bench, 'reply', async () => {
    const id = openTicket(bench)
    const { text } = bench.writer.message(bench.random, 'ru', bench.writer.person('ru', 1))
    await json(bench.admin.ask('POST', `/api/v1/tickets/${id}/replies`, { text }))
  })
  await sink.stop()
}

export function openTicket({ random, tickets }: Bench): number {
  for (;;) {
    const id = tickets - random.below(Math.ceil(tickets / 20))
    if (isStillOpen(id, tickets)) return id
  }
}
