/** What kind of line a line of text is, for whoever looks for quotes. */

/** Marks of writing direction and of nothing: programs that write from right to left put them into introductions. */
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g

export const isBlank = (line: string | undefined): boolean => (line ?? '').trim() === ''

export const isQuoted = (line: string | undefined): boolean =>
  /^\s{0,3}(?:\p{Lu}\p{L}{0,3})?(?:>|&gt;)/u.test(line ?? '')

/** A line of dashes, or Gmail's tracking sign. */
export const isRule = (line: string | undefined): boolean =>
  /^[\s>*]*(?:[-_=–—*#~+]\s?){2,}\s*$|^\s*ᐧ\s*$/.test(line ?? '')

const maxBareChars = 2_000

/** The first two thousand characters of a line without quote marks before it and without what cannot be seen. */
export const bareLine = (line: string | undefined): string =>
  (line ?? '')
    .slice(0, maxBareChars)
    .replace(invisible, '')
    .replace(/^[\s>]+/, '')
    .trim()
