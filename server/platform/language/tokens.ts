/** A stretch of text that the index knows by one position. */
export interface Token {
  /** The text as written. */
  readonly text: string
  /** Offsets in UTF-16 units, as JavaScript counts them. */
  readonly start: number
  readonly end: number
  /** Counts every word, function words too, from 1. */
  readonly position: number
}

/** Several tokens that also mean something as one: an address, a code, a telephone number. */
export interface Compound {
  /** How the whole is written in the index. */
  readonly lexeme: string
  readonly kind: 'address' | 'code' | 'phone'
  /** Index of the first token and the number of tokens. */
  readonly first: number
  readonly count: number
}

const RUN = /[\p{L}\p{N}\p{M}]+(?:['’ʼ]\p{L}+)*/gu
const DIGIT = /\d/
const LONGEST_LEXEME = 100
const MOST_PARTS = 12

/** Cuts text into words and numbers. Linear in the text's length whatever it holds. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  for (const match of text.matchAll(RUN)) {
    const start = match.index
    tokens.push({ text: match[0], start, end: start + match[0].length, position: tokens.length + 1 })
  }
  return tokens
}

/**
 * Finds the addresses (`ivan.petrov@mail.example`), codes (`HD-1256`, `A12/44-7`) and telephone numbers among the tokens;
 * their parts stay tokens of their own, so that a part finds them too.
 */
export function compounds(text: string, tokens: readonly Token[]): Compound[] {
  const found: Compound[] = []
  for (let first = 0; first < tokens.length;) {
    const count = chainLength(text, tokens, first, /^[-._@+/]$/)
    const compound = count > 1 ? asAddressOrCode(text, tokens, first, count) : undefined
    if (compound) found.push(compound)
    const phone = compound?.kind === 'address' ? undefined : asPhone(text, tokens, first)
    if (phone) found.push(phone)
    first += Math.max(count, phone?.count ?? 1)
  }
  return found
}

/** How many tokens from `first` on are divided by nothing but a joint. */
function chainLength(text: string, tokens: readonly Token[], first: number, joint: RegExp): number {
  let count = 1
  while (count < MOST_PARTS) {
    const [left, right] = [tokens[first + count - 1], tokens[first + count]]
    if (!left || !right || right.start - left.end > 3 || !joint.test(text.slice(left.end, right.start))) break
    count++
  }
  return count
}

function asAddressOrCode(
  text: string,
  tokens: readonly Token[],
  first: number,
  count: number,
): Compound | undefined {
  const whole = text.slice(tokens[first]?.start, tokens[first + count - 1]?.end).toLowerCase()
  if (whole.length > LONGEST_LEXEME) return undefined
  if (/^[^@]+@[^@.]+(?:\.[^@.]+)+$/.test(whole)) return { lexeme: whole, kind: 'address', first, count }
  // Digits alone with dots are dates and sums, whose parts in a row find them well enough.
  if (!whole.includes('@') && DIGIT.test(whole) && /\p{L}/u.test(whole)) {
    return { lexeme: whole, kind: 'code', first, count }
  }
  return undefined
}

/** +7 (912) 345-67-89, 8 912 345 67 89 and 79123456789 are one number; so is any run of 10 to 15 digits. */
function asPhone(text: string, tokens: readonly Token[], first: number): Compound | undefined {
  let digits = ''
  let count = 0
  for (; count < 6; count++) {
    const token = tokens[first + count]
    if (!token || !/^\d{1,15}$/.test(token.text)) break
    const before = tokens[first + count - 1]
    if (count > 0 && before && !/^[ ().\u00a0-]{1,3}$/.test(text.slice(before.end, token.start))) break
    if (digits.length + token.text.length > 15) break
    digits += token.text
  }
  if (digits.length < 10) return undefined
  const lexeme = digits.length === 11 && digits.startsWith('8') ? `7${digits.slice(1)}` : digits
  return { lexeme, kind: 'phone', first, count }
}
