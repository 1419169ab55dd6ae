import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { Permission } from '#contract/permissions.ts'
import { DeliveryState } from '#contract/tickets.ts'
import { WebhookEventType } from '#contract/webhook-events.ts'
import { testDatabase } from '#test/database.ts'

/** What happens in tickets and is not sent, and why. Everything else is. */
const unsent: Record<string, string> = {
  'reply.waiting': 'the seconds in which it can be undone: reply.created or reply.cancelled follows',
  'reply.resent': 'reply.queued tells it in the same moment, with the reply',
  'reply.stopped': 'reply.cancelled or reply.failed tells what it came to in the same moment',
  'reply.confirmed': 'reply.sent tells it in the same moment',
  'rule.cut': 'of the rules, not of the ticket: their page shows it',
  'sla.policy': 'how deadlines are counted; sla.warned and sla.breached tell what comes of it',
}
/** Recorded beside events of tickets, in none themselves. */
const elsewhere = ['address.blocked', 'address.unblocked']

const server = path.join(import.meta.dirname, '..')

/** Every name in a file that records what happens in tickets; where the end is computed, with every end it may have. */
function namesIn(file: string): string[] {
  const source = readFileSync(file, 'utf8')
  const records = /import \{[^}]*\brecordEvents?\b[^}]*\} from '#server\/platform\/events\//.test(source)
  if (!records || !source.includes('ticketId')) return []
  return [...source.matchAll(/(?<!enqueue\(tx, )(['`])([a-z_]+)\.(?:([a-z_]+)|\$\{[^}]*\})\1/g)].flatMap(
    ([, , noun = '', verb]) =>
      verb === undefined ? DeliveryState.options.map((state) => `${noun}.${state}`) : [`${noun}.${verb}`],
  )
}

test('all that happens in a ticket is sent to webhooks, or named here with the reason why not', async () => {
  const files = readdirSync(server, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !/^(webhooks|demo)\//.test(name),
  )
  const { pool } = await testDatabase()
  const { rows } = await pool.query<{ name: string; table: string }>(
    `select table_name || '.' || column_name as name, table_name as table from information_schema.columns`,
  )
  const notEvents = new Set<string>([...rows.map(({ name }) => name), ...Permission.options, ...elsewhere])
  const tables = new Set(['sla', 'message', ...rows.map(({ table }) => table)])
  const recorded = new Set(
    files
      .flatMap((name) => namesIn(path.join(server, name)))
      .filter((name) => !notEvents.has(name) && tables.has(name.slice(0, name.indexOf('.')))),
  )
  // What is computed may end in more ways than it does; nothing else may be missing.
  const told = new Set<string>([...WebhookEventType.options, ...Object.keys(unsent)])
  expect([...recorded].filter((name) => !told.has(name)).toSorted()).toEqual([])
  expect([...told].filter((name) => !recorded.has(name)).toSorted()).toEqual([])
  expect(WebhookEventType.options.filter((type) => type in unsent)).toEqual([])
})
