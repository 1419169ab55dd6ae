import * as z from 'zod'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { EmailDesk } from '#server/channels/email/email-desk.ts'
import { noteReceived } from '#server/channels/email/inbox-health.ts'
import { type KeptLetter, keepLetters } from '#server/channels/email/receiving/keep-letter.ts'
import { forgetTries, isGivenUp } from '#server/channels/email/receiving/letter-tries.ts'
import { noteUnfetchable } from '#server/channels/email/receiving/note-unfetchable.ts'
import { largestLetterBytes, storeLetter } from '#server/channels/email/receiving/store-letter.ts'
import type { GraphMailbox } from './graph-client.ts'
import { GraphFailure } from './graph-failure.ts'
import { folderId } from './graph-folder.ts'
import { forgetLink, keepIds, readLink, unknownIds, writeLink } from './graph-position.ts'

export interface GraphInbox {
  inboxId: number
  address: string
  /** Letters that were there before the inbox was added are not ours. */
  since: Date
  /** Whether letters are marked or moved in the mailbox once the ledger has them. */
  isToTidy: boolean
}

const Page = z.object({
  value: z.array(
    z.object({
      id: z.string().min(1),
      internetMessageId: z.string().nullish(),
      receivedDateTime: z.string().nullish(),
      '@removed': z.unknown().optional(),
    }),
  ),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
})
type Head = z.infer<typeof Page>['value'][number]

const pageSize = 50
/** The mailbox server's clock and ours may differ by so much. */
const clockDriftMs = 10 * 60_000

/**
 * Fetches what is new in the folder into the ledger, page by page ("message: delta"); the link to go on from, the
 * letters and their ids are committed together. A link that Graph no longer knows (410, `syncStateNotFound`) means
 * looking at everything since the inbox was added once more, and what the ledger has is not fetched twice. A letter
 * that Graph does not hand out keeps no other: the link waits for it, the others come. Answers how many letters came.
 */
export async function fetchGraphLetters(
  desk: EmailDesk,
  mailbox: GraphMailbox,
  inbox: GraphInbox,
): Promise<number> {
  const { db } = desk.database
  const failed: Failed = new Map()
  let fetched = 0
  let link = (await readLink(db, inbox.inboxId, mailbox.folder)) ?? (await firstLink(mailbox, inbox.since))
  for (let isPastEnd = false; ;) {
    const page = await readPage(mailbox, link).catch(async (error: unknown) => {
      if (!isOutdated(error) || link === (await firstLink(mailbox, inbox.since))) throw error
      desk.log.warn(
        { inboxId: inbox.inboxId },
        'Graph has forgotten where we were: the folder is compared anew',
      )
      await forgetLink(db, inbox.inboxId, mailbox.folder)
      return null
    })
    if (page === null) return fetched + (await fetchGraphLetters(desk, mailbox, inbox))
    const { heads, letters, stopped } = await fetchPage(desk, mailbox, inbox, page.value, failed)
    const { '@odata.nextLink': next, '@odata.deltaLink': end } = page
    const isWhole = failed.size === 0 && stopped === null
    await enterPage(desk, mailbox, inbox, heads, letters, isWhole ? (next ?? end ?? null) : null)
    fetched += letters.length
    if (stopped !== null) throw stopped
    // What came since that page was given is told of behind its end only.
    const further = next ?? (failed.size > 0 && !isPastEnd ? end : undefined)
    isPastEnd ||= next === undefined
    if (further === undefined || (fetched === 0 && failed.size >= pageSize)) break
    link = further
  }
  await giveUpOn(desk, inbox, failed, fetched > 0)
  return fetched
}

async function firstLink(mailbox: GraphMailbox, since: Date): Promise<string> {
  const from = new Date(since.getTime() - clockDriftMs).toISOString().replace(/\.\d+Z$/, 'Z')
  const query = `changeType=created&$select=id,internetMessageId,receivedDateTime&$filter=receivedDateTime+ge+${from}`
  const folder = encodeURIComponent(await folderId(mailbox, mailbox.folder))
  return `/mailFolders/${folder}/messages/delta?${query}`
}

async function readPage(mailbox: GraphMailbox, link: string) {
  return Page.parse(await mailbox.json(link, { headers: { prefer: `odata.maxpagesize=${pageSize}` } }))
}

function isOutdated(error: unknown): boolean {
  return error instanceof GraphFailure && (error.status === 410 || /^syncState/i.test(error.graphCode))
}

/** Letters that Graph did not hand out in this look, by their ids, and what it said. */
type Failed = Map<string, GraphFailure>

interface Fetched {
  /** Whatever of the page the ledger now has, or is not to have. */
  heads: Head[]
  letters: KeptLetter[]
  /** Why the rest of the page was not asked for. */
  stopped: Error | null
}

