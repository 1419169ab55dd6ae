/** One step of a compiled pattern. Numbers are places in the program. */
export type Step =
  | { op: 'char'; is: (codePoint: number) => boolean }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { op: 'save'; slot: number }
  | { op: 'assert'; what: 'start' | 'end' | 'edge' | 'no_edge' }
  | { op: 'match' }

export interface Program {
  steps: Step[]
  /** Names of captures; a name's beginning is kept in slot 2i + 2, its end in the next. */
  names: string[]
}

/** What is wrong with a pattern, by name: a key of `mailRule.pattern` in locales/. */
export class PatternError extends Error {
  override name = 'PatternError'
  readonly problem: 'syntax' | 'unsupported' | 'too_complex'

  constructor(problem: 'syntax' | 'unsupported' | 'too_complex', message: string) {
    super(message)
    this.problem = problem
  }
}

type Node =
  | { is: 'char'; test: (codePoint: number) => boolean }
  | { is: 'assert'; what: 'start' | 'end' | 'edge' | 'no_edge' }
  | { is: 'all'; parts: Node[] }
  | { is: 'either'; parts: Node[] }
  | { is: 'capture'; name: string; inner: Node }
  | { is: 'repeat'; inner: Node; least: number; most: number | null; isGreedy: boolean }

/** Every repetition with numbers is written out, so the length of the program is what a character may cost. */
const mostSteps = 1500
const deepest = 40
/** Code points of which an answer is remembered: Latin and Cyrillic. */
const remembered = 0x500

/**
 * The syntax is that of JavaScript, without what needs going back: no backreferences, no lookaround. Letter case
 * never matters, `^` and `$` are those of a line, and `\w` and `\b` know every alphabet. Throws a PatternError.
 */
export function compilePattern(source: string): Program {
  const reader = { text: Array.from(source), at: 0, names: [] as string[], depth: 0 }
  const tree = readEither(reader)
  if (reader.at < reader.text.length) throw new PatternError('syntax', 'unmatched )')
  const steps: Step[] = []
  write(tree, steps, reader.names)
  steps.push({ op: 'match' })
  return { steps, names: reader.names }
}

interface Reader {
  text: string[]
  at: number
  names: string[]
  depth: number
}

function readEither(reader: Reader): Node {
  if (++reader.depth > deepest) throw new PatternError('too_complex', 'nested too deeply')
  const parts = [readSequence(reader)]
  while (reader.text[reader.at] === '|') {
    reader.at++
    parts.push(readSequence(reader))
  }
  reader.depth--
  return parts.length === 1 && parts[0] ? parts[0] : { is: 'either', parts }
}

function readSequence(reader: Reader): Node {
  const parts: Node[] = []
  for (;;) {
    const next = reader.text[reader.at]
    if (next === undefined || next === '|' || next === ')') return { is: 'all', parts }
    parts.push(readRepeated(reader))
  }
}

function readRepeated(reader: Reader): Node {
  const inner = readOne(reader)
  const counts = readCounts(reader)
  if (!counts) return inner
  if (inner.is === 'assert') throw new PatternError('syntax', 'nothing to repeat')
  const isGreedy = reader.text[reader.at] !== '?'
  if (!isGreedy) reader.at++
  if (/^[*+?]$/.test(reader.text[reader.at] ?? '')) throw new PatternError('syntax', 'nothing to repeat')
  return { is: 'repeat', inner, ...counts, isGreedy }
}

function readCounts(reader: Reader): { least: number; most: number | null } | null {
  const sign = reader.text[reader.at]
  if (sign === '*' || sign === '+' || sign === '?') {
    reader.at++
    return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : null }
  }
  if (sign !== '{') return null
  const match = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(reader.text.slice(reader.at, reader.at + 12).join(''))
  if (!match) throw new PatternError('syntax', 'a lone {')
  reader.at += match[0].length
  const least = Number(match[1])
  const most = match[2] === undefined ? least : match[3] ? Number(match[3]) : null
  if (most !== null && most < least) throw new PatternError('syntax', 'numbers out of order')
  return { least, most }
}

function readOne(reader: Reader): Node {
  const char = reader.text[reader.at++] ?? ''
  switch (char) {
    case '(':
      return readGroup(reader)
    case '[':
      return readClass(reader)
    case '\\':
      return readEscape(reader)
    case '^':
      return { is: 'assert', what: 'start' }
    case '$':
      return { is: 'assert', what: 'end' }
    case '.':
      return charOf('[^\\n]')
    case '*':
    case '+':
    case '?':
      throw new PatternError('syntax', 'nothing to repeat')
    default:
      return charOf(/[{}\]]/.test(char) ? `\\${char}` : char)
  }
}

function readGroup(reader: Reader): Node {
  let name: string | null = null
  if (reader.text[reader.at] === '?') {
    const head = reader.text.slice(reader.at, reader.at + 45).join('')
    const named = /^\?<([\p{L}_][\p{L}\p{N}_]{0,39})>/u.exec(head)
    if (head.startsWith('?:')) reader.at += 2
    else if (named?.[1]) {
      name = named[1]
      if (reader.names.includes(name)) throw new PatternError('syntax', `two captures named ${name}`)
      if (reader.names.length >= 10) throw new PatternError('too_complex', 'too many captures')
      reader.names.push(name)
      reader.at += Array.from(named[0]).length
    } else throw new PatternError('unsupported', 'lookaround')
  }
  const inner = readEither(reader)
  if (reader.text[reader.at] !== ')') throw new PatternError('syntax', 'missing )')
  reader.at++
  return name === null ? inner : { is: 'capture', name, inner }
}

