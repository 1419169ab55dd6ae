import { Gauge } from 'prom-client'
import { measure } from '#server/platform/metrics.ts'
import { lastTests } from './get-channel-health.ts'
import { readFacts } from './read-facts.ts'

/** The mail in Prometheus terms, by inbox and direction. Figures only: no address, no subject. */
measure((registry, { db }) => {
  const labelNames = ['inbox', 'direction'] as const
  const registers = [registry]
  const last = new Gauge({
    name: 'mail_last_letter_timestamp_seconds',
    help: 'When the last letter came or went',
    labelNames,
    registers,
  })
  const oldest = new Gauge({
    name: 'mail_oldest_waiting_timestamp_seconds',
    help: 'Since when the oldest letter waits; absent when none does',
    labelNames,
    registers,
  })
  const failing = new Gauge({
    name: 'mail_failing',
    help: '1 while the mail server of an inbox cannot be used',
    labelNames,
    registers,
  })
  const quarantined = new Gauge({
    name: 'mail_quarantined_letters',
    help: 'Letters that could not be processed',
    labelNames: ['inbox'] as const,
    registers,
  })
  const test = new Gauge({
    name: 'mail_self_test_seconds',
    help: 'How long the last test letter was on its way; absent when it did not come back',
    labelNames: ['inbox'] as const,
    registers,
  })
  new Gauge({
    name: 'mail_waiting_letters',
    help: 'Letters received and not decided, or to be sent',
    labelNames,
    registers,
    async collect() {
      const gauges = [last, oldest, failing, quarantined, test, this]
      for (const gauge of gauges) gauge.reset()
      const [facts, tests] = await Promise.all([readFacts(db), lastTests(db)])
      for (const one of facts) {
        const inbox = String(one.id)
        const inward = { inbox, direction: 'in' } as const
        const outward = { inbox, direction: 'out' } as const
        this.set(inward, one.waiting_in)
        this.set(outward, one.waiting_out)
        failing.set(inward, one.receive_error === null ? 0 : 1)
        failing.set(outward, one.send_error === null ? 0 : 1)
        quarantined.set({ inbox }, one.quarantined)
        const times = [
          [last, inward, one.last_received_at],
          [last, outward, one.last_sent_at],
          [oldest, inward, one.oldest_in_at],
          [oldest, outward, one.oldest_out_at],
        ] as const
        for (const [gauge, labels, at] of times) if (at) gauge.set(labels, at.getTime() / 1000)
        const latest = tests.get(one.id)
        if (latest?.recognised_at) {
          test.set({ inbox }, (latest.recognised_at.getTime() - latest.started_at.getTime()) / 1000)
        }
      }
    },
  })
})
