import type { Db } from '#server/platform/database/open-database.ts'
import { readSettings } from '#server/platform/settings.ts'

const NUMBER = /^(?:(#|№)\s*|(\p{L}[\p{L}\p{N}]*)-)?(\d{1,15})$/u

/** A ticket asked for by its number. */
export interface NumberHit {
  ticketId: number
  /** The prefix or the sign left no doubt that the ticket itself is meant. */
  isExplicit: boolean
}

/** The ticket that `HD-1256`, `#1256`, `№ 1256` or `1256` names; whether there is one is not looked up. */
export async function readNumber(db: Db, typed: string): Promise<NumberHit | null> {
  const match = NUMBER.exec(typed.trim())
  if (!match) return null
  const [, sign, prefix, digits] = match
  if (prefix !== undefined) {
    // Numbers written down before the prefix was changed still name their tickets.
    const { ticket_prefixes: own } = await readSettings(db)
    if (!own.some((one) => one.toLowerCase() === prefix.toLowerCase())) return null
  }
  return { ticketId: Number(digits), isExplicit: sign !== undefined || prefix !== undefined }
}
