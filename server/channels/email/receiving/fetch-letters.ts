import type { FetchMessageObject, ImapFlow } from 'imapflow'
import { Readable } from 'node:stream'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { StorageError } from '#server/platform/storage/storage-error.ts'
import { type Aftercare, addErrands, runErrands } from '../copies/errands.ts'
import type { EmailDesk } from '../email-desk.ts'
import { searchFolder } from './imap-search.ts'
import { type ImapPosition, noteLook, readPosition, writePosition } from './imap-position.ts'
import { noteReceived } from '../inbox-health.ts'
import { type KeptLetter, keepLetters } from './keep-letter.ts'
import { isGivenUp } from './letter-tries.ts'
import { noteUnfetchable } from './note-unfetchable.ts'
import { keepHeaders } from '../policy/oversize.ts'
import { storeLetter } from './store-letter.ts'

export interface Mailbox extends Aftercare {
  address: string
  /** Letters that were there before the inbox was added are not ours. */
  since: Date
}

const mostPerRound = 50
const smallBytes = 512 * 1024
/** The mailbox server's clock and ours may differ by so much. */
const clockDriftMs = 10 * 60_000

/**
 * Fetches what is new in the open folder into the ledger, oldest first; the position moves in the transaction
 * that enters the letters. \Seen means nothing: people read the mailbox too. When the folder's UIDs were given out
 * anew, everything since the inbox was added is looked at again, and what the ledger has is not fetched twice.
 * Answers how many letters came.
 */
export async function fetchLetters(desk: EmailDesk, client: ImapFlow, mailbox: Mailbox): Promise<number> {
  const { db } = desk.database
  if (!client.mailbox) throw new Error('no folder is open')
  const uidValidity = Number(client.mailbox.uidValidity)
  const { uidNext } = client.mailbox
  const known = await readPosition(db, mailbox.inboxId, mailbox.folder)
  const isSame = known?.uidValidity === uidValidity
  let position: ImapPosition = isSame ? known : { uidValidity, lastUid: 0 }
  const uids = isSame ? await uidsAfter(client, known.lastUid) : await uidsSince(client, mailbox.since)
  if (uids.length > 0) await noteLook(db, mailbox, { behind: uids.length, lookedAt: null })
  // What a crash has left to be marked or moved.
  await runErrands(desk, client, mailbox, uidValidity)
  let fetched = 0
  for (let at = 0; at < uids.length; at += mostPerRound) {
    const round = uids.slice(at, at + mostPerRound)
    const fetchedRound = await fetchRound(desk, client, mailbox, round, isSame ? null : mailbox.since)
    const { letters, stuck } = fetchedRound
    // What came is entered in any case; the position waits for what did not.
    if (stuck === null) position = { uidValidity, lastUid: round.at(-1) ?? position.lastUid }
    await enterRound(desk, mailbox, fetchedRound, uidValidity, stuck === null ? position : null)
    await runErrands(desk, client, mailbox, uidValidity)
    if (stuck !== null) throw stuck
    fetched += letters.length
  }
  // Nothing to fetch at the first sight of a folder: from here on everything is new.
  if (!isSame && uids.length === 0) {
    await writePosition(db, mailbox.inboxId, mailbox.folder, {
      uidValidity,
      lastUid: Math.max(0, uidNext - 1),
    })
  }
  await noteLook(db, mailbox, { behind: 0, lookedAt: desk.clock.now() })
  return fetched
}

/** `n:*` names the last letter even when it is older than n: hence the filter. */
async function uidsAfter(client: ImapFlow, lastUid: number): Promise<number[]> {
  const uids = await searchFolder(client, { uid: `${lastUid + 1}:*` })
  return uids.filter((uid) => uid > lastUid)
}

async function uidsSince(client: ImapFlow, since: Date): Promise<number[]> {
  // IMAP searches by the day, in the server's own zone.
  const day = new Date(since.getTime() - 24 * 3600_000)
  return searchFolder(client, { since: day })
}

interface Round {
  letters: KeptLetter[]
  /** Whatever of ours the ledger now has whole, letters it had before included. */
  done: number[]
  /** Why a letter could not be had that is to be asked for again. */
  stuck: Error | null
}

