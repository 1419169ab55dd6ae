import { rangeVector } from '#server/platform/search-index/ranges.ts'
import { randomFrom, type Random } from '../random.ts'
import type { Person, Text, Writer } from '../text/letter.ts'
import { copyRow } from './copy.ts'
import {
  AGENTS,
  BATCH,
  customersOf,
  INBOX,
  isStillOpen,
  languageOf,
  openedAt,
  POSTS_PER_TICKET,
  SEED,
  TEAMS,
} from './plan.ts'
import { vectorOf, type WeighedText } from './vector.ts'

/** Rows by `table (columns)`, in COPY's text format. */
export type Batch = Map<string, string>

const TARGETS = {
  customer: 'customer (id, name, language, created_at, updated_at)',
  address: 'customer_address (customer_id, kind, value, created_at)',
  ticket:
    'ticket (id, subject, snippet, status_id, status_category, priority, customer_id, assignee_id, team_id, source, ' +
    'inbox_id, tags, last_post_id, post_count, created_at, updated_at, last_activity_at, waiting_since, solved_at, ' +
    'closed_at, version)',
  message:
    'customer_message (id, ticket_id, customer_id, channel, created_at, sent_at, text, from_address, from_name, ' +
    'to_addresses, cc_addresses)',
  reply:
    'reply (id, ticket_id, agent_id, channel, inbox_id, created_at, text, html, to_addresses, delivery_state, sent_at)',
  note: 'note (id, ticket_id, agent_id, created_at, text)',
  event: 'event (at, type, ticket_id, actor_kind, actor_id, data)',
  document: 'search_document (ticket_id, kind, segment, words)',
} as const

const STATUSES = ['new', 'open', 'paused', 'solved', 'closed'] as const
const TAGS = ['vip', 'возврат', 'доставка', 'оплата', 'bug', 'refund', 'срочно', 'wholesale']
const NOTE_SHARE = 0.15
const HOUR_MS = 3_600_000

/** All rows of the batch's tickets and of the customers that fall to it. The same for the same numbers, always. */
export function writeBatch(writer: Writer, tickets: number, number: number): Batch {
  const batch: Batch = new Map()
  const add = (kind: keyof typeof TARGETS, fields: Parameters<typeof copyRow>[0]): void => {
    const target = TARGETS[kind]
    batch.set(target, (batch.get(target) ?? '') + copyRow(fields))
  }
  const random = randomFrom(SEED + number)
  const first = number * BATCH + 1
  const last = Math.min(tickets, first + BATCH - 1)
  addCustomers(add, writer, tickets, first, last)

  const posts: (() => void)[][] = Array.from({ length: POSTS_PER_TICKET + 1 }, () => [])
  for (let id = first; id <= last; id++) {
    const language = languageOf(id)
    const customerId = 1 + Math.floor(random.next() * random.next() * customersOf(tickets))
    const person = writer.person(languageOf(customerId), customerId)
    const subject = writer.subject(random, language)
    const opened = openedAt(id, tickets)
    const agentId = 1 + random.below(AGENTS)
    const texts = Array.from({ length: POSTS_PER_TICKET }, (_, n) =>
      writer.message(random, language, isReply(n) ? agentOf(agentId, language) : person),
    )
    // As the receiving of letters does it: whoever writes is indexed with every letter.
    const from = { weight: 'B', text: plain(`${person.name} ${person.email}`) } as const
    const parts: WeighedText[] = [{ weight: 'A', text: subject }]
    let at = opened
    for (const [n, text] of texts.entries()) {
      const postId = number * BATCH * (POSTS_PER_TICKET + 1) + n * BATCH + (id - first) + 1
      const sentAt = new Date(at)
      parts.push(...(isReply(n) ? [] : [from]), { weight: 'D', text })
      posts[n]?.push(() =>
        addPost(add, { n, postId, id, customerId, person, agentId, text: text.text, sentAt }),
      )
      at += Math.floor(random.next() * 20 * HOUR_MS)
    }
    if (random.chance(NOTE_SHARE)) {
      const text = writer.message(random, language, agentOf(agentId, language))
      const noteId = (number + 1) * BATCH * (POSTS_PER_TICKET + 1) - (last - id)
      posts[POSTS_PER_TICKET]?.push(() => {
        add('note', [noteId, id, agentId, new Date(at), text.text])
        addDocument(add, id, 'note', [{ weight: 'D', text }])
      })
    }
    addDocument(add, id, 'public', parts)
    addTicket(add, random, {
      id,
      tickets,
      subject: subject.text,
      text: texts.at(-1)?.text ?? '',
      customerId,
      agentId,
      opened,
      at,
      number,
    })
  }
  // A conversation is not written at one go: its posts lie apart, as in life, and opening a ticket reads several pages.
  for (const write of posts.flat()) write()
  return batch
}

