import type { Db } from '#server/platform/database/open-database.ts'
import type { Secrets } from '#server/platform/secrets.ts'

interface Words {
  html: string | null
  text: string
}

/** Puts into a machine's letter what only its recipient may have; null where it is none of its. */
export type FillLetter = (
  db: Db,
  secrets: Secrets,
  letter: Words & { replyId: number },
) => Promise<Words | null>

const fillers = new Set<FillLetter>()

/** Has letters filled as they leave: what is put in is kept nowhere in the conversation. Called once, at the start. */
export function fillLetters(fill: FillLetter): void {
  fillers.add(fill)
}

/** The words of a machine's letter as its recipient gets them, the same at every try. */
export async function filledWords(
  db: Db,
  secrets: Secrets,
  letter: Words & { replyId: number },
): Promise<Words> {
  for (const fill of fillers) {
    const filled = await fill(db, secrets, letter)
    if (filled) return filled
  }
  return letter
}
