import type { Range } from './highlight.ts'

const LENGTH = 200
const LEAD = 40

/** A short stretch of text around the place that matched best, with the ranges counted from its beginning. */
export interface Excerpt {
  excerpt: string
  excerptRanges: [number, number][]
}

/** Cuts the stretch that holds the most of the ranges; the beginning of the text when there are none. */
export function cutExcerpt(text: string, ranges: readonly Range[]): Excerpt {
  let best = 0
  let most = 0
  for (const [index, [start]] of ranges.entries()) {
    const inside = ranges.filter((range) => range[0] >= start && range[1] <= start + LENGTH - LEAD).length
    if (inside > most) [best, most] = [index, inside]
  }
  const from = wordStart(text, Math.max(0, (ranges[best]?.[0] ?? 0) - LEAD))
  const to = wordEnd(text, Math.min(text.length, from + LENGTH))
  const [before, after] = [from > 0 ? '…' : '', to < text.length ? '…' : '']
  const shift = before.length - from
  return {
    // One space for one character, or the ranges would point elsewhere.
    excerpt: before + text.slice(from, to).replace(/\s/g, ' ') + after,
    excerptRanges: ranges
      .filter(([start, end]) => start >= from && end <= to)
      .map(([start, end]) => [start + shift, end + shift]),
  }
}

/** Not in the middle of a word, unless it is endless. */
function wordStart(text: string, at: number): number {
  if (at === 0) return 0
  const space = text.slice(at, at + LEAD).search(/\s/)
  return space < 0 ? at : at + space + 1
}

function wordEnd(text: string, at: number): number {
  if (at === text.length) return at
  const space = text.slice(0, at).search(/\s\S*$/)
  return space > at - LEAD ? space : at
}
