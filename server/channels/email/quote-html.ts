import { type HtmlElement, type HtmlNode, decodeEntities, elementsOf, parseHtml } from './html-tree.ts'
import {
  datePattern,
  forwardSeparator,
  fromLine,
  headerLine,
  originalSeparator,
  sentFromLine,
  timePattern,
  wroteVerbs,
} from './quote-patterns.ts'

export type CutHtml = { visible: string; quoted: string }

const maxHtmlChars = 2_000_000

function hasClass(element: HtmlElement, pattern: RegExp): boolean {
  // Outlook on the web puts "x_" before classes and ids, Gmail "m_-123…".
  const words = `${element.attributes.get('class') ?? ''} ${element.attributes.get('id') ?? ''}`
  return words.split(/\s+/).some((word) => pattern.test(word.replace(/^(?:x_)+|^m_-?\d+/, '')))
}

const quoteClasses =
  /^(?:gmail_quote(?:_container)?|gmail_extra_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix|moz-forward-container|zmail_extra|wps_quotion|qt|tutanota_quote|front-blockquote|otklik-letter|outlookmessageheader|divrplyfwdmsg|appendonsend|replyforwardmessage|mail-editor-reference-message-container|ydp\w*yahoo_quoted|aolmail_.*quote|ms-outlook-mobile-reference-message|x-?original-message|edo-signature-quote|qqmailcontentref|isreplycontent|mailbox_quote|zoho-quote|mail-quote-collapse|gwt-quote|cwquote)$/i

function textOf(node: HtmlNode, html: string, limit = 2_000): string {
  if (node.kind === 'text') return decodeEntities(html.slice(node.start, node.end))
  if (node.tag === 'style' || node.tag === 'script' || node.tag === 'head' || node.tag === 'title') return ''
  let text = node.tag === 'br' || node.tag === 'p' || node.tag === 'div' || node.tag === 'tr' ? '\n' : ''
  for (const child of node.children) {
    text += textOf(child, html, limit)
    if (text.length > limit) break
  }
  return text
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/[\s\u00a0]+/g, ' ').trim())
    .filter((line) => line !== '')
}

function isAttributionText(text: string): boolean {
  const line = linesOf(text).join(' ')
  if (line.length < 8 || line.length > 400 || !/[:：]\s*$/.test(line)) return false
  const hasWhen = datePattern.test(line) || timePattern.test(line)
  return (hasWhen || /@/.test(line)) && (wroteVerbs.test(line) || (/@/.test(line) && timePattern.test(line)))
}

function isHeaderBlock(text: string): boolean {
  const lines = linesOf(text).slice(0, 8)
  return (
    lines.filter((line) => headerLine.test(line)).length >= 3 &&
    lines.slice(0, 3).some((line) => fromLine.test(line))
  )
}

/** Word's border above "From: … Sent: …": the quote begins there and runs to the end. */
function isBorderedHeader(element: HtmlElement, html: string): boolean {
  if (element.tag !== 'div') return false
  const style = element.attributes.get('style') ?? ''
  return (
    /border-top\s*:\s*(?:solid|[^;]*\bsolid)/i.test(style) &&
    /padding\s*:\s*3(?:\.0)?pt\s+0/i.test(style) &&
    isHeaderBlock(textOf(element, html))
  )
}

type Start = { at: number; element: HtmlElement; runsToEnd: boolean; isForward: boolean }

function isQuoteBlock(element: HtmlElement): boolean {
  if (element.tag !== 'blockquote') return false
  const type = element.attributes.get('type')?.toLowerCase()
  const style = element.attributes.get('style') ?? ''
  return (
    type === 'cite' ||
    element.attributes.has('cite') ||
    hasClass(element, /^(?:gmail_quote|iscontent|protonmail_quote|mail-quote)/i) ||
    /border-left/i.test(style)
  )
}

function previousText(element: HtmlElement, html: string): { text: string; start: number } | null {
  const siblings = element.parent?.children ?? []
  let text = ''
  let start = element.start
  for (let at = siblings.indexOf(element) - 1; at >= 0; at -= 1) {
    const node = siblings[at]
    if (!node) break
    const piece = textOf(node, html, 600)
    if (piece.trim() === '' && text === '') continue
    if (node.kind === 'element' && node.tag === 'br' && text.trim() !== '') break
    text = piece + text
    start = node.start
    if (isAttributionText(text)) return { text, start }
    if (text.length > 500) break
  }
  return null
}

