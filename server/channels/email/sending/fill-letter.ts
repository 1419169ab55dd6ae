import type { Db } from '#server/platform/database/open-database.ts'
import type { Secrets } from '#server/platform/secrets.ts'

interface Words {
  html: string | null
  text: string
}

export interface FilledLetter extends Words {
  headers?: Readonly<Record<string, string>>
}

/** Puts into a machine's letter what only its recipient may have; null where it is none of its. */
export type FillLetter = (
  db: Db,
  secrets: Secrets,
  letter: Words & { replyId: number },
) => Promise<FilledLetter | null>

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
): Promise<FilledLetter> {
  for (const fill of fillers) {
    const filled = await fill(db, secrets, letter)
    if (filled) return filled
  }
  return letter
}

/** Takes out of a text what was put into a letter, wherever an answer quotes it. */
type HideWords = (text: string) => string

const hiders = new Set<HideWords>()

/** Has what people send looked through for what our letters carry: it is nobody's to read or to look for. */
export function hideInMessages(hide: HideWords): void {
  hiders.add(hide)
}

export function hidden(text: string): string {
  return [...hiders].reduce((rest, hide) => hide(rest), text)
}
