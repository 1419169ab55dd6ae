import type { LetterInFull } from '#contract/letters.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import type { InboundLetter as ParsedLetter, LetterAddress } from '#server/channels/email/reading/letter.ts'
import type { InboundLetterRow } from '#server/channels/tables.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'
import { findLetter, presentLetter } from './present-letter.ts'

/** A letter larger than this is shown by its headers; the download has all of it. */
const largestRead = 40 * 2 ** 20
const headOnly = 256 * 1024
const mostHeaders = 300
const longestValue = 4000
const longestText = 4000

/** Everything an administrator may ask about one received letter. It is read anew from its bytes. */
export async function getLetter(platform: Platform, actor: Actor, id: number): Promise<LetterInFull> {
  const { db } = platform.database
  const row = await findLetter(db, actor, id)
  const [parsed, ticket, files] = await Promise.all([
    parse(platform, row),
    row.ticket_id === null
      ? null
      : db.selectFrom('ticket').select(['id', 'subject']).where('id', '=', row.ticket_id).executeTakeFirst(),
    filesOf(db, row.customer_message_id),
  ])
  return {
    letter: presentLetter(row),
    decidedAt: row.decided_at?.toISOString() ?? null,
    envelope: {
      from: row.envelope.mailFrom ?? null,
      via: row.envelope.via ?? null,
      remoteAddress: row.envelope.remoteAddress ?? null,
    },
    headers: parsed.headers
      .slice(0, mostHeaders)
      .map(({ name, value }) => ({ name, value: value.slice(0, longestValue) })),
    from: parsed.from && person(parsed.from),
    to: parsed.to.slice(0, 100).map(person),
    cc: parsed.cc.slice(0, 100).map(person),
    unreadable: parsed.unparsableReason,
    text: parsed.text.slice(0, longestText),
    attachments: parsed.attachments.slice(0, 200).map(({ name, mime, content }) => ({
      id: files.find((file) => file.name === name && file.size_bytes === content.length)?.id ?? null,
      name,
      mime,
      sizeBytes: content.length,
    })),
    authentication: authenticationOf(row),
    ticket: ticket ?? null,
    customerMessageId: row.customer_message_id,
    moves: movesOf(row),
  }
}

async function parse(
  platform: Platform,
  row: InboundLetterRow & { size_bytes: number },
): Promise<ParsedLetter> {
  const isWhole = row.size_bytes <= largestRead
  const bytes = isWhole
    ? await platform.storage.read(row.raw_sha256, largestRead)
    : await readHead(await platform.storage.open(row.raw_sha256), headOnly)
  return (await emailDesk(platform).prepare(bytes)).letter
}

/** The first bytes of a stream; the rest is not read. */
export async function readHead(stream: AsyncIterable<Buffer>, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= mostBytes) break
  }
  return Buffer.concat(chunks).subarray(0, mostBytes)
}

async function filesOf(db: Db, customerMessageId: number | null) {
  if (customerMessageId === null) return []
  return db
    .selectFrom('file')
    .select(['id', 'name', 'size_bytes'])
    .where('customer_message_id', '=', customerMessageId)
    .execute()
}

/** Whatever our own server's checks left on the letter. */
function authenticationOf(row: InboundLetterRow): Record<string, unknown> | null {
  const { authentication } = { ...row.detail, ...row } as { authentication?: unknown }
  return typeof authentication === 'object' && authentication !== null
    ? { ...(authentication as Record<string, unknown>) }
    : null
}

interface KeptMove {
  at: string
  byName: string
  from: number
  to: number
}

function movesOf(row: InboundLetterRow): LetterInFull['moves'] {
  const moves = row.detail['moves']
  if (!Array.isArray(moves)) return []
  return (moves as KeptMove[]).map((move) => ({
    at: move.at,
    byName: move.byName,
    fromTicketId: move.from,
    toTicketId: move.to,
  }))
}

function person({ address, name }: LetterAddress) {
  return { address: address.slice(0, 320), name: name.slice(0, 200) }
}
