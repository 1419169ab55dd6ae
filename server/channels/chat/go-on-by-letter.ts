import type { ChatLine } from '#contract/chat.ts'
import type { Language } from '#contract/common.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { html, join } from '#server/platform/html.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { readSettings } from '#server/platform/settings.ts'
import { words } from '#server/platform/words.ts'
import { addAutomaticReply, markDelivery, setReplyChannel } from '#server/tickets/index.ts'
import { sendingInbox } from '#server/channels/sending-inbox.ts'
import { isHere } from './desk/chat-of-ticket.ts'
import { readLines } from './read-lines.ts'
import type { ChatVisitorRow } from './tables.ts'
import { type Conversation, conversationOf } from './visitor.ts'

/** How long an answer waits for its visitor before it goes by letter. */
export const patienceMs = 2 * 60_000

/** An answer was said: unless it arrives, it goes by letter after a while. One watch a conversation. */
export async function watchAnswer(db: Db, ticketId: number, now: Date): Promise<void> {
  const runAt = new Date(now.getTime() + patienceMs)
  await enqueue(db, 'chat.goOn', { ticketId }, { runAt, key: `chat.goOn ${ticketId}`, keepsRunAt: true })
}

/**
 * What was answered in a chat and did not arrive goes to the visitor's address with the whole conversation, and so does
 * what is answered from then on. Whoever left no address finds it in the chat when they come back.
 */
export async function goOnByLetter(tx: Tx, ticketId: number, now: Date): Promise<void> {
  const ticket = await tx
    .selectFrom('ticket')
    .select(['id', 'reply_channel'])
    .where('id', '=', ticketId)
    .forUpdate()
    .executeTakeFirst()
  const visitor = await visitorOf(tx, ticketId)
  const conversation = visitor && (await conversationOf(tx, visitor))
  if (!ticket || !visitor || !conversation || conversation.liveId !== ticketId) return
  const missed = await undelivered(tx, ticketId)
  if (missed.length === 0) return
  if (isHere(visitor, now)) return watchAnswer(tx, ticketId, now)
  if (visitor.email === null) return
  const isMailed = await mailConversation(tx, { conversation, visitor, reason: 'gone' }, now)
  if (!isMailed) return
  for (const id of missed) await markDelivery(tx, id, { state: 'sent' }, now)
  await setReplyChannel(tx, ticketId, null)
  await recordEvent(tx, {
    type: 'chat.mailed',
    at: now,
    actor: { kind: 'system', id: null },
    ticketId,
    data: { address: visitor.email },
  })
}

async function visitorOf(tx: Tx, ticketId: number): Promise<ChatVisitorRow | null> {
  const row = await tx
    .selectFrom('chat_conversation')
    .innerJoin('chat_visitor', 'chat_visitor.id', 'chat_conversation.visitor_id')
    .selectAll('chat_visitor')
    .where('chat_conversation.ticket_id', '=', ticketId)
    .executeTakeFirst()
  return row ?? null
}

async function undelivered(tx: Tx, ticketId: number): Promise<number[]> {
  const rows = await tx
    .selectFrom('reply')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('channel', '=', 'chat')
    .where('delivery_state', '=', 'queued')
    .where((eb) => eb.or([eb('send_at', 'is', null), eb('released_at', 'is not', null)]))
    .orderBy('id')
    .execute()
  return rows.map((row) => row.id)
}

/** As many lines as a letter carries; who talks longer finds the beginning in the chat. */
const mostLines = 300

/**
 * Sends the conversation by letter, from the ticket's inbox, so that an answer to it lands in the ticket. False where no
 * inbox of the desk sends.
 */
export async function mailConversation(
  tx: Tx,
  what: { conversation: Conversation; visitor: ChatVisitorRow; reason: 'gone' | 'transcript' },
  now: Date,
): Promise<boolean> {
  const { conversation, visitor, reason } = what
  const inboxId = await sendingInbox(tx, conversation.liveId)
  if (inboxId === null || visitor.email === null) return false
  const { lines } = await readLines(tx, {
    ticketId: conversation.liveId,
    email: visitor.email,
    limit: mostLines,
  })
  const { desk_name: deskName } = await readSettings(tx)
  const letter = writeTranscript(lines, { language: visitor.language, deskName, reason })
  await addAutomaticReply(
    tx,
    {
      ticketId: conversation.liveId,
      inboxId,
      to: { address: visitor.email, name: visitor.name },
      subject: null,
      ...letter,
    },
    now,
  )
  const last = lines.at(-1)?.id ?? 0
  await tx
    .updateTable('chat_conversation')
    .set({ mailed_post_id: last })
    .where('ticket_id', '=', conversation.ticketId)
    .execute()
  return true
}

interface Frame {
  language: Language
  deskName: string
  reason: 'gone' | 'transcript'
}

/** The conversation as a letter: who said what and when, in the visitor's language. */
export function writeTranscript(
  lines: readonly ChatLine[],
  { language, deskName, reason }: Frame,
): { html: string; text: string } {
  const { t } = words(language)
  const format = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  })
  const intro = t(reason === 'gone' ? 'letter.chat.gone' : 'letter.chat.transcript', { deskName })
  const advice = t(reason === 'gone' ? 'letter.chat.answer' : 'letter.chat.answerAnytime')
  const said = lines.map((line) => ({
    author: line.from === 'visitor' ? t('letter.chat.you') : line.author || deskName,
    at: format.format(new Date(line.at)),
    text: [line.text, ...line.files.map((file) => `[${file.name}]`)].filter(Boolean).join('\n'),
  }))
  const blocks = said.map(({ author, at, text }) => {
    const paragraphs = join(text.split('\n').map((part) => html`${part}<br />`))
    return html`<p style="margin:0 0 12px">
      <b>${author}</b> <span style="color:#6f6d67">${at}</span><br />${paragraphs}
    </p>`
  })
  return {
    html: html`<p>${intro}</p>
      ${join(blocks)}
      <p>${advice}</p>`.text,
    text: [intro, ...said.map(({ author, at, text }) => `${author}, ${at}\n${text}`), advice].join('\n\n'),
  }
}
