import { type Program, type Step, compilePattern } from './pattern-syntax.ts'

export interface Pattern {
  /** The first match, or null: what it matched, where it begins, and its named captures. */
  find(text: string): { text: string; start: number; captures: Record<string, string> } | null
}

/**
 * A regular expression whose cost is bounded whatever it says and whatever it reads: all ways to match are followed
 * side by side (Thompson's simulation, with captures as Pike keeps them), so that a character is looked at once for
 * every step of the program and never again. `(a+)+$` is as cheap as `a+$`. Throws a PatternError.
 */
export function openPattern(source: string): Pattern {
  const program = compilePattern(source)
  return { find: (text) => run(program, text) }
}

interface Thread {
  at: number
  saved: readonly number[]
}

function run({ steps, names }: Program, text: string): ReturnType<Pattern['find']> {
  const empty: readonly number[] = Array.from({ length: names.length * 2 + 2 }, () => -1)
  const first = firstTests(steps)
  const visited = new Int32Array(steps.length).fill(-1)
  let threads: Thread[] = []
  let best: readonly number[] | null = null
  let position = 0
  for (let round = 0; ; round++) {
    const codePoint = text.codePointAt(position)
    if (best === null && (threads.length > 0 || mayBegin(first, codePoint))) {
      follow({ steps, text, position, round, visited, into: threads }, 0, withSlot(empty, 0, position))
    }
    const next: Thread[] = []
    const after = position + (codePoint !== undefined && codePoint > 0xffff ? 2 : 1)
    for (const { at, saved } of threads) {
      const step = steps[at]
      if (step?.op === 'match') {
        best = withSlot(saved, 1, position)
        // What comes after it in the list was a worse way from the beginning.
        break
      }
      if (step?.op === 'char' && codePoint !== undefined && step.is(codePoint))
        next.push({ at: at + 1, saved })
    }
    if (codePoint === undefined || (best !== null && next.length === 0)) break
    threads = []
    position = after
    const trail = { steps, text, position, round: round + 1, visited, into: threads }
    for (const { at, saved } of next) follow(trail, at, saved)
  }
  return best && present(best, names, text)
}

/** The characters a match can begin with; null when it can begin with none. */
function firstTests(steps: readonly Step[]): ((codePoint: number) => boolean)[] | null {
  const tests: ((codePoint: number) => boolean)[] = []
  const seen = new Set<number>()
  const waiting = [0]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const step = steps[at]
    if (!step || seen.has(at)) continue
    seen.add(at)
    if (step.op === 'match') return null
    if (step.op === 'char') tests.push(step.is)
    else if (step.op === 'split') waiting.push(step.first, step.second)
    else waiting.push(step.op === 'jump' ? step.to : at + 1)
  }
  return tests
}

function mayBegin(first: ReturnType<typeof firstTests>, codePoint: number | undefined): boolean {
  return first === null || (codePoint !== undefined && first.some((is) => is(codePoint)))
}

interface Trail {
  steps: readonly Step[]
  text: string
  position: number
  round: number
  /** The round in which a step was last reached: a second way to it in one round is a worse one. */
  visited: Int32Array
  into: Thread[]
}

/** Goes on from a step to all steps that read a character, the best way first. */
function follow(trail: Trail, from: number, begun: readonly number[]): void {
  const waiting: Thread[] = [{ at: from, saved: begun }]
  for (let thread = waiting.pop(); thread; thread = waiting.pop()) {
    const { at, saved } = thread
    if (trail.visited[at] === trail.round) continue
    trail.visited[at] = trail.round
    const step = trail.steps[at]
    if (step === undefined || step.op === 'char' || step.op === 'match') trail.into.push(thread)
    else if (step.op === 'jump') waiting.push({ at: step.to, saved })
    else if (step.op === 'split') waiting.push({ at: step.second, saved }, { at: step.first, saved })
    else if (step.op === 'save')
      waiting.push({ at: at + 1, saved: withSlot(saved, step.slot, trail.position) })
    else if (holds(step.what, trail.text, trail.position)) waiting.push({ at: at + 1, saved })
  }
}

function withSlot(saved: readonly number[], slot: number, position: number): readonly number[] {
  return saved.with(slot, position)
}

const wordSign = /[\p{L}\p{N}_]/u

function holds(what: Extract<Step, { op: 'assert' }>['what'], text: string, position: number): boolean {
  if (what === 'start') return position === 0 || text[position - 1] === '\n'
  if (what === 'end')
    return position === text.length || text[position] === '\n' || text.startsWith('\r\n', position)
  const isEdge = wordSign.test(text[position - 1] ?? '') !== wordSign.test(text[position] ?? '')
  return what === 'edge' ? isEdge : !isEdge
}

function present(saved: readonly number[], names: readonly string[], text: string) {
  const part = (slot: number): string => {
    const [start = -1, end = -1] = [saved[slot], saved[slot + 1]]
    return start < 0 || end < 0 ? '' : text.slice(start, end)
  }
  const captures = names.map((name, index) => [name, part(index * 2 + 2)] as const)
  return {
    text: part(0),
    start: saved[0] ?? 0,
    captures: Object.fromEntries(captures.filter(([, value]) => value !== '')),
  }
}
