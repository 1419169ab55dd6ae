import { type HtmlElement, type HtmlNode, decodeEntities, elementsOf, parseHtml } from '../html-tree.ts'
import { isAttribution } from './quote-attribution.ts'
import {
  datePattern,
  forwardSeparator,
  fromLine,
  headerLine,
  originalSeparator,
  sentFromLine,
  subjectLine,
  timePattern,
  wroteVerbs,
} from './quote-patterns.ts'

export type CutHtml = { visible: string; quoted: string }

const maxHtmlChars = 2_000_000
const maxElements = 30_000
const maxRefused = 300
const maxAttributionLines = 4

function hasClass(element: HtmlElement, pattern: RegExp): boolean {
  // Outlook on the web puts "x_" before classes and ids, Gmail "m_-123…".
  const words = `${element.attributes.get('class') ?? ''} ${element.attributes.get('id') ?? ''}`
  return words.split(/\s+/).some((word) => pattern.test(word.replace(/^(?:x_)+|^m_-?\d+/, '')))
}

const quoteClasses =
  /^(?:gmail_quote(?:_container)?|gmail_extra_quote|yahoo_quoted|protonmail_quote|moz-cite-prefix|moz-forward-container|zmail_extra|wps_quotion|qt|tutanota_quote|front-blockquote|freshdesk_quote|missive_quote|history_container|otklik-letter|outlookmessageheader|divrplyfwdmsg|appendonsend|replyforwardmessage|mail-editor-reference-message-container|ydp\w*yahoo_quoted|aolmail_.*quote|ms-outlook-mobile-reference-message|x-?original-message|edo-signature-quote|qqmailcontentref|isreplycontent|mailbox_quote|zoho-quote|mail-quote-collapse|gwt-quote|cwquote)$/i

/** The text of a node, lines where blocks begin; at most so many characters and so many nodes of it. */
function textOf(node: HtmlNode, html: string, limit: number, budget = { nodes: 400 }): string {
  if (node.kind === 'text')
    return decodeEntities(html.slice(node.start, Math.min(node.end, node.start + limit)))
  if (/^(?:style|script|head|title)$/.test(node.tag)) return ''
  let text = /^(?:br|p|div|tr|h[1-6]|li|table|blockquote)$/.test(node.tag) ? '\n' : ''
  for (const child of node.children) {
    budget.nodes -= 1
    if (text.length > limit || budget.nodes < 0) break
    text += textOf(child, html, limit, budget)
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
  if (/^(?:вы писали|you wrote)\s.*\d.*:$/iu.test(line)) return true
  if (line.length < 8 || line.length > 400 || !/[:：]\s*$/.test(line)) return false
  const hasWhen = datePattern.test(line) || timePattern.test(line)
  return (hasWhen || /@/.test(line)) && (wroteVerbs.test(line) || (/@/.test(line) && timePattern.test(line)))
}

function isHeaderBlock(text: string, isFramed = false): boolean {
  const lines = linesOf(text).slice(0, 8)
  const labels = lines.filter((line) => headerLine.test(line)).length
  // Tables of customers say "From: Moscow, To: Kazan" too: without a frame an address, a fourth label, or a subject
  // beside a time is asked for.
  const hasAbout = lines.some((line) => subjectLine.test(line))
  const isLetter =
    isFramed ||
    labels > 3 ||
    lines.some(
      (line) =>
        /\S@\S|^(?:sent|отправлено|gesendet|envoyé|enviado|inviato|verzonden|надіслано)\s?:/iu.test(line) ||
        (hasAbout && /\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b/.test(line)),
    )
  return isLetter && labels >= 3 && lines.slice(0, 3).some((line) => fromLine.test(line))
}

/** Word's border above "From: … Sent: …": the quote begins there and runs to the end. */
function isBorderedHeader(element: HtmlElement, html: string): boolean {
  if (element.tag !== 'div') return false
  const style = element.attributes.get('style') ?? ''
  return (
    /border-top\s*:\s*(?:solid|[^;]*\bsolid)/i.test(style) &&
    /padding\s*:\s*3(?:\.0)?pt\s+0/i.test(style) &&
    isHeaderBlock(textOf(element, html, 2_000), true)
  )
}

type Start = { at: number; end: number; element: HtmlElement; runsToEnd: boolean; isForward: boolean }

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
  for (let at = element.index - 1; at >= Math.max(0, element.index - 30); at -= 1) {
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
  const start: Start = { at: element.start, end: element.end, element, runsToEnd: false, isForward: false }
  const toEnd: Start = { ...start, runsToEnd: true }
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
    return { ...start, runsToEnd, isForward }
  }
  if (element.attributes.get('name') === 'quote') return start
  if (isBorderedHeader(element, html)) return toEnd
  if (element.tag === 'blockquote') {
    const before = previousText(element, html)
    if (before) return { ...start, at: before.start }
    // A quote may carry its introduction as its own first line.
    const first = linesOf(textOf(element, html, 400)).slice(0, 2)
    if (isQuoteBlock(element) || first.some(isAttributionText) || isAttributionText(first.join('\n')))
      return start
  }
  if (element.tag === 'hr') {
    const siblings = element.parent?.children ?? []
    const after = siblings
      .slice(element.index + 1, element.index + 12)
      .map((node) => textOf(node, html, 800))
      .join('')
    if (isHeaderBlock(after, true)) return toEnd
  }
  if (/^(?:p|div|span|font|td|b|i|table)$/.test(element.tag)) {
    const own = textOf(element, html, 800)
    const first = linesOf(own)[0] ?? ''
    const isBlock = /^(?:p|div|table)$/.test(element.tag)
    if (forwardSeparator.test(first)) return { ...toEnd, isForward: true }
    if (originalSeparator.test(first)) return toEnd
    if (isBlock && fromLine.test(first) && isHeaderBlock(own)) return toEnd
    // Outlook.com and Mail.ru write the introduction as a paragraph of its own and no container at all.
    if (isBlock && own.length < 400 && isAttributionText(own)) {
      const quote = quoteAfter(element, html)
      if (quote) return { ...start, end: quote.end }
    }
  }
  return null
}

