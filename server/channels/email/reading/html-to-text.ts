import { type HtmlElement, type HtmlNode, decodeEntities, parseHtml } from './html-tree.ts'

const hiddenTags = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'noscript',
  'svg',
  'object',
  'iframe',
  'select',
  'textarea',
])
const blockTags = new Set([
  'address',
  'article',
  'aside',
  'blockquote',
  'center',
  'dd',
  'div',
  'dl',
  'dt',
  'fieldset',
  'figure',
  'footer',
  'form',
  'header',
  'li',
  'main',
  'nav',
  'ol',
  'pre',
  'section',
  'table',
  'tbody',
  'thead',
  'tr',
  'ul',
])
const spacedTags = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

/** HTML longer than this many characters is converted only so far: the rest is kept in the raw letter. */
export const maxHtmlChars = 2_000_000

const maxLineChars = 20_000

type Writer = {
  lines: string[]
  line: string
  quote: number
  lastQuote: number
  pending: number
  isPre: boolean
}

function endLine(writer: Writer): void {
  const text = writer.isPre ? writer.line.trimEnd() : writer.line.trim()
  if (text !== '') {
    const last = writer.lines.at(-1)
    if (last !== undefined && last.replace(/^[> ]+/, '') !== '') {
      for (let blank = 0; blank < writer.pending; blank += 1)
        writer.lines.push(prefix(Math.min(writer.quote, writer.lastQuote)).trimEnd())
    }
    writer.lines.push(prefix(writer.quote) + text)
    writer.lastQuote = writer.quote
    writer.pending = 0
  }
  writer.line = ''
}

function prefix(quote: number): string {
  return quote > 0 ? `${'>'.repeat(Math.min(quote, 10))} ` : ''
}

function breakLine(writer: Writer): void {
  if (writer.line.trim() === '') writer.pending = Math.min(writer.pending + 1, 2)
  endLine(writer)
}

function addText(writer: Writer, raw: string): void {
  const text = decodeEntities(raw).replace(/[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
  if (writer.isPre) {
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) breakLine(writer)
      writer.line += line
    }
    return
  }
  const flat = text.replace(/[ \t\r\n\f\u00a0]+/g, ' ')
  // One line of everything would be copied at every link in it.
  if (writer.line.length > maxLineChars) endLine(writer)
  writer.line += writer.line === '' || writer.line.endsWith(' ') ? flat.trimStart() : flat
}

function isHidden(element: HtmlElement): boolean {
  if (hiddenTags.has(element.tag)) return true
  const style = element.attributes.get('style')
  return style !== undefined && /display\s*:\s*none|mso-hide\s*:\s*all/i.test(style)
}

function writeLink(writer: Writer, element: HtmlElement, html: string): void {
  const before = writer.line.length
  writeNodes(writer, element.children, html)
  const href = (element.attributes.get('href') ?? '').trim()
  const label = writer.line.slice(before).trim()
  if (!/^https?:/i.test(href) || label === '') return
  const bare = (address: string): string =>
    address
      .replace(/^https?:\/\//i, '')
      .replace(/\/$/, '')
      .toLowerCase()
  if (bare(label) !== bare(href) && href.length < 300) writer.line += ` <${href}>`
}

function writeElement(writer: Writer, element: HtmlElement, html: string): void {
  if (isHidden(element)) return
  const { tag } = element
  if (tag === 'br') return breakLine(writer)
  if (tag === 'hr') {
    endLine(writer)
    writer.line = '---'
    return endLine(writer)
  }
  if (tag === 'img') {
    const alt = (element.attributes.get('alt') ?? '').trim()
    if (alt !== '' && alt.length < 100) addText(writer, `[${alt}]`)
    return
  }
  if (tag === 'a') return writeLink(writer, element, html)
  if (tag === 'td' || tag === 'th') {
    if (writer.line.trim() !== '') writer.line += writer.line.endsWith(' ') ? '' : ' '
    return writeNodes(writer, element.children, html)
  }
  const isSpaced = spacedTags.has(tag)
  if (!isSpaced && !blockTags.has(tag)) return writeNodes(writer, element.children, html)
  endLine(writer)
  if (isSpaced || tag === 'blockquote') writer.pending = Math.max(writer.pending, 1)
  if (tag === 'blockquote') writer.quote += 1
  if (tag === 'li') writer.line = '- '
  const wasPre = writer.isPre
  writer.isPre = wasPre || tag === 'pre'
  writeNodes(writer, element.children, html)
  endLine(writer)
  writer.isPre = wasPre
  if (tag === 'blockquote') writer.quote -= 1
  if (isSpaced || tag === 'blockquote') writer.pending = Math.max(writer.pending, 1)
}

function writeNodes(writer: Writer, nodes: readonly HtmlNode[], html: string): void {
  for (const node of nodes) {
    if (node.kind === 'text') addText(writer, html.slice(node.start, node.end))
    else writeElement(writer, node, html)
  }
}

/** HTML → text to read and to search: paragraphs, lists, links with their address, `>` before quotes. */
export function htmlToText(html: string): string {
  const source = html.slice(0, maxHtmlChars)
  const writer: Writer = { lines: [], line: '', quote: 0, lastQuote: 0, pending: 0, isPre: false }
  writeNodes(writer, parseHtml(source).children, source)
  endLine(writer)
  return writer.lines.join('\n').trim()
}