function startOf(element: HtmlElement, html: string): Start | null {
  if (hasClass(element, quoteClasses)) {
    const text = textOf(element, html, 600)
    const isForward =
      linesOf(text)
        .slice(0, 2)
        .some((line) => forwardSeparator.test(line)) || hasClass(element, /^moz-forward-container$/i)
    const runsToEnd = hasClass(
      element,
      /^(?:divrplyfwdmsg|appendonsend|replyforwardmessage|outlookmessageheader|moz-cite-prefix|otklik-letter|ms-outlook-mobile-reference-message|mail-editor-reference-message-container)$/i,
    )
    return { at: element.start, element, runsToEnd, isForward }
  }
  if (isBorderedHeader(element, html))
    return { at: element.start, element, runsToEnd: true, isForward: false }
  if (element.tag === 'blockquote') {
    const before = previousText(element, html)
    if (before) return { at: before.start, element, runsToEnd: false, isForward: false }
    if (isQuoteBlock(element)) return { at: element.start, element, runsToEnd: false, isForward: false }
  }
  if (element.tag === 'hr') {
    const siblings = element.parent?.children ?? []
    const after = siblings
      .slice(siblings.indexOf(element) + 1, siblings.indexOf(element) + 12)
      .map((node) => textOf(node, html, 800))
      .join('')
    if (isHeaderBlock(after)) return { at: element.start, element, runsToEnd: true, isForward: false }
  }
  if (/^(?:p|div|span|font|td|b|i)$/.test(element.tag)) {
    const own = textOf(element, html, 800)
    const first = linesOf(own)[0] ?? ''
    if (forwardSeparator.test(first)) return { at: element.start, element, runsToEnd: true, isForward: true }
    if (originalSeparator.test(first))
      return { at: element.start, element, runsToEnd: true, isForward: false }
    if (/^(?:p|div)$/.test(element.tag) && fromLine.test(first) && isHeaderBlock(own))
      return { at: element.start, element, runsToEnd: true, isForward: false }
    // Outlook.com and Mail.ru write the introduction as a paragraph of its own and no container at all.
    if (
      /^(?:p|div)$/.test(element.tag) &&
      own.length < 400 &&
      isAttributionText(own) &&
      followsQuote(element, html)
    )
      return { at: element.start, element, runsToEnd: false, isForward: false }
  }
  return null
}

function followsQuote(element: HtmlElement, html: string): boolean {
  const siblings = element.parent?.children ?? []
  for (const node of siblings.slice(siblings.indexOf(element) + 1)) {
    if (textOf(node, html, 50).trim() === '' && !(node.kind === 'element' && node.tag === 'blockquote'))
      continue
    return (
      node.kind === 'element' &&
      (node.tag === 'blockquote' || elementsOf(node).some((inner) => inner.tag === 'blockquote'))
    )
  }
  return false
}

function hasWords(html: string): boolean {
  const root = parseHtml(html)
  const text = linesOf(textOf(root, html, 5_000))
  const hasImage = elementsOf(root).some((element) => element.tag === 'img')
  return hasImage || text.some((line) => /[\p{L}\p{N}]/u.test(line) && !sentFromLine.test(line))
}

/** The tags open at a position, so that a piece cut out there can be made whole again. */
function openAt(element: HtmlElement): HtmlElement[] {
  const path: HtmlElement[] = []
  for (let node = element.parent; node && node.tag !== ''; node = node.parent) path.unshift(node)
  return path
}

function wrapPieces(html: string, path: readonly HtmlElement[], body: string): string {
  const opening = path
    .filter((node) => !/^(?:html|head|body)$/.test(node.tag))
    .map((node) => html.slice(node.start, node.openEnd))
    .join('')
  const closing = path
    .toReversed()
    .filter((node) => !/^(?:html|head|body)$/.test(node.tag))
    .map((node) => `</${node.tag}>`)
    .join('')
  return opening + body + closing
}

function cutAt(html: string, start: Start): CutHtml {
  const path = openAt(start.element)
  const top =
    html.slice(0, start.at) +
    path
      .toReversed()
      .map((node) => `</${node.tag}>`)
      .join('')
  return { visible: top, quoted: wrapPieces(html, path, html.slice(start.at)) }
}

/**
 * HTML → what the person wrote and the quote under it, both from the source as it stands (clean them before
 * showing). An answer below or between the quotes keeps the letter whole; a forward stays whole when asked.
 */
export function cutQuoteHtml(html: string, options: { keepsForwards?: boolean } = {}): CutHtml {
  const whole = { visible: html, quoted: '' }
  if (html.length > maxHtmlChars) return whole
  const root = parseHtml(html)
  for (const element of elementsOf(root)) {
    const start = startOf(element, html)
    if (!start) continue
    if (start.isForward && options.keepsForwards) return whole
    if (options.keepsForwards && start.runsToEnd) return whole
    if (!hasWords(html.slice(0, start.at))) continue
    const after = html.slice(start.element.end)
    if (!start.runsToEnd && hasWords(after) && !isTrailer(after)) continue
    return cutAt(html, start)
  }
  return whole
}

/** What follows the quote is a signature or a footer and no answer: short, and behind a mark of its own. */
function isTrailer(after: string): boolean {
  const lines = linesOf(textOf(parseHtml(after), after, 3_000))
  const first = lines[0] ?? ''
  return (
    /^(?:--|__|—)\s*$|^[-_]{3,}/.test(first) ||
    sentFromLine.test(first) ||
    lines.every((line) => sentFromLine.test(line))
  )
}
