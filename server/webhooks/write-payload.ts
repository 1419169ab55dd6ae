import { sql } from 'kysely'
import type { FeedItem } from '#contract/tickets.ts'
import type { WebhookPayload } from '#contract/webhooks.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { getCustomerMessage, getNote, getReply, presentTicketAsOf } from '#server/tickets/index.ts'
import type { DeliveryFacts, DeliveryRow, ReplyThen } from './tables.ts'

type Post = Exclude<FeedItem, { kind: 'event' }>
type Told = Pick<DeliveryRow, 'webhook_id' | 'type' | 'event_id' | 'at' | 'ticket' | 'reply' | 'facts'>

/** A body as large is taken everywhere; a longer one is sent without the post's HTML and the end of its text. */
const mostBytes = 256 * 1024
const mostCharacters = 20_000

/** The body of a delivery: the public shapes of the event, of the ticket as it was then, and of what was written. */
export async function writePayload(db: Db, told: Told): Promise<string> {
  const { facts, at } = told
  const post = told.ticket === null ? null : await readPost(db, facts.data ?? {}, told.reply)
  const payload: WebhookPayload = {
    type: told.type,
    timestamp: at.toISOString(),
    data: {
      event: {
        kind: 'event',
        id: told.event_id,
        at: at.toISOString(),
        type: told.type,
        actor: await readActor(db, facts),
        data: await readData(db, told),
      },
      ticket: told.ticket === null ? null : await presentTicketAsOf(db, told.ticket),
      post,
      isPostCut: false,
    },
  }
  const body = JSON.stringify(payload)
  if (post === null || Buffer.byteLength(body) <= mostBytes) return body
  return JSON.stringify({ ...payload, data: { ...payload.data, post: cut(post), isPostCut: true } })
}

/** How a ticket was routed says how much others carry: a webhook of some teams hears that of their people only. */
async function readData(db: Db, { webhook_id, facts }: Told): Promise<Record<string, unknown>> {
  const data = facts.data ?? {}
  const { candidates } = data
  if (!Array.isArray(candidates)) return data
  const { rows } = await sql<{ people: number[] }>`
    select array(select agent_id from team_member where team_id = any(team_ids)) as people
    from webhook where id = ${webhook_id} and team_ids is not null`.execute(db)
  const people = rows[0]?.people
  if (!people) return data
  const own = (candidates as { agentId: number }[]).filter(({ agentId }) => people.includes(agentId))
  return { ...data, candidates: own }
}

async function readPost(
  db: Db,
  data: Record<string, unknown>,
  reply: ReplyThen | null,
): Promise<Post | null> {
  const idOf = (key: string) => (typeof data[key] === 'number' ? data[key] : null)
  const [messageId, replyId, noteId] = [idOf('customerMessageId'), idOf('replyId'), idOf('noteId')]
  if (messageId !== null)
    return (await isThere(db, 'customer_message', messageId)) ? getCustomerMessage(db, messageId) : null
  if (noteId !== null) return (await isThere(db, 'note', noteId)) ? getNote(db, noteId) : null
  if (replyId === null || !(await isThere(db, 'reply', replyId))) return null
  const post = await getReply(db, replyId)
  if (reply === null) return post
  const { state, error, detail, sentAt } = reply
  const delivery = { ...post.delivery, state: state as typeof post.delivery.state, error, detail }
  return {
    ...post,
    delivery: { ...delivery, sentAt: sentAt === null ? null : new Date(sentAt).toISOString() },
  }
}

/** It may have been erased since. */
async function isThere(db: Db, table: 'customer_message' | 'reply' | 'note', id: number): Promise<boolean> {
  const row = await db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst()
  return row !== undefined
}

async function readActor(db: Db, { actorKind = 'system', actorId = null }: DeliveryFacts) {
  const table = actorKind === 'agent' ? 'agent' : 'customer'
  if (actorKind === 'system' || actorId === null) return { kind: actorKind, id: actorId, name: '' }
  const row = await db.selectFrom(table).select('name').where('id', '=', actorId).executeTakeFirst()
  return { kind: actorKind, id: actorId, name: row?.name ?? '' }
}

function cut(post: Post): Post {
  const text = post.text.slice(0, mostCharacters)
  if (post.kind !== 'customer_message') return { ...post, text, html: null }
  return { ...post, text, html: null, quotedText: null, quotedHtml: null }
}
