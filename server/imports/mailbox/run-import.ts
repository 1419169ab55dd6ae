import { setTimeout as delay } from 'node:timers/promises'
import * as z from 'zod'
import {
  type EnteredPast,
  type OpenedPastLetter,
  type PastLetterReader,
  type PastTarget,
  createPastLetterReader,
  enterPastLetters,
} from '#server/channels/index.ts'
import { listAgentAddresses } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { isLostConnection, isPassing } from '#server/platform/database/retry-connect.ts'
import type { Platform } from '#server/platform/platform.ts'
import { StorageError } from '#server/platform/storage/storage-error.ts'
import { type Found, SourceGone, openSource } from './find-letters.ts'
import { removeFile } from './import-file.ts'
import { type Counts, type Problem, moveOn, noCounts } from './move-on.ts'
import type { MailboxImportRow } from './tables.ts'

const Payload = z.object({ importId: z.int() })

const lettersPerBatch = 50
const bytesPerBatch = 16 * 2 ** 20
const openedAtOnce = 4

/** Another process has this import, or it was stopped: nothing more is to be done here. */
class Stopped extends Error {
  override name = 'Stopped'
}

/** Nothing can be written down now, whatever the letters are like. */
class DatabaseAway extends Error {
  override name = 'DatabaseAway'
}

/** So long is a mailbox waited for that answered a moment ago. */
const waitsMs = [1_000, 5_000, 15_000, 60_000]

/**
 * The job `mailboxImport.run`: reads the source behind what is done and enters its letters, a batch a transaction in
 * which the position moves as well. Killed at any moment, it goes on from the last batch, and nothing is there twice.
 * A source that breaks off is opened again; without a database nothing is decided, and the job comes back.
 */
export async function runImport(platform: Platform, payload: unknown): Promise<void> {
  const { importId } = Payload.parse(payload)
  const reader = createPastLetterReader(platform)
  try {
    let waits: number[] = []
    for (let row = await running(platform, importId); row; row = await running(platform, importId)) {
      const before = row.position
      try {
        await importFrom(platform, reader, row)
        await finish(platform, importId)
      } catch (error) {
        if (error instanceof Stopped) return
        if (error instanceof DatabaseAway) throw error
        if (((await running(platform, importId))?.position ?? before) > before) waits = [0, ...waitsMs]
        const wait = isFinal(error) ? undefined : waits.shift()
        platform.log.warn({ importId, error: String(error) }, 'an import of old mail broke off')
        if (wait === undefined) await giveUp(platform, row, error)
        else await delay(wait)
      }
    }
  } finally {
    await reader.close()
  }
}

/** The import while it is to be worked on; null when it is done or was stopped. */
async function running({ database }: Platform, importId: number): Promise<MailboxImportRow | null> {
  const row = await database.db
    .selectFrom('mailbox_import')
    .selectAll()
    .where('id', '=', importId)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return row ?? null
}

/** Another try would end the same: a person has to do something first. */
function isFinal(error: unknown): boolean {
  return error instanceof SourceGone || error instanceof StorageError
}

function problemName(row: MailboxImportRow, error: unknown): string {
  if (error instanceof SourceGone) return error.problem
  if (error instanceof StorageError) return error.problem === 'full' ? 'storage_full' : 'storage_unavailable'
  return row.source === 'imap' ? 'mailbox_unreachable' : 'internal'
}

async function giveUp(platform: Platform, row: MailboxImportRow, error: unknown): Promise<void> {
  const problem = problemName(row, error)
  await platform.database.db
    .updateTable('mailbox_import')
    .set({ state: 'failed', error: problem, finished_at: platform.clock.now() })
    .where('id', '=', row.id)
    .where('state', '=', 'running')
    .execute()
}

async function importFrom(
  platform: Platform,
  reader: PastLetterReader,
  row: MailboxImportRow,
): Promise<void> {
  const source = await openSource(platform.config, reader, row)
  try {
    if (source.uidValidity !== null)
      await platform.database.db
        .updateTable('mailbox_import')
        .set({ uid_validity: source.uidValidity, letters_total: source.total })
        .where('id', '=', row.id)
        .execute()
    const target = await readTarget(reader, row)
    let { position } = row
    let batch: Found[] = []
    let bytes = 0
    // While one batch is written down, the next one is read.
    let ready: ReadBatch | null = null
    const flush = async (): Promise<void> => {
      const next = batch.length === 0 ? null : { batch, opening: openAll(reader, target, batch) }
      batch = []
      bytes = 0
      if (ready) position = await enterBatch(platform, target, ready, position)
      ready = next
    }
    for await (const found of source.letters) {
      batch.push(found)
      bytes += 'letter' in found ? found.letter.raw.length : 0
      if (batch.length >= lettersPerBatch || bytes >= bytesPerBatch) await flush()
    }
    await flush()
    await flush()
  } finally {
    source.close()
  }
}

async function readTarget(reader: PastLetterReader, row: MailboxImportRow): Promise<PastTarget> {
  const { database, directory, tokenKey } = reader.desk
  const [inbox, agents, ownAddresses] = await Promise.all([
    database.db
      .selectFrom('inbox')
      .select(['id', 'team_id'])
      .where('id', '=', row.inbox_id)
      .executeTakeFirstOrThrow(),
    listAgentAddresses(database.db),
    directory.ownAddresses(),
  ])
  return {
    importId: row.id,
    inbox: { id: inbox.id, teamId: inbox.team_id },
    ownAddresses,
    agents,
    tokenKey,
  }
}

