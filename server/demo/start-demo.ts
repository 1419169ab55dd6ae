import type { FastifyInstance } from 'fastify'
import { actorOfAgent, agentByEmail } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readSettings } from '#server/platform/settings.ts'
import { StartRefused } from '#server/platform/start-refused.ts'
import { pointInboxesAt } from './demo-inboxes.ts'
import { fillDesk } from './fill-desk.ts'
import { fillWebhooks, mayTellPrograms, pointWebhooksAt } from './fill-webhooks.ts'
import { startMailSink } from './mail-sink.ts'
import { createMailboxes } from './mailboxes.ts'
import { agents, demoPassword, inboxes } from './people.ts'
import { handToDesk } from './send-letter.ts'
import { playgroundRoutes } from './playground-routes.ts'
import { startWebhookSink } from './webhook-sink.ts'

export interface Demo {
  /** Adds the playground's routes; to be registered under /api/v1. */
  register(api: FastifyInstance): void
  /** Tells where the desk takes letters, once it does. */
  receiveAt(port: number | undefined): void
  /** For whoever has just started it. */
  welcome(address: string): string[]
  stop(): Promise<void>
}

/** The demo is the same everywhere, up to the day it is looked at. */
const seed = 20_260_601

/**
 * Starts the customers' mail server and, on an empty desk, tells three weeks of stories. A desk that somebody
 * works with is refused (`StartRefused`), whatever it is.
 */
export async function startDemo(platform: Platform, locale = process.env['LANG'] ?? ''): Promise<Demo> {
  const { config, clock, database } = platform
  const { db } = database
  if (config.smtp.port === 'off') {
    throw new StartRefused('The demo takes letters by the built-in SMTP listener, and SMTP_PORT is off.')
  }
  if (config.roles.length < 2) {
    throw new StartRefused('The demo needs both roles in one process; ROLES names only one.')
  }
  const isEmpty = (await readSettings(db)).set_up_at === null
  if (!isEmpty && !(await agentByEmail(db, agents[0]?.email ?? ''))) {
    throw new StartRefused(
      'This desk is in use, and the demo fills empty ones only. Start it without --demo, or give the demo another DATA_DIR (or DATABASE_URL).',
    )
  }
  const mailboxes = createMailboxes()
  const listener = { host: reachable(config.smtp.host), port: config.smtp.port }
  const own = new Set<string>(Object.values(inboxes).map(({ address }) => address))
  const sink = await startMailSink(mailboxes, clock, {
    owns: (address) => own.has(address.toLowerCase().replace(/\+[^@]*@/, '@')),
    deliver: async (raw, envelope) => void (await handToDesk(listener, raw, envelope)),
  })
  const hookSink = await startWebhookSink()
  const stop = async () => {
    await Promise.all([sink.stop(), hookSink.stop()])
  }
  try {
    const language = /^en/i.test(locale) ? 'en' : 'ru'
    if (isEmpty) {
      platform.log.info('the demo desk is being filled, once')
      await fillDesk(platform, { language, seed, now: clock.now(), sinkPort: sink.port })
    } else await pointInboxesAt(platform, sink.port)
    await tellPrograms(platform, hookSink.port, isEmpty ? language : null)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    register: (api) => playgroundRoutes(api, platform, { mailboxes, listener: () => listener }),
    receiveAt: (port) => {
      listener.port = port ?? listener.port
    },
    welcome: (address) => [
      `This is a demo: ${address}/playground lets you play the customer, ${address} is the desk.`,
      `Its agents (password ${demoPassword}): ${agents.map((one) => `${one.email} ${one.role}`).join(', ')}`,
    ],
    stop,
  }
}

/** Fills the log of the programs that hear of tickets, or tells where they are now. */
async function tellPrograms(platform: Platform, port: number, filledIn: 'ru' | 'en' | null): Promise<void> {
  if (!mayTellPrograms(platform, port)) return
  await inTransaction(platform.database.db, async (tx) => {
    const agent = await agentByEmail(tx, agents[0]?.email ?? '')
    const actor = agent ? await actorOfAgent(tx, agent.id) : null
    if (actor === null) return
    if (filledIn === null) await pointWebhooksAt(tx, platform, actor, port)
    else await fillWebhooks(tx, platform, actor, filledIn, port)
  })
}

/** An address one can connect to, where the setting names all of them. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}
