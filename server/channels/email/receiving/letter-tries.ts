const mostTries = 3
const failedTries = new Map<string, number>()

/**
 * Notes that a mailbox's server could not hand out a letter; answers whether that was so often that the letter is to
 * be left. `hasOthers`: other letters came meanwhile. Only then is it the letter's own fault, and every further try
 * counts; a server that hands out nothing at all is ill itself, and costs no letter.
 */
export function isGivenUp(key: string, hasOthers: boolean): boolean {
  const before = failedTries.get(key) ?? 0
  const tries = before > 0 || hasOthers ? before + 1 : 0
  if (tries === 0) return false
  if (tries < mostTries) failedTries.set(key, tries)
  else failedTries.delete(key)
  return tries >= mostTries
}

/** It was handed out after all. */
export function forgetTries(key: string): void {
  failedTries.delete(key)
}