async function fetchPage(
  desk: EmailDesk,
  mailbox: GraphMailbox,
  inbox: GraphInbox,
  all: Head[],
  failed: Failed,
): Promise<Fetched> {
  const present = all.filter((head) => head['@removed'] === undefined)
  const unknown = await unknownIds(desk.database.db, inbox.inboxId, [...new Set(present.map(({ id }) => id))])
  const heads = [...new Map(present.map((head) => [head.id, head])).values()].filter(
    ({ id }) => unknown.has(id) && !failed.has(id),
  )
  const otherwise = await fetchedOtherwise(desk, inbox, heads)
  const wanted = heads
    .filter((head) => !cameBefore(head, otherwise))
    .toSorted((a, b) => (a.receivedDateTime ?? '').localeCompare(b.receivedDateTime ?? ''))
  const waiting = new Set(wanted)
  const letters: KeptLetter[] = []
  let stopped: Error | null = null
  for (const head of wanted) {
    try {
      letters.push(await fetchOne(desk, mailbox, inbox, head))
    } catch (error) {
      if (!isLettersOwn(error)) {
        stopped = error instanceof Error ? error : new Error(String(error))
        break
      }
      // Deleted or moved away by somebody between two questions.
      if (error.status !== 404) {
        failed.set(head.id, error)
        continue
      }
    }
    waiting.delete(head)
  }
  return { heads: heads.filter((head) => !waiting.has(head)), letters, stopped }
}

/** A pause Graph asks for, lost access, a broken line or a full disk is no letter's fault. */
function isLettersOwn(error: unknown): error is GraphFailure {
  if (!(error instanceof GraphFailure)) return false
  return error.status !== 429 && error.status !== 401 && error.retryAfterSeconds === null
}

const bare = (id: string | null | undefined): string => (id ?? '').replace(/^<|>$/g, '')

/**
 * Message-IDs that came in another way, and when: an inbox that was moved to Graph sees them again, in other bytes.
 */
async function fetchedOtherwise(
  desk: EmailDesk,
  { inboxId }: GraphInbox,
  heads: Head[],
): Promise<Map<string, Date>> {
  const ids = heads.map((head) => bare(head.internetMessageId)).filter(Boolean)
  if (ids.length === 0) return new Map()
  const rows = await desk.database.db
    .selectFrom('inbound_letter')
    .select(['message_id', 'received_at', 'envelope'])
    .where('inbox_id', '=', inboxId)
    .where('message_id', 'in', ids)
    .execute()
  return new Map(
    rows.flatMap((row) => (row.envelope.via === 'graph' ? [] : [[row.message_id ?? '', row.received_at]])),
  )
}

/** A letter that arrived after the ledger had its Message-ID is another one that repeats it. */
function cameBefore({ internetMessageId, receivedDateTime }: Head, otherwise: Map<string, Date>): boolean {
  const at = otherwise.get(bare(internetMessageId))
  if (at === undefined) return false
  return Date.parse(receivedDateTime ?? '') <= at.getTime() + clockDriftMs
}

async function fetchOne(
  desk: EmailDesk,
  mailbox: GraphMailbox,
  { inboxId, address }: GraphInbox,
  { id }: Head,
): Promise<KeptLetter> {
  const source = await mailbox.open(`/messages/${encodeURIComponent(id)}/$value`)
  const letter = await storeLetter(desk, source, largestLetterBytes)
  forgetTries(triesKey(inboxId, id))
  return {
    ...letter,
    inboxId,
    receivedAt: desk.clock.now(),
    // Graph does not say whom the envelope named; the mailbox's own address is what is certain.
    envelope: { via: 'graph', mailFrom: null, rcptTo: [address] },
  }
}

const triesKey = (inboxId: number, id: string) => `graph ${inboxId} ${id}`

/**
 * A letter Graph cannot hand out must not keep the link for ever: after a few tries it is left in the mailbox as it
 * is, and administrators are told. Throws what was said of a letter that is still hoped for.
 */
async function giveUpOn(
  desk: EmailDesk,
  { inboxId, address }: GraphInbox,
  failed: Failed,
  hasOthers: boolean,
): Promise<void> {
  let stuck: GraphFailure | null = null
  for (const [id, error] of failed) {
    if (isGivenUp(triesKey(inboxId, id), hasOthers)) {
      await keepIds(desk.database.db, inboxId, [id], false)
      await noteUnfetchable(desk, { inboxId, address }, { graphId: id }, error.message)
    } else stuck ??= error
  }
  if (stuck !== null) throw stuck
}

async function enterPage(
  desk: EmailDesk,
  { folder }: GraphMailbox,
  { inboxId, isToTidy }: GraphInbox,
  heads: Head[],
  letters: KeptLetter[],
  link: string | null,
): Promise<void> {
  await inTransaction(desk.database.db, async (tx) => {
    await keepLetters(tx, letters)
    await keepIds(
      tx,
      inboxId,
      heads.map(({ id }) => id),
      isToTidy,
    )
    if (link !== null) await writeLink(tx, inboxId, folder, link)
    if (letters.length > 0) await noteReceived(tx, [inboxId], desk.clock.now())
  })
}
