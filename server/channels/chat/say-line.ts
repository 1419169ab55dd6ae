import { sql } from 'kysely'
import { sectionDefaults } from '#contract/inbox-sections.ts'
import { createNamelessCustomer } from '#server/customers/index.ts'
import { countAttempt, mustNotWait } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import { type ReceivedFile, receiveMessage, setReplyChannel } from '#server/tickets/index.ts'
import type { ChatRow, ChatVisitorRow } from './tables.ts'
import { conversationOf, lockVisitor } from './visitor.ts'

interface Line {
  clientKey: string
  text: string
  fileIds: readonly number[]
}

/** So many lines a minute somebody types; more is no person. */
const linesPerMinute = 40
/** Conversations begun from one network: an office may share it. */
const beginningLimit = { free: 15, windowSeconds: 3600, capSeconds: 900 }

/**
 * A visitor says a line. The first makes the ticket; one in a ticket that is closed makes the next. The same client key
 * is the same line: its id is answered again, and nothing else happens.
 */
export async function sayLine(
  tx: Tx,
  token: string,
  { clientKey, text, fileIds }: Line,
  from: { network: string },
  now: Date,
): Promise<number> {
  const visitor = await lockVisitor(tx, token)
  const said = await tx
    .selectFrom('chat_line')
    .select('post_id')
    .where('visitor_id', '=', visitor.id)
    .where('client_key', '=', clientKey)
    .executeTakeFirst()
  if (said) return said.post_id
  const words = text.trim()
  if (words === '' && fileIds.length === 0)
    fail('invalid_input', { fields: [{ path: 'body.text', message: 'words or a file' }] })
  const chat = await tx
    .selectFrom('chat')
    .selectAll()
    .where('id', '=', visitor.chat_id)
    .executeTakeFirstOrThrow()
  mustBeIntroduced(chat, visitor)
  await mustNotFlood(tx, visitor, now)
  const conversation = await conversationOf(tx, visitor)
  if (conversation === null) {
    const subject = `chat ${from.network}`
    await mustNotWait(tx, subject, beginningLimit, now)
    await countAttempt(tx, subject, now)
  }
  const customerId =
    visitor.customer_id ??
    (await createNamelessCustomer(tx, { name: visitor.name, language: visitor.language }, now))
  const files = await takeFiles(tx, visitor.id, fileIds)
  const received = await receiveMessage(
    tx,
    {
      ticketId: conversation?.liveId ?? null,
      customerId,
      channel: 'chat',
      inboxId: chat.inbox_id,
      teamId: chat.team_id,
      subject: subjectOf(words, files),
      text: words,
      html: null,
      quotedText: null,
      quotedHtml: null,
      hasRemoteImages: false,
      from: visitor.email === null ? null : { address: visitor.email, name: visitor.name },
      to: [],
      cc: [],
      replyAll: [],
      sentAt: now,
      files,
      isAutomatic: false,
      reopening: sectionDefaults.reopening,
    },
    now,
  )
  const { ticketId, customerMessageId } = received
  if (visitor.customer_id === null)
    await tx
      .updateTable('chat_visitor')
      .set({ customer_id: customerId })
      .where('id', '=', visitor.id)
      .execute()
  if (conversation === null || received.isNewTicket)
    await tx
      .insertInto('chat_conversation')
      .values({ ticket_id: ticketId, visitor_id: visitor.id, ended_at: null })
      .execute()
  else
    await tx
      .updateTable('chat_conversation')
      .set({ ended_at: null })
      .where('ticket_id', '=', conversation.ticketId)
      .execute()
  // Whoever speaks in the chat is answered there, wherever they were answered before.
  await setReplyChannel(tx, ticketId, 'chat')
  await tx
    .insertInto('chat_line')
    .values({ visitor_id: visitor.id, client_key: clientKey, post_id: customerMessageId })
    .execute()
  await tx.updateTable('chat_visitor').set({ seen_at: now }).where('id', '=', visitor.id).execute()
  // Their other tabs may not know of this ticket yet.
  if (conversation === null || received.isNewTicket)
    await notify(tx, { topic: 'chat.begun', visitorId: visitor.id })
  return customerMessageId
}

/** What the form before the chat asks for is asked of everybody whom the site has not signed in. */
function mustBeIntroduced(chat: ChatRow, visitor: ChatVisitorRow): void {
  if (visitor.is_identified) return
  const missing = [
    ...(chat.asks_name === 'required' && visitor.name === '' ? ['name'] : []),
    ...(chat.asks_email === 'required' && visitor.email === null ? ['email'] : []),
    ...(chat.has_consent && !visitor.has_consented ? ['hasConsented'] : []),
  ]
  if (missing.length > 0)
    fail('invalid_input', { fields: missing.map((path) => ({ path, message: 'required' })) })
}

async function mustNotFlood(tx: Tx, visitor: ChatVisitorRow, now: Date): Promise<void> {
  const since = new Date(now.getTime() - 60_000)
  const { rows } = await sql<{ lines: number }>`select count(*)::int as lines from chat_line
    join customer_message on customer_message.id = chat_line.post_id
    where chat_line.visitor_id = ${visitor.id} and customer_message.created_at > ${since}`.execute(tx)
  if ((rows[0]?.lines ?? 0) >= linesPerMinute)
    fail('too_many_requests', { detail: { retryAfterSeconds: 60 } })
}

async function takeFiles(tx: Tx, visitorId: number, ids: readonly number[]): Promise<ReceivedFile[]> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return []
  const rows = await tx
    .deleteFrom('chat_file')
    .where('visitor_id', '=', visitorId)
    .where('id', 'in', wanted)
    .returning(['id', 'sha256', 'size_bytes', 'name', 'mime'])
    .execute()
  if (rows.length !== wanted.length) fail('unknown_file')
  const files = rows
    .toSorted((a, b) => wanted.indexOf(a.id) - wanted.indexOf(b.id))
    .map((row) => ({
      stored: { sha256: row.sha256, sizeBytes: row.size_bytes },
      name: row.name,
      mime: row.mime,
      isInline: false,
      contentId: null,
    }))
  await keepBlob(tx, ...files.map((file) => file.stored))
  return files
}

const subjectChars = 80

/** What the ticket is called: the first words, or the file that was sent without any. */
function subjectOf(words: string, files: readonly ReceivedFile[]): string {
  const line = words.replace(/\s+/g, ' ')
  if (line === '') return files[0]?.name.slice(0, subjectChars) ?? ''
  if (line.length <= subjectChars) return line
  const cut = line.slice(0, subjectChars)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), subjectChars / 2)).trimEnd()}…`
}
