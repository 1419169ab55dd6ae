import { type FoundLetter, type PastLetterReader, openFolder } from '#server/channels/index.ts'
import type { Config } from '#server/platform/config.ts'
import { readFrom } from './import-file.ts'
import { readMbox } from './read-mbox.ts'
import type { MailboxImportRow } from './tables.ts'

/** Letters in the order of their source, each with the position that is behind it. */
export type Found = { next: number } & ({ letter: FoundLetter } | { problem: 'too_large'; position: number })

export interface Source {
  letters: AsyncIterable<Found>
  /** Known for a folder. */
  total: number | null
  uidValidity: number | null
  close(): void
}

const largestBytes = 100 * 2 ** 20

/** The source of an import cannot be read: a name for why. */
export class SourceGone extends Error {
  override name = 'SourceGone'
  readonly problem: 'file_missing' | 'folder_changed'

  constructor(problem: SourceGone['problem']) {
    super(problem)
    this.problem = problem
  }
}

/** Opens the file or the folder behind what is done already. Rejects with SourceGone, or with what a server said. */
export async function openSource(
  config: Config,
  reader: PastLetterReader,
  row: MailboxImportRow,
): Promise<Source> {
  if (row.source === 'mbox') {
    const file = await readFrom(config, row.id, row.position)
    if (!file) throw new SourceGone('file_missing')
    return {
      letters: fromFile(file, row.position),
      total: null,
      uidValidity: null,
      close: () => file.destroy(),
    }
  }
  const folder = await openFolder(reader.desk, row.inbox_id, row.name, row.position)
  if (row.uid_validity !== null && row.uid_validity !== folder.uidValidity) {
    folder.close()
    throw new SourceGone('folder_changed')
  }
  return {
    letters: fromFolder(folder),
    total: row.letters_total ?? folder.uids.length,
    uidValidity: folder.uidValidity,
    close: () => folder.close(),
  }
}

async function* fromFile(file: AsyncIterable<Buffer>, start: number): AsyncGenerator<Found> {
  for await (const { raw, start: position, end, arrivedAt } of readMbox(file, start, largestBytes)) {
    yield raw === null
      ? { next: end, problem: 'too_large', position }
      : { next: end, letter: { raw, position, arrivedAt } }
  }
}

const perFetch = 50

async function* fromFolder(folder: Awaited<ReturnType<typeof openFolder>>): AsyncGenerator<Found> {
  for (let at = 0; at < folder.uids.length; at += perFetch) {
    for await (const letter of folder.letters(folder.uids.slice(at, at + perFetch))) {
      yield 'problem' in letter ? { ...letter, next: letter.position } : { letter, next: letter.position }
    }
  }
}
