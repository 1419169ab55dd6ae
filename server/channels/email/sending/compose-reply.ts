import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { InboxSections } from '#contract/inbox-sections.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { readTogether } from '#server/platform/database/pipelined.ts'
import { readSettings } from '#server/platform/settings.ts'
import { words } from '#server/platform/words.ts'
import type { EmailDesk } from '../email-desk.ts'
import { hidesSubject, speakableSubject } from '../encryption/hidden-subject.ts'
import { answerAddress, wantsPlusReplies } from '../letterhead/answer-address.ts'
import { lastMessage, writtenTo } from '../letterhead/last-message.ts'
import { letterLanguage } from '../letterhead/letter-language.ts'
import { outlookThread } from '../letterhead/outlook-thread.ts'
import { quoteMessage } from '../letterhead/quote-last.ts'
import { chooseSignatures } from '../signature/choose-signatures.ts'
import { signatureOf } from '../signature/signature-of.ts'
import { type FilledLetter, filledWords } from './fill-letter.ts'
import type { QueuedLetter } from './queue-letter.ts'
import { ticketAddress } from '../../ticket-address.ts'
import { createBodyMarker, createReplyAddress } from '../threading/thread-token.ts'
import type { LetterToWrite } from './write-letter.ts'

/** So many of the newest letters are named in References, and the first one, which names the conversation. */
const mostReferences = 40

/** Everything a reply's letter says, read from the database; the same each time it is asked. */
export async function composeReply(desk: EmailDesk, { letter, inbox }: QueuedLetter): Promise<LetterToWrite> {
  const { sections } = inbox
  const settings = await readSettings(desk.database.db)
  const [reply, chain, last, files] = await readTogether(desk.database.db, (db) =>
    Promise.all([
      readReply(db, letter.reply_id),
      readChain(db, letter.ticket_id, letter.reply_id),
      lastMessage(db, letter),
      readFiles(db, letter.reply_id),
    ]),
  )
  const language = letterLanguage(reply.language, last?.text ?? null, settings.language)
  const from = answerAddress(inbox, sections.addressing, last === null ? [] : writtenTo(last))
  const subject = speakableSubject(reply)
  const answered = chain.findLast((one) => one.isInbound) ?? null
  const said = { replyId: letter.reply_id, html: reply.html, text: reply.text }
  // Sent once more to another address, it takes nothing there that was for its recipient alone.
  const isFilled = reply.is_automatic && !letter.to_addresses
  const filled: FilledLetter = isFilled ? await filledWords(desk.database.db, desk.secrets, said) : said
  const { html, text } = filled
  const to = letter.to_addresses ?? reply.to_addresses
  const signature = signatureParts(desk, reply, {
    inbox: { name: inbox.name, address: from },
    number: `${settings.ticket_prefix}-${letter.ticket_id}`,
    settings: sections.signature,
  })
  const onPortal = reply.is_automatic
    ? null
    : await ticketAddress(desk.database.db, {
        ticketId: letter.ticket_id,
        to: to.map(({ address }) => address),
        language,
      })
  return {
    from: { address: from, name: reply.agent === null ? inbox.name : `${reply.agent} · ${inbox.name}` },
    // Sent once more to another address, it is for that one alone.
    to,
    cc: letter.to_addresses ? [] : reply.cc_addresses,
    bcc: letter.to_addresses ? [] : reply.bcc_addresses,
    replyTo: wantsPlusReplies(inbox, sections.addressing)
      ? createReplyAddress(desk.tokenKey, from, letter.ticket_id)
      : null,
    subject: reply.own_subject ?? subject,
    hasOwnSubject: reply.own_subject !== null,
    ticket: { prefix: settings.ticket_prefix, number: letter.ticket_id },
    prefixes: settings.ticket_prefixes,
    isReply: answered !== null,
    messageId: letter.message_id,
    inReplyTo: answered?.messageId ?? null,
    references: chain.map((one) => one.messageId),
    html,
    ...(html === null && { text }),
    ...withAddress(signature, onPortal, language),
    // Whoever did not write to us must not get another's words from us.
    quoted: reply.is_automatic
      ? null
      : last && quoteMessage(last, language, reply.time_zone ?? Temporal.Now.timeZoneId()),
    marker: createBodyMarker(desk.tokenKey, letter.ticket_id),
    language,
    isAutomatic: reply.is_automatic,
    // A reply that waited is dated when it left: the reader's mailbox sorts by it.
    date: reply.released_at ?? reply.created_at,
    headers: {
      ...filled.headers,
      ...(last?.raw_sha256 && (await outlookThread(desk.storage, last.raw_sha256))),
    },
    // Last of all: whoever fails after this has open files to close.
    files: await openFiles(desk, files),
  }
}

