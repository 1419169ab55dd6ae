import type { Db } from '#server/platform/database/open-database.ts'
import { type KeptLetter, keepLetters } from './keep-letter.ts'

export interface LedgerGate {
  /** Resolves when the letters are committed, rejects when they are not. */
  keep(letters: readonly KeptLetter[]): Promise<void>
}

interface Waiting {
  letters: readonly KeptLetter[]
  resolve: () => void
  reject: (error: unknown) => void
}

const mostPerCommit = 200

/**
 * Lets letters that arrive at the same moment into the ledger together: while one commit is on its way to the
 * disk, the next ones gather behind it. A single letter waits for nobody.
 */
export function createLedgerGate(db: Db): LedgerGate {
  let queue: Waiting[] = []
  let isRunning = false

  const keepAll = async (group: Waiting[]): Promise<void> => {
    try {
      await keepLetters(
        db,
        group.flatMap((one) => one.letters),
      )
      for (const one of group) one.resolve()
    } catch (error) {
      // One letter the database refuses must not turn its neighbours away.
      if (group.length > 1) for (const one of group) await keepAll([one])
      else group[0]?.reject(error)
    }
  }
  const run = async (): Promise<void> => {
    isRunning = true
    while (queue.length > 0) {
      const group = queue.slice(0, mostPerCommit)
      queue = queue.slice(mostPerCommit)
      await keepAll(group)
    }
    isRunning = false
  }

  return {
    keep: (letters) =>
      new Promise((resolve, reject) => {
        queue.push({ letters, resolve, reject })
        if (!isRunning) void run()
      }),
  }
}