/** The quote that an introduction in a paragraph of its own stands above; null when none follows. */
function quoteAfter(element: HtmlElement, html: string): HtmlNode | null {
  const siblings = element.parent?.children ?? []
  const looksQuoted = (node: HtmlElement): boolean =>
    node.tag === 'blockquote' || /border-left/i.test(node.attributes.get('style') ?? '')
  for (const node of siblings.slice(element.index + 1, element.index + 30)) {
    const isQuote =
      node.kind === 'element' && (looksQuoted(node) || elementsOf(node).take(200).some(looksQuoted))
    if (isQuote) return node
    if (textOf(node, html, 50).trim() !== '') return null
  }
  return null
}

type Words = { before: (at: number) => boolean; after: (at: number) => string[] }

/** Where the letter says something: a picture or a word that is no phone's advertisement. */
function findWords(root: HtmlElement, html: string): Words {
  const lines: { at: number; text: string }[] = []
  const stack: HtmlNode[] = root.children.toReversed()
  let isNewLine = true
  for (let node = stack.pop(); node && lines.length < 50_000; node = stack.pop()) {
    if (node.kind === 'element') {
      if (/^(?:style|script|head|title)$/.test(node.tag)) continue
      if (node.tag === 'img') lines.push({ at: node.start, text: 'image' })
      if (!/^(?:b|i|u|a|span|font|strong|em|small|o:p)$/.test(node.tag)) isNewLine = true
      for (let at = node.children.length - 1; at >= 0; at -= 1) stack.push(node.children[at] as HtmlNode)
      continue
    }
    const text = decodeEntities(html.slice(node.start, Math.min(node.end, node.start + 2_000))).replace(
      /[\s\u00a0]+/g,
      ' ',
    )
    const last = lines.at(-1)
    if (text.trim() === '') continue
    if (isNewLine || !last) lines.push({ at: node.start, text })
    else last.text += text
    isNewLine = false
  }
  const spoken = lines.filter((line) => /[\p{L}\p{N}]|^\s*(?:--|__|—)/u.test(line.text))
  const first = spoken.find((line) => /[\p{L}\p{N}]/u.test(line.text) && !sentFromLine.test(line.text))
  const head = spoken.slice(0, maxAttributionLines + 1)
  return {
    before: (at) => {
      if (first === undefined || first.at >= at) return false
      // Who wrote when, and not a word more, is nobody's answer.
      const above = head.filter((line) => line.at < at).map((line) => line.text)
      return above.length > maxAttributionLines || isAttribution(above, 0)?.end !== above.length
    },
    after: (at) => {
      const from = spoken.findIndex((line) => line.at >= at)
      return from < 0 ? [] : spoken.slice(from).map((line) => line.text.trim())
    },
  }
}

/** The tags open at a position, so that a piece cut out there can be made whole again. */
function openAt(node: HtmlNode): HtmlElement[] {
  const path: HtmlElement[] = []
  for (let around = node.parent; around && around.tag !== ''; around = around.parent) path.unshift(around)
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

/** Two pieces, each with its tags closed: what stands before `at`, a place directly inside the parent of `node`. */
export function cutHtmlAt(html: string, at: number, node: HtmlNode): CutHtml {
  const path = openAt(node)
  const top =
    html.slice(0, at) +
    path
      .toReversed()
      .map((open) => `</${open.tag}>`)
      .join('')
  return { visible: top, quoted: wrapPieces(html, path, html.slice(at)) }
}

/**
 * HTML → what the person wrote and the quote under it, both from the source as it stands (clean them before
 * showing). An answer below or between the quotes keeps the letter whole; a forward stays whole when asked.
 */
export function cutQuoteHtml(html: string, options: { keepsForwards?: boolean } = {}): CutHtml {
  const whole = { visible: html, quoted: '' }
  if (html.length > maxHtmlChars) return whole
  const root = parseHtml(html)
  const words = findWords(root, html)
  let looked = 0
  let refused = 0
  for (const element of elementsOf(root)) {
    looked += 1
    if (looked > maxElements || refused > maxRefused) break
    const start = startOf(element, html)
    if (!start) continue
    if (options.keepsForwards && (start.isForward || start.runsToEnd)) return whole
    if (!words.before(start.at)) continue
    if (!start.runsToEnd && !isTrailer(words.after(start.end))) {
      refused += 1
      continue
    }
    return cutHtmlAt(html, start.at, start.element)
  }
  return whole
}

/** What follows the quote is nothing, a signature or a footer, and no answer. */
function isTrailer(lines: readonly string[]): boolean {
  const first = lines[0] ?? ''
  return /^(?:--|__|—)\s*$|^[-_]{3,}/.test(first) || lines.every((line) => sentFromLine.test(line))
}
