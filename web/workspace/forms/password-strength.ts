export type Strength = 'short' | 'weak' | 'fair' | 'strong'

const shortestPassword = 10

/** The one thing the server asks of a password. */
export function isLongEnough(password: string): boolean {
  return Array.from(password).length >= shortestPassword
}

const tooKnown = /^(?:.*(?:qwerty|йцукен|password|пароль|12345|abc123|11111|letmein|welcome).*)$/i

/** A run such as `abcd`, `4321`, `aaaa` is one choice, not four. */
function choices(text: string): number {
  let count = 0
  let before: number | undefined
  let step: number | undefined
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    const here = before === undefined ? undefined : code - before
    if (here === undefined || here !== step || Math.abs(here) > 1) count++
    step = here
    before = code
  }
  return count
}

function alphabet(text: string): number {
  const kinds: [RegExp, number][] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/[а-яё]/, 33],
    [/[А-ЯЁ]/, 33],
    [/\d/, 10],
    [/[^\p{L}\d]/u, 30],
  ]
  return kinds.reduce((sum, [kind, size]) => sum + (kind.test(text) ? size : 0), 0)
}

/**
 * How hard a password is to guess, roughly: choices × bits of its alphabet, and never "strong" when it is built on a
 * word everybody tries, or on the person's own name or address. Advice only; the server asks for the length.
 */
export function passwordStrength(password: string, about: readonly string[] = []): Strength {
  if (!isLongEnough(password)) return 'short'
  const own = about
    .flatMap((text) => text.toLowerCase().split(/[\s@._-]+/))
    .some((word) => word.length >= 4 && password.toLowerCase().includes(word))
  const bits = choices(password) * Math.log2(Math.max(2, alphabet(password)))
  if (own || tooKnown.test(password) || bits < 40) return 'weak'
  return bits < 64 ? 'fair' : 'strong'
}
