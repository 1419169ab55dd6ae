import { sql } from 'kysely'
import { sectionDefaults } from '#contract/inbox-sections.ts'
import type { InboundLetterRow } from '#server/channels/tables.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { readSettings } from '#server/platform/settings.ts'
import { casesToExamine, examine, isAskedByRule, setApart } from '../authentication/examine-case.ts'
import type { LetterCase } from './letter-case.ts'
import { decideLetters } from './decide-letters.ts'
import type { EmailDesk } from '../email-desk.ts'
import { openLetter } from './open-letter.ts'
import { OvertakenLetter } from '../threading/related-letters.ts'

/** So many letters may wait for each other; beyond that one is decided without knowing the other's ticket. */
const longestWait = 20

/** Thrown for a letter that is well itself and answers one that cannot be decided now. */
export class HeldUp extends Error {
  override name = 'HeldUp'
}
/** Letters larger than this in sum are opened one by one, so that they are not all in memory at once. */
const mostBytesAtOnce = 4 * 2 ** 20
const mostAtOnce = 30

/**
 * Takes one letter of the ledger to its final state. Safe to call twice and from several processes at once:
 * the row is locked while it is decided, and a decided letter is left alone. Throws what went wrong; the letter
 * is then as it was. `waiting` are letters that wait for this one.
 */
export async function processLetter(
  desk: EmailDesk,
  letterId: number,
  waiting: readonly number[] = [],
): Promise<void> {
  const [row] = await waitingRows(desk, [{ letterId, isRetry: true }])
  if (!row) return
  const input = await examine(desk, await prepareCase(desk, row))
  const behind = [...waiting, letterId]
  let mayWait = true
  for (let overtaken = 0; ; overtaken++) {
    try {
      await inTransaction(desk.database.db, (tx) => decideLetters(tx, desk, [input], { mayWait }))
      return
    } catch (error) {
      if (!(error instanceof OvertakenLetter)) throw error
      const ahead = error.letterId
      // Two may answer each other, by mistake or by malice.
      mayWait = !behind.includes(ahead) && behind.length + overtaken < longestWait
      if (mayWait) await processAhead(desk, ahead, behind)
    }
  }
}

async function processAhead(desk: EmailDesk, letterId: number, behind: readonly number[]): Promise<void> {
  try {
    await processLetter(desk, letterId, behind)
  } catch (error) {
    throw new HeldUp(`letter ${letterId} has to be decided first: ${String(error)}`, { cause: error })
  }
}

/**
 * The same for several letters in one transaction, and for more that wait beside them: all of them, or none when
 * anything is wrong with any. Answers those that are left, each to be tried on its own.
 */
export async function processTogether(desk: EmailDesk, turns: readonly Turn[]): Promise<number[]> {
  const rows = (await waitingRows(desk, turns, mostAtOnce)).filter((row) => !desk.inHand.has(row.id))
  const ids = idsOf(rows)
  if (rows.length < 2) return ids
  for (const id of ids) desk.inHand.add(id)
  let left = rows
  try {
    if (await isAskedByRule(desk)) {
      // They are opened once: when there is an answer.
      const unseen = rows.filter((row) => row.authentication === null)
      await inTransaction(desk.database.db, (tx) => setApart(tx, idsOf(unseen)))
      left = rows.filter((row) => row.authentication !== null)
    }
    if (left.length > 0 && sizeOf(left) <= mostBytesAtOnce) {
      await openTogether(desk, left)
      left = []
    }
  } catch {
    // Which one it was shows when each is tried on its own.
  } finally {
    for (const id of ids) desk.inHand.delete(id)
  }
  return idsOf(left)
}

async function openTogether(desk: EmailDesk, rows: readonly WaitingRow[]): Promise<void> {
  const cases = await Promise.all(rows.map((row) => prepareCase(desk, row)))
  const apart = await casesToExamine(desk, cases)
  const together = cases.filter((one) => !apart.has(one.row.id))
  if (together.length > 0) await inTransaction(desk.database.db, (tx) => decideLetters(tx, desk, together))
  if (apart.size > 0) await inTransaction(desk.database.db, (tx) => setApart(tx, [...apart]))
}

function idsOf(rows: readonly WaitingRow[]): number[] {
  return rows.map((row) => row.id)
}

function sizeOf(rows: readonly WaitingRow[]): number {
  return rows.reduce((sum, row) => sum + row.size_bytes, 0)
}

/** A letter's turn: its first one, or another after it has failed. */
export interface Turn {
  letterId: number
  isRetry: boolean
}

type WaitingRow = InboundLetterRow & { size_bytes: number }

/** These letters as far as they wait, and up to `more` others that have not been tried yet; oldest first. */
function waitingRows(desk: EmailDesk, turns: readonly Turn[], more = 0): Promise<WaitingRow[]> {
  const { db } = desk.database
  const untried = db
    .selectFrom('inbound_letter')
    .select('id')
    .where('state', '=', 'received')
    .where('attempts', '=', 0)
    .orderBy('id')
    .where('id', '<>', sql<number>`all(${[...desk.inHand]}::bigint[])`)
    .limit(more)
  return db
    .selectFrom('inbound_letter')
    .innerJoin('blob', 'blob.sha256', 'inbound_letter.raw_sha256')
    .selectAll('inbound_letter')
    .select('blob.size_bytes')
    .where('state', '=', 'received')
    .where((eb) =>
      eb.or([
        eb.and([eb('id', '=', anyOf(turns)), eb('attempts', '=', 0)]),
        eb('id', '=', anyOf(turns.filter((turn) => turn.isRetry))),
        eb('id', 'in', untried),
      ]),
    )
    .orderBy('id')
    .execute()
}

function anyOf(turns: readonly Turn[]) {
  return sql<number>`any(${turns.map((turn) => turn.letterId)}::bigint[])`
}

async function prepareCase(desk: EmailDesk, row: WaitingRow): Promise<LetterCase> {
  const [opened, inboxes, ownAddresses, settings] = await Promise.all([
    openLetter(
      desk,
      { sha256: row.raw_sha256, sizeBytes: row.size_bytes },
      { id: row.inbox_id, receivedAt: row.received_at },
    ),
    desk.directory.all(),
    desk.directory.ownAddresses(),
    readSettings(desk.database.db),
  ])
  const inbox = inboxes.find((one) => one.id === row.inbox_id)
  return {
    row,
    opened,
    ownAddresses,
    prefixes: settings.ticket_prefixes,
    inbox: {
      id: row.inbox_id,
      teamId: inbox?.teamId ?? null,
      reopening: inbox?.reopening ?? sectionDefaults.reopening,
    },
    trust: inbox?.authentication ?? sectionDefaults.authentication,
    copies: settings.letter_copies,
    author: null,
    sizeBytes: row.size_bytes,
  }
}