async function fetchRound(
  desk: EmailDesk,
  client: ImapFlow,
  mailbox: Mailbox,
  uids: number[],
  since: Date | null,
): Promise<Round> {
  const heads = await client.fetchAll(
    uids.join(','),
    { uid: true, size: true, internalDate: true, ...(since && { envelope: true }) },
    { uid: true },
  )
  const ours = since ? heads.filter((head) => isSince(head, since)) : heads
  const wanted = since ? await unknownOf(desk, mailbox, ours) : ours
  const letters: KeptLetter[] = []
  const left = new Set<number>()
  const failed = new Map<number, Error>()
  for (const head of wanted.toSorted((a, b) => a.uid - b.uid)) {
    const letter = await fetchOne(desk, client, mailbox, head).catch((error: unknown) => {
      // A broken line or a full disk is no letter's fault.
      if (!client.usable || error instanceof StorageError) throw error
      failed.set(head.uid, error instanceof Error ? error : new Error(String(error)))
      return null
    })
    if (letter) letters.push(letter)
    // Of one that is too large only the headers were taken: it stays where people find it.
    if (letter?.envelope.oversizeBytes !== undefined || !letter) left.add(head.uid)
  }
  const done = ours.map((head) => head.uid).filter((uid) => !left.has(uid))
  return { letters, done, stuck: await giveUpOn(desk, mailbox, failed, letters.length > 0) }
}

function isSince(head: FetchMessageObject, since: Date): boolean {
  const at = head.internalDate === undefined ? Number.NaN : new Date(head.internalDate).getTime()
  return Number.isNaN(at) || at >= since.getTime() - clockDriftMs
}

/** Leaves out what the ledger has from this mailbox: the same Message-ID and the same size. */
async function unknownOf(
  desk: EmailDesk,
  { inboxId }: Mailbox,
  heads: FetchMessageObject[],
): Promise<FetchMessageObject[]> {
  const ids = heads.flatMap((head) => head.envelope?.messageId?.replace(/^<|>$/g, '') ?? [])
  if (ids.length === 0) return heads
  const rows = await desk.database.db
    .selectFrom('inbound_letter')
    .innerJoin('blob', 'blob.sha256', 'inbound_letter.raw_sha256')
    .select(['message_id', 'size_bytes'])
    .where('inbox_id', '=', inboxId)
    .where('message_id', 'in', ids)
    .execute()
  const known = new Set(rows.map((row) => `${row.size_bytes} ${row.message_id}`))
  return heads.filter((head) => !known.has(`${head.size} ${head.envelope?.messageId?.replace(/^<|>$/g, '')}`))
}

async function fetchOne(
  desk: EmailDesk,
  client: ImapFlow,
  mailbox: Mailbox,
  head: FetchMessageObject,
): Promise<KeptLetter | null> {
  // What the listener would refuse is not fetched either; without a known size it shows while reading.
  const { maxBytes } = desk.config.smtp
  if ((head.size ?? 0) > maxBytes) return keepHeaders(desk, client, mailbox, head)
  const source = await openSource(client, head)
  // Deleted by somebody between two questions.
  if (!source) return null
  const letter = await storeLetter(desk, source, maxBytes).catch((error: unknown) => {
    if (error instanceof StorageError && error.problem === 'too_large') return null
    throw error
  })
  if (!letter) return keepHeaders(desk, client, mailbox, head)
  return {
    ...letter,
    inboxId: mailbox.inboxId,
    receivedAt: desk.clock.now(),
    // The mailbox does not say whom the envelope named; its own address is what is certain.
    envelope: { via: 'imap', mailFrom: null, rcptTo: [mailbox.address] },
  }
}

/**
 * Letters the server cannot hand out must not keep the others: after a few tries they are left in the mailbox, and
 * administrators are told. Answers what is still hoped for.
 */
async function giveUpOn(
  desk: EmailDesk,
  { inboxId, folder, address }: Mailbox,
  failed: ReadonlyMap<number, Error>,
  hasOthers: boolean,
): Promise<Error | null> {
  let stuck: Error | null = null
  for (const [uid, error] of failed) {
    if (isGivenUp(`${inboxId} ${folder} ${uid}`, hasOthers)) {
      await noteUnfetchable(desk, { inboxId, address }, { folder, uid }, String(error))
    } else stuck ??= error
  }
  return stuck
}

async function openSource(client: ImapFlow, head: FetchMessageObject): Promise<Readable | null> {
  const uid = String(head.uid)
  if ((head.size ?? smallBytes + 1) <= smallBytes) {
    const message = await client.fetchOne(uid, { source: true }, { uid: true })
    if (!message) return null
    if (!message.source) throw new Error('the server gave a letter without its text')
    return Readable.from([message.source])
  }
  const download = await client.download(uid, undefined, { uid: true })
  return 'content' in download && download.content ? download.content : null
}

async function enterRound(
  desk: EmailDesk,
  mailbox: Mailbox,
  { letters, done }: Round,
  uidValidity: number,
  position: ImapPosition | null,
): Promise<void> {
  const { inboxId, folder } = mailbox
  await inTransaction(desk.database.db, async (tx) => {
    const kept = await keepLetters(tx, letters)
    await addErrands(tx, mailbox, uidValidity, done)
    if (position) await writePosition(tx, inboxId, folder, position)
    if (kept.length > 0) await noteReceived(tx, [inboxId], desk.clock.now())
  })
}
