import type { ChatLine } from '#contract/chat.ts'

/** One list of two, each line once, the later word on it in force, in the order they were said. */
export function mergeLines(known: readonly ChatLine[], fresh: readonly ChatLine[]): ChatLine[] {
  if (fresh.length === 0) return [...known]
  const byId = new Map([...known, ...fresh].map((line) => [line.id, line]))
  return [...byId.values()].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id)
}

/** The last line there is: what comes after it is asked for. */
export function lastId(lines: readonly ChatLine[]): number {
  return lines.reduce((last, line) => Math.max(last, line.id), 0)
}
