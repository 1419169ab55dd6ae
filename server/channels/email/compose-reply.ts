import type { Db } from '#server/platform/database/open-database.ts'
import { readSettings } from '#server/platform/settings.ts'
import { words } from '#server/platform/words.ts'
import type { EmailDesk } from './email-desk.ts'
import type { QuotedMessage } from './letter-layout.ts'
import type { QueuedLetter } from './queue-letter.ts'
import { createBodyMarker, createReplyAddress } from './thread-token.ts'
import type { LetterToWrite } from './write-letter.ts'

/** So many earlier letters are named in References; the first and the last ones matter. */
const mostReferences = 40

/** Everything a reply's letter says, read from the database; the same each time it is asked. */
export async function composeReply(desk: EmailDesk, { letter, inbox }: QueuedLetter): Promise<LetterToWrite> {
  const { db } = desk.database
  const [reply, chain, settings] = await Promise.all([
    readReply(db, letter.reply_id),
    readChain(db, letter.ticket_id, letter.reply_id),
    readSettings(db),
  ])
  const language = reply.language ?? settings.language
  const last = chain.findLast((one) => one.isInbound) ?? null
  return {
    from: {
      address: inbox.address,
      name: reply.agent === null ? inbox.name : `${reply.agent} (${inbox.name})`,
    },
    to: reply.to_addresses,
    cc: reply.cc_addresses,
    bcc: reply.bcc_addresses,
    // Our own listener takes plus parts; whether another mailbox does is not known.
    replyTo:
      inbox.receivesBy === 'smtp' ? createReplyAddress(desk.tokenKey, inbox.address, letter.ticket_id) : null,
    subject: reply.subject,
    ticket: { prefix: settings.ticket_prefix, number: letter.ticket_id },
    prefixes: settings.ticket_prefixes,
    isReply: last !== null,
    messageId: letter.message_id,
    inReplyTo: last?.messageId ?? null,
    references: chain.map((one) => one.messageId),
    html: reply.html,
    text: reply.text,
    quoted: await quoteLast(db, letter, language),
    marker: createBodyMarker(desk.tokenKey, letter.ticket_id),
    language,
    files: await readFiles(desk, letter.reply_id),
    isAutomatic: reply.is_automatic,
    date: reply.created_at,
  }
}

function readReply(db: Db, replyId: number) {
  return db
    .selectFrom('reply')
    .innerJoin('ticket', 'ticket.id', 'reply.ticket_id')
    .innerJoin('customer', 'customer.id', 'ticket.customer_id')
    .leftJoin('agent', 'agent.id', 'reply.agent_id')
    .select(['ticket.subject', 'customer.language', 'agent.name as agent'])
    .select(['reply.html', 'reply.text', 'reply.is_automatic', 'reply.created_at'])
    .select(['reply.to_addresses', 'reply.cc_addresses', 'reply.bcc_addresses'])
    .where('reply.id', '=', replyId)
    .executeTakeFirstOrThrow()
}

interface ChainLink {
  messageId: string
  isInbound: boolean
}

/** The Message-IDs of the conversation before this reply, oldest first. */
async function readChain(db: Db, ticketId: number, replyId: number): Promise<ChainLink[]> {
  const inbound = await db
    .selectFrom('inbound_letter')
    .select(['message_id', 'customer_message_id as post_id'])
    .where('ticket_id', '=', ticketId)
    .where('message_id', 'is not', null)
    .where('customer_message_id', '<', replyId)
    .orderBy('customer_message_id', 'desc')
    .limit(mostReferences)
    .execute()
  const outbound = await db
    .selectFrom('outbound_letter')
    .select(['message_id', 'reply_id as post_id'])
    .where('ticket_id', '=', ticketId)
    .where('reply_id', '<', replyId)
    .orderBy('reply_id', 'desc')
    .limit(mostReferences)
    .execute()
  return [
    ...inbound.map((row) => ({ ...row, isInbound: true })),
    ...outbound.map((row) => ({ ...row, isInbound: false })),
  ]
    .toSorted((a, b) => (a.post_id ?? 0) - (b.post_id ?? 0))
    .map((row) => ({ messageId: row.message_id ?? '', isInbound: row.isInbound }))
    .slice(-mostReferences)
}

/** What the customer said last, under our answer: whoever reads the letter on a phone sees what it is about. */
async function quoteLast(
  db: Db,
  letter: { ticket_id: number; reply_id: number },
  language: 'ru' | 'en',
): Promise<QuotedMessage | null> {
  const last = await db
    .selectFrom('customer_message')
    .innerJoin('customer', 'customer.id', 'customer_message.customer_id')
    .select(['customer_message.text', 'customer_message.html', 'customer_message.created_at'])
    .select(['from_name', 'from_address', 'customer.name'])
    .where('ticket_id', '=', letter.ticket_id)
    .where('customer_message.id', '<', letter.reply_id)
    .where('channel', '=', 'email')
    .orderBy('customer_message.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return null
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  return {
    introduction: words(language).t('letter.wrote', {
      name: last.from_name || last.name || last.from_address || '',
      when: `${when.format(last.created_at)} UTC`,
    }),
    // Pictures of the customer's letter are not sent back, so neither is HTML that would show holes.
    html: last.html?.includes('<img') ? null : last.html,
    text: last.text,
  }
}

async function readFiles(desk: EmailDesk, replyId: number): Promise<NonNullable<LetterToWrite['files']>> {
  const rows = await desk.database.db
    .selectFrom('file')
    .select(['sha256', 'name', 'mime', 'is_inline', 'content_id'])
    .where('reply_id', '=', replyId)
    .orderBy('id')
    .execute()
  const files = []
  for (const row of rows) {
    const content = await desk.storage.open(row.sha256)
    const contentId = row.is_inline && row.content_id !== null ? row.content_id : undefined
    files.push({ name: row.name, mime: row.mime, content, contentId })
  }
  return files
}
