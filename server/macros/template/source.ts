import { composedHtmlToText } from '#server/platform/composed-html.ts'

/** Behind these a person sees a new line. */
const lineEnds = /(<br\s*\/?>|<\/(?:p|div|li|blockquote|pre|h[1-3])>)(?!\n)/gi
const lineEndsMade = /(<br\s*\/?>|<\/(?:p|div|li|blockquote|pre|h[1-3])>)\n+/gi
/** A paragraph of nothing but tags is none: without its words an empty line would stay. Spaces are read in one way only. */
const paragraphOfTags = /<p>(\s*(?:\{%[^\n{}]{0,500}%\}\s*)+)<\/p>/gi

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&nbsp;': ' ',
  '&#39;': "'",
  '\u00a0': ' ',
}

/**
 * The composer's HTML as Liquid: a line for each line a person sees, so that a problem is told by its line; and between
 * the braces what was typed, without the marks and entities HTML has put there.
 */
export function templateSource(html: string): string {
  // The letters that stand in for braces in values mean nothing in a template.
  const lines = html.replace(/[\uE000-\uE003]/g, '').replace(lineEnds, '$1\n')
  const typed = lines.split('\n').map(typedBetweenBraces).join('\n')
  return typed.replace(paragraphOfTags, '$1')
}

/** What was rendered, with the lines that were made for counting taken out again. */
export function withoutMadeLines(html: string): string {
  return html.replace(lineEndsMade, '$1')
}

/** One line; braces that are not closed in it are left for Liquid to complain of. */
function typedBetweenBraces(line: string): string {
  let out = ''
  let at = 0
  for (;;) {
    const open = nextOpen(line, at)
    if (open < 0) return out + line.slice(at)
    const close = line.indexOf(line[open + 1] === '%' ? '%}' : '}}', open + 2)
    if (close < 0) return out + line.slice(at)
    out += line.slice(at, open) + asTyped(line.slice(open, close + 2))
    at = close + 2
  }
}

function nextOpen(line: string, from: number): number {
  const [output, tag] = [line.indexOf('{{', from), line.indexOf('{%', from)]
  if (output < 0 || tag < 0) return Math.max(output, tag)
  return Math.min(output, tag)
}

function asTyped(part: string): string {
  const plain = part
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/&(?:amp|lt|gt|quot|nbsp|#39);|\u00a0/g, (entity) => entities[entity] ?? entity)
  // A keyboard that makes quotes pretty does so here too; within plain ones they are letters.
  return /["']/.test(plain) ? plain : plain.replace(/[“”„‟«»]/g, '"').replace(/[‘’‚‛]/g, "'")
}

/** Where a place of the source is for whoever reads the text: line and column from 1, and the line's own words. */
export function placeInText(
  source: string,
  line: number,
  column: number,
): { line: number; column: number; snippet: string } {
  const whole = source.split('\n')[line - 1] ?? ''
  const before = whole.slice(0, Math.max(0, column - 1))
  return { line, column: visible(before).length + 1, snippet: visible(whole).trim().slice(0, 200) }
}

function visible(piece: string): string {
  // Within braces < and > are comparisons, not marks.
  const marked = piece.replace(/<\/?[a-z][^<>]*>/gi, '').replaceAll('<', '&lt;')
  const text = composedHtmlToText(`${marked}.`).slice(0, -1)
  return text
}