type Add = (kind: keyof typeof TARGETS, fields: Parameters<typeof copyRow>[0]) => void

/** Customer, agent, customer, agent, customer. */
function isReply(n: number): boolean {
  return n % 2 === 1
}

function agentOf(id: number, language: 'ru' | 'en'): Person {
  return { name: language === 'ru' ? `Сотрудник ${id}` : `Agent ${id}`, email: INBOX, phone: '+74950000000' }
}

function addCustomers(add: Add, writer: Writer, tickets: number, first: number, last: number): void {
  const all = customersOf(tickets)
  const created = new Date(openedAt(1, tickets))
  for (
    let id = 1 + Math.floor(((first - 1) * all) / tickets);
    id <= Math.floor((last * all) / tickets);
    id++
  ) {
    const { name, email, phone } = writer.person(languageOf(id), id)
    add('customer', [id, name, languageOf(id), created, created])
    add('address', [id, 'email', email, created])
    if (id % 3 === 0) add('address', [id, 'phone', phone, created])
  }
}

interface Post {
  n: number
  postId: number
  id: number
  customerId: number
  person: Person
  agentId: number
  text: string
  sentAt: Date
}

function addPost(add: Add, { n, postId, id, customerId, person, agentId, text, sentAt }: Post): void {
  const to = JSON.stringify([{ address: person.email, name: person.name }])
  if (isReply(n)) {
    const html = `<p>${text.replaceAll('\n', '<br>')}</p>`
    add('reply', [postId, id, agentId, 'email', 1, sentAt, text, html, to, 'sent', sentAt])
    add('event', [sentAt, 'reply.created', id, 'agent', agentId, `{"replyId":${postId}}`])
    return
  }
  const inbox = JSON.stringify([{ address: INBOX, name: '' }])
  add('message', [
    postId,
    id,
    customerId,
    'email',
    sentAt,
    sentAt,
    text,
    person.email,
    person.name,
    inbox,
    '[]',
  ])
  const data = `{"customerMessageId":${postId},"isAutomatic":false}`
  add('event', [sentAt, n === 0 ? 'ticket.created' : 'message.received', id, 'customer', customerId, data])
}

function addDocument(
  add: Add,
  ticketId: number,
  kind: 'public' | 'note',
  parts: readonly WeighedText[],
): void {
  add('document', [ticketId, kind, 0, `${vectorOf(parts)} ${rangeVector(ticketId)}`])
}

function plain(text: string): Text {
  return { text, pieces: [text] }
}

interface TicketFacts {
  id: number
  tickets: number
  subject: string
  text: string
  customerId: number
  agentId: number
  opened: number
  at: number
  number: number
}

function addTicket(add: Add, random: Random, facts: TicketFacts): void {
  const { id, tickets, customerId, agentId, opened } = facts
  const isOpen = isStillOpen(id, tickets)
  const status = isOpen ? random.below(3) : random.chance(0.1) ? 3 : 4
  const at = new Date(facts.at)
  const tags = random.chance(0.2) ? `{${random.pick(TAGS)}}` : '{}'
  const lastPost = facts.number * BATCH * (POSTS_PER_TICKET + 1) + POSTS_PER_TICKET * BATCH
  add('ticket', [
    id,
    facts.subject,
    facts.text.replace(/\s+/g, ' ').slice(0, 200),
    status + 1,
    STATUSES[status] ?? 'closed',
    1 + random.below(4),
    customerId,
    status === 0 && random.chance(0.7) ? null : agentId,
    1 + random.below(TEAMS),
    'email',
    1,
    tags,
    lastPost,
    POSTS_PER_TICKET,
    new Date(opened),
    at,
    at,
    isOpen && status < 2 ? at : null,
    isOpen ? null : at,
    status === 4 ? at : null,
    3,
  ])
}
