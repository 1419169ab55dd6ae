import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { WebhookEventType } from '#contract/webhook-events.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { faultOfUrl } from '#server/platform/http/outbound.ts'
import type { Platform } from '#server/platform/platform.ts'
import {
  createWebhook,
  type Outcome,
  settlePastAttempt,
  tellPastEvent,
  updateWebhook,
} from '#server/webhooks/index.ts'

const host = '127.0.0.1'
const dayMs = 86_400_000
const mostPast = 80

interface DemoWebhook {
  names: Record<Language, string>
  path: string
  types: WebhookEventType[]
  /** One in so many of the last day's tries was not taken at once. */
  failsEvery: number
}

const webhooks: DemoWebhook[] = [
  {
    names: { ru: 'CRM: карточка клиента', en: 'CRM: customer card' },
    path: '/crm/tickets',
    types: ['ticket.created', 'ticket.updated', 'message.received', 'reply.sent'],
    failsEvery: 9,
  },
  {
    names: { ru: 'Бот дежурной смены', en: 'Bot of the shift' },
    path: '/bot/alerts',
    types: ['ticket.created', 'sla.warned', 'sla.breached'],
    failsEvery: 2,
  },
]

/** Whether the desk may call a program on this machine: whoever starts a demo may have said that it calls none. */
export function mayTellPrograms({ config }: Platform, port: number): boolean {
  return faultOfUrl(config.privateNetworks, `http://${host}:${port}/`, 'private') === null
}

/** Two programs that hear of tickets: one takes nearly everything, the other has its troubles. */
export async function fillWebhooks(
  tx: Tx,
  platform: Platform,
  actor: Actor,
  language: Language,
  port: number,
): Promise<void> {
  const now = platform.clock.now()
  for (const { names, path, types, failsEvery } of webhooks) {
    const input = {
      name: names[language],
      url: `http://${host}:${port}${path}`,
      types,
      teamIds: null,
      inboxIds: null,
      headers: [],
    }
    const { webhook } = await createWebhook(tx, platform, actor, input, new Date(now.getTime() - 2 * dayMs))
    for (const [index, event] of (await lastDay(tx, types, now)).entries()) {
      const id = await tellPastEvent(tx, webhook.id, event.id)
      if (id === null) continue
      if (index % failsEvery === failsEvery - 1)
        await settlePastAttempt(tx, id, outcomeAt(event.at, 503), now)
      else await settlePastAttempt(tx, id, outcomeAt(event.at, 200), now)
    }
  }
}

/** The sink has another port after each start. A webhook that somebody has pointed elsewhere stays there. */
export async function pointWebhooksAt(tx: Tx, platform: Platform, actor: Actor, port: number): Promise<void> {
  const rows = await tx.selectFrom('webhook').select(['id', 'url', 'version']).execute()
  for (const { id, url, version } of rows) {
    const known = webhooks.find(
      ({ path }) => new URL(url).hostname === host && new URL(url).pathname === path,
    )
    if (!known) continue
    const moved = `http://${host}:${port}${known.path}`
    await updateWebhook(tx, platform, actor, id, { version, url: moved }, platform.clock.now())
  }
}

async function lastDay(tx: Tx, types: readonly string[], now: Date): Promise<{ id: number; at: Date }[]> {
  const { rows } = await sql<{ id: number; at: Date }>`select id, at from (
      select id, at from event where type = any(${[...types]}::text[]) and ticket_id is not null
        and at > ${new Date(now.getTime() - dayMs)} order by id desc limit ${mostPast}
    ) as latest order by id`.execute(tx)
  return rows
}

function outcomeAt(at: Date, status: 200 | 503): Outcome {
  const isSuccess = status === 200
  return {
    at: new Date(at.getTime() + 400),
    durationMs: isSuccess ? 84 : 212,
    isSuccess,
    problem: isSuccess ? null : 'status',
    detail: null,
    status,
    address: host,
    requestHeaders: [{ name: 'content-type', value: 'application/json; charset=utf-8' }],
    responseHeaders: [{ name: 'content-type', value: 'application/json' }],
    responseBody: JSON.stringify(isSuccess ? { ok: true } : { error: 'bot is restarting' }),
    isCut: false,
    notBefore: null,
  }
}
