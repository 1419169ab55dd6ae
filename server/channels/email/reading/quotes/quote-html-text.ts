import { type HtmlElement, type HtmlNode, decodeEntities, parseHtml } from '../html-tree.ts'
import { htmlToText } from '../html-to-text.ts'
import { type CutHtml, cutHtmlAt } from './quote-html.ts'
import { aboveThisLine, headerLine, originalSeparator } from './quote-patterns.ts'
import { isAttribution } from './quote-attribution.ts'
import type { CutText } from './quote-text.ts'

const maxTries = 8
const maxHtmlChars = 300_000
const bare = (text: string): string => text.replace(/[\s\u00a0>]+/g, ' ').trim()

/** The hidden part begins as quotes begin: a signature alone is no reason to cut HTML in two. */
function isQuote(lines: readonly string[]): boolean {
  const [first = ''] = lines
  return (
    /^\s?>/.test(first) ||
    headerLine.test(first) ||
    originalSeparator.test(first) ||
    aboveThisLine.test(first) ||
    isAttribution(lines, 0) !== null
  )
}

function* textNodes(root: HtmlElement): Generator<HtmlNode> {
  const stack: HtmlNode[] = root.children.toReversed()
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.kind === 'text') yield node
    else if (!/^(?:style|script|head|title)$/.test(node.tag))
      for (let at = node.children.length - 1; at >= 0; at -= 1) stack.push(node.children[at] as HtmlNode)
  }
}

/**
 * HTML of a program that marks its quotes in no way: cut where its text is cut, when that leaves exactly the words
 * that stay. Null when no such place is found.
 */
export function cutHtmlWhereTextIs(html: string, text: CutText): CutHtml | null {
  const lines = text.quoted.split('\n').filter((line) => line.trim() !== '')
  if (html.length > maxHtmlChars || !isQuote(lines)) return null
  const start = bare(lines[0] ?? '').slice(0, 24)
  const wanted = bare(text.visible)
  let tries = 0
  for (const node of textNodes(parseHtml(html))) {
    const words = bare(decodeEntities(html.slice(node.start, Math.min(node.end, node.start + 400))))
    if (words.length < 3 || !(words.startsWith(start) || start.startsWith(words))) continue
    const cut = cutHtmlAt(html, node.start, node)
    if (bare(htmlToText(cut.visible)) === wanted) return cut
    tries += 1
    if (tries >= maxTries) return null
  }
  return null
}