function readClass(reader: Reader): Node {
  const start = reader.at - 1
  for (let isFirst = true; ; isFirst = false) {
    const char = reader.text[reader.at++]
    if (char === undefined) throw new PatternError('syntax', 'missing ]')
    if (char === '\\') reader.at++
    else if (char === ']' && !isFirst) break
    else if (char === '^' && isFirst) isFirst = true
  }
  return charOf(reader.text.slice(start, reader.at).join(''))
}

function readEscape(reader: Reader): Node {
  const char = reader.text[reader.at++]
  if (char === undefined) throw new PatternError('syntax', 'a lone \\')
  if (char === 'b') return { is: 'assert', what: 'edge' }
  if (char === 'B') return { is: 'assert', what: 'no_edge' }
  if (/[1-9k]/.test(char)) throw new PatternError('unsupported', 'backreference')
  if (/[pPux]/.test(char)) {
    const rest = reader.text.slice(reader.at, reader.at + 60).join('')
    const tail = (char === 'x' ? /^[0-9a-f]{2}/i : /^(?:\{[^}]{1,50}\}|[0-9a-f]{4})/i).exec(rest)?.[0]
    if (tail === undefined) throw new PatternError('syntax', `\\${char}`)
    reader.at += Array.from(tail).length
    return charOf(`\\${char}${tail}`)
  }
  if (/[dDsSwWtnrfv]/.test(char)) return charOf(`\\${char}`)
  if (/[\p{L}\p{N}]/u.test(char)) throw new PatternError('syntax', `\\${char}`)
  return charOf(/[\^$\\.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char)
}

/**
 * One character, by the language's own classes: a native expression that only ever sees one code point has nothing
 * to go back to.
 */
function charOf(source: string): Node {
  const everyAlphabet = withEveryAlphabet(source)
  let native: RegExp
  try {
    native = new RegExp(`^(?:${everyAlphabet})$`, 'iu')
  } catch {
    throw new PatternError('syntax', source)
  }
  const known = new Int8Array(remembered)
  return {
    is: 'char',
    test: (codePoint) => {
      if (codePoint >= remembered) return native.test(String.fromCodePoint(codePoint))
      if (known[codePoint] === 0) known[codePoint] = native.test(String.fromCodePoint(codePoint)) ? 1 : -1
      return known[codePoint] === 1
    },
  }
}

function withEveryAlphabet(source: string): string {
  const isClass = source.startsWith('[')
  return source.replaceAll(/\\(.)/gu, (found, char) => {
    if (char === 'W' && isClass) throw new PatternError('unsupported', '\\W within brackets')
    if (char === 'W') return '[^\\p{L}\\p{N}_]'
    return char === 'w' ? (isClass ? '\\p{L}\\p{N}_' : '[\\p{L}\\p{N}_]') : found
  })
}

function write(node: Node, steps: Step[], names: readonly string[]): void {
  if (steps.length > mostSteps) throw new PatternError('too_complex', 'too long when written out')
  switch (node.is) {
    case 'char':
      steps.push({ op: 'char', is: node.test })
      return
    case 'assert':
      steps.push({ op: 'assert', what: node.what })
      return
    case 'all':
      for (const part of node.parts) write(part, steps, names)
      return
    case 'capture': {
      const slot = names.indexOf(node.name) * 2 + 2
      steps.push({ op: 'save', slot })
      write(node.inner, steps, names)
      steps.push({ op: 'save', slot: slot + 1 })
      return
    }
    case 'either':
      writeEither(node.parts, steps, names)
      return
    case 'repeat':
      writeRepeat(node, steps, names)
  }
}

function writeEither(parts: readonly Node[], steps: Step[], names: readonly string[]): void {
  const ends: { op: 'jump'; to: number }[] = []
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1) {
      write(part, steps, names)
      break
    }
    const split = { op: 'split' as const, first: steps.length + 1, second: 0 }
    steps.push(split)
    write(part, steps, names)
    const end = { op: 'jump' as const, to: 0 }
    ends.push(end)
    steps.push(end)
    split.second = steps.length
  }
  for (const end of ends) end.to = steps.length
}

function writeRepeat(
  { inner, least, most, isGreedy }: Extract<Node, { is: 'repeat' }>,
  steps: Step[],
  names: readonly string[],
): void {
  for (let count = 0; count < least; count++) write(inner, steps, names)
  const order = (split: { first: number; second: number }, inside: number, after: number): void => {
    split.first = isGreedy ? inside : after
    split.second = isGreedy ? after : inside
  }
  if (most === null) {
    const split = { op: 'split' as const, first: 0, second: 0 }
    const at = steps.push(split) - 1
    write(inner, steps, names)
    steps.push({ op: 'jump', to: at })
    order(split, at + 1, steps.length)
    return
  }
  const splits: { split: Extract<Step, { op: 'split' }>; inside: number }[] = []
  for (let count = least; count < most; count++) {
    const split = { op: 'split' as const, first: 0, second: 0 }
    splits.push({ split, inside: steps.push(split) })
    write(inner, steps, names)
  }
  for (const { split, inside } of splits) order(split, inside, steps.length)
}