/** The last line under our words: where the customer finds the whole ticket. */
function withAddress(
  signature: { signatureHtml?: string; signatureText?: string },
  url: string | null,
  language: Language,
) {
  if (url === null) return signature
  const { t } = words(language)
  const html = `<p>${t('letter.onPortal', { url: `<a href="${url}">${url}</a>` })}</p>`
  const said = [signature.signatureText, t('letter.onPortal', { url })]
  return {
    signatureHtml: `${signature.signatureHtml ?? ''}${html}`,
    signatureText: said.filter(Boolean).join('\n\n'),
  }
}

interface SignedBy {
  inbox: { name: string; address: string }
  number: string
  settings: InboxSections['signature']
}

/** The signature as it is when the letter leaves: one that was changed meanwhile counts. */
function signatureParts(
  desk: EmailDesk,
  reply: Awaited<ReturnType<typeof readReply>>,
  { inbox, number, settings }: SignedBy,
) {
  const templates = chooseSignatures(settings, reply.agent === null ? null : reply.signature)
  if (templates.length === 0) return {}
  const signature = signatureOf(desk.log, templates, {
    agent: { name: reply.agent ?? '', position: reply.position ?? '', email: reply.agent_email ?? '' },
    inbox,
    ticket: { number, subject: speakableSubject(reply) },
    customer: { name: reply.customer },
  })
  return { signatureHtml: signature.html, signatureText: signature.text }
}

function readReply(db: Db, replyId: number) {
  return db
    .selectFrom('reply')
    .innerJoin('ticket', 'ticket.id', 'reply.ticket_id')
    .innerJoin('customer', 'customer.id', 'ticket.customer_id')
    .leftJoin('agent', 'agent.id', 'reply.agent_id')
    .select((eb) => ['reply.subject as own_subject', hidesSubject(eb)])
    .select(['ticket.subject', 'customer.language', 'agent.name as agent', 'agent.time_zone'])
    .select(['agent.email as agent_email', 'agent.position', 'agent.signature', 'customer.name as customer'])
    .select(['reply.html', 'reply.text', 'reply.is_automatic', 'reply.created_at', 'reply.released_at'])
    .select(['reply.to_addresses', 'reply.cc_addresses', 'reply.bcc_addresses'])
    .where('reply.id', '=', replyId)
    .executeTakeFirstOrThrow()
}

interface ChainLink {
  messageId: string
  isInbound: boolean
}

/** The Message-IDs of the conversation before this reply, oldest first: the newest ones, and the very first. */
async function readChain(db: Db, ticketId: number, replyId: number): Promise<ChainLink[]> {
  const inbound = db
    .selectFrom('inbound_letter')
    .select(['message_id', 'customer_message_id as post_id', sql<boolean>`true`.as('is_inbound')])
    .where('ticket_id', '=', ticketId)
    .where('message_id', 'is not', null)
    .where('customer_message_id', '<', replyId)
  const outbound = db
    .selectFrom('outbound_letter')
    .select(['message_id', 'reply_id as post_id', sql<boolean>`false`.as('is_inbound')])
    .where('ticket_id', '=', ticketId)
    .where('reply_id', '<', replyId)
  const either = inbound.unionAll(outbound)
  const rows = await db
    .selectFrom(db.selectFrom(either.as('letter')).selectAll().orderBy('post_id').limit(1).as('first'))
    .selectAll()
    .union(
      db
        .selectFrom(
          db
            .selectFrom(either.as('letter'))
            .selectAll()
            .orderBy('post_id', 'desc')
            .limit(mostReferences)
            .as('newest'),
        )
        .selectAll(),
    )
    .orderBy('post_id')
    // Letters of one reply, or of one message: in the same order at every try.
    .orderBy('message_id')
    .execute()
  return rows.map((row) => ({ messageId: row.message_id ?? '', isInbound: row.is_inbound }))
}

function readFiles(db: Db, replyId: number) {
  return db
    .selectFrom('file')
    .select(['sha256', 'name', 'mime', 'size_bytes', 'is_inline', 'content_id'])
    .where('reply_id', '=', replyId)
    .orderBy('id')
    .execute()
}

async function openFiles(
  desk: EmailDesk,
  rows: Awaited<ReturnType<typeof readFiles>>,
): Promise<NonNullable<LetterToWrite['files']>> {
  const files = []
  try {
    for (const row of rows) {
      const content = await desk.storage.open(row.sha256)
      const contentId = row.is_inline && row.content_id !== null ? row.content_id : undefined
      files.push({ name: row.name, mime: row.mime, content, sizeBytes: row.size_bytes, contentId })
    }
    return files
  } catch (error) {
    for (const { content } of files) content.destroy()
    throw error
  }
}
