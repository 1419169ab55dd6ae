import type { Platform } from '#server/platform/platform.ts'
import type { Stored } from '#server/platform/storage/storage.ts'
import { type EmailDesk, emailDesk } from '../email-desk.ts'
import { type OpenedLetter, openLetter } from '../receiving/open-letter.ts'
import { createLetterParser } from '../reading/parse-in-worker.ts'

/** A letter of long ago as it lay in its file or folder. */
export interface FoundLetter {
  raw: Buffer
  /** Where it lay: a byte of the file, or a UID. */
  position: number
  /** When it came, by the file or the mailbox; stands in for a missing date. */
  arrivedAt: Date | null
}

export interface OpenedPastLetter {
  found: FoundLetter
  stored: Stored
  opened: OpenedLetter
}

/** Reads old letters with a thread of its own, so that a big import does not hold up the letters of today. */
export interface PastLetterReader {
  desk: EmailDesk
  open(found: FoundLetter, inbox: { id: number }): Promise<OpenedPastLetter>
  close(): Promise<void>
}

export function createPastLetterReader(platform: Platform): PastLetterReader {
  const parser = createLetterParser({})
  const desk: EmailDesk = { ...emailDesk(platform), prepare: (raw) => parser.prepare(raw) }
  return {
    desk,
    open: async (found, inbox) => {
      const stored = await desk.storage.put(found.raw)
      desk.recent.keep(stored.sha256, found.raw)
      const receivedAt = found.arrivedAt ?? desk.clock.now()
      return { found, stored, opened: await openLetter(desk, stored, { id: inbox.id, receivedAt }) }
    },
    close: () => parser.close(),
  }
}