/** Enters a batch; when something in it is not to be entered, letter by letter. Answers the new position. */
async function enterBatch(
  platform: Platform,
  target: PastTarget,
  { batch, opening }: ReadBatch,
  position: number,
): Promise<number> {
  const began = Date.now()
  const { opened, problems, storageProblem } = await opening
  if (storageProblem) throw storageProblem
  const next = batch.at(-1)?.next ?? position
  const counts = { ...noCounts, lettersRead: batch.length, failed: problems.length }
  const enter = (
    letters: OpenedPastLetter[],
    extra: { counts: Counts; problems: Problem[]; next: number; from: number },
  ) =>
    toDatabase(platform, async (tx) => {
      const entered = await enterPastLetters(tx, target, letters, platform.clock.now())
      const made = await noteEntered(tx, target.importId, entered)
      const isMoved = await moveOn(tx, target.importId, {
        ...extra,
        counts: add(extra.counts, made),
        busyMs: Date.now() - began,
      })
      if (!isMoved) throw new Stopped('the import was stopped, or is done elsewhere')
    })
  try {
    await enter(opened, { counts, problems, next, from: position })
  } catch (error) {
    if (isNoLettersFault(error)) throw error
    const failures: Problem[] = []
    for (const letter of opened) {
      try {
        await enter([letter], { counts: noCounts, problems: [], next: position, from: position })
      } catch (reason) {
        if (isNoLettersFault(reason)) throw reason
        failures.push(problemOf(letter, reason))
      }
    }
    const all = [...problems, ...failures]
    await enter([], { counts: { ...counts, failed: all.length }, problems: all, next, from: position })
  }
  return next
}

async function toDatabase(platform: Platform, work: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await inTransaction(platform.database.db, work)
  } catch (error) {
    if (isPassing(error) || isLostConnection(error)) throw new DatabaseAway(error.message, { cause: error })
    throw error
  }
}

function isNoLettersFault(error: unknown): boolean {
  return error instanceof Stopped || error instanceof DatabaseAway
}

/** A batch that is being read. */
interface ReadBatch {
  batch: readonly Found[]
  /** Never rejects. */
  opening: Promise<OpenedBatch>
}

interface OpenedBatch {
  opened: OpenedPastLetter[]
  problems: Problem[]
  /** Nothing can be kept: no letter's fault, and no letter is passed over for it. */
  storageProblem: StorageError | null
}

async function openAll(
  reader: PastLetterReader,
  target: PastTarget,
  batch: readonly Found[],
): Promise<OpenedBatch> {
  const results: OpenedBatch = { opened: [], problems: [], storageProblem: null }
  const waiting = [...batch]
  const work = async (): Promise<void> => {
    for (let found = waiting.shift(); found; found = waiting.shift()) {
      if (!('letter' in found)) {
        results.problems.push({
          position: found.position,
          subject: null,
          messageId: null,
          problem: found.problem,
          detail: null,
        })
        continue
      }
      try {
        results.opened.push(await reader.open(found.letter, target.inbox))
      } catch (error) {
        if (error instanceof StorageError) {
          results.storageProblem = error
          return
        }
        const { position } = found.letter
        const detail = String(error).slice(0, 500)
        results.problems.push({ position, subject: null, messageId: null, problem: 'unreadable', detail })
      }
    }
  }
  await Promise.all(Array.from({ length: openedAtOnce }, work))
  // Read side by side, they come as they lay: of letters of one second the first may be what the next one answers.
  results.opened.sort((a, b) => a.found.position - b.found.position)
  return results
}

function problemOf({ found, opened: { letter } }: OpenedPastLetter, error: unknown): Problem {
  return {
    position: found.position,
    subject: letter.subject.slice(0, 300),
    messageId: letter.messageId,
    problem: 'not_entered',
    detail: String(error).slice(0, 500),
  }
}

async function noteEntered(
  tx: Tx,
  importId: number,
  entered: readonly (EnteredPast | null)[],
): Promise<Counts> {
  const made = entered.filter((one) => one !== null)
  if (made.length > 0)
    await tx
      .insertInto('imported_letter')
      .values(
        made.map((one) => ({
          import_id: importId,
          inbound_letter_id: one.inboundLetterId,
          ticket_id: one.ticketId,
          post_id: one.postId,
          is_new_ticket: one.isNewTicket,
        })),
      )
      .execute()
  return {
    ...noCounts,
    ticketsMade: made.filter((one) => one.isNewTicket).length,
    messagesMade: made.filter((one) => !one.isReply).length,
    repliesMade: made.filter((one) => one.isReply).length,
    skipped: entered.length - made.length,
  }
}

function add(a: Counts, b: Counts): Counts {
  return {
    lettersRead: a.lettersRead + b.lettersRead,
    ticketsMade: a.ticketsMade + b.ticketsMade,
    messagesMade: a.messagesMade + b.messagesMade,
    repliesMade: a.repliesMade + b.repliesMade,
    skipped: a.skipped + b.skipped,
    failed: a.failed + b.failed,
  }
}

async function finish(platform: Platform, importId: number): Promise<void> {
  const done = await platform.database.db
    .updateTable('mailbox_import')
    .set({ state: 'done', error: null, finished_at: platform.clock.now() })
    .where('id', '=', importId)
    .where('state', '=', 'running')
    .executeTakeFirst()
  if (done.numUpdatedRows === 1n) await removeFile(platform.config, importId)
}
