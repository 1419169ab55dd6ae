/**
 * A small forgiving HTML reader that keeps source positions, so that a piece of a letter can be cut out of its
 * own source untouched. It decides nothing about safety: whatever is shown goes through `cleanLetterHtml`.
 */
export type HtmlElement = {
  kind: 'element'
  tag: string
  attributes: Map<string, string>
  /** Source range of the whole element; `openEnd` is where its opening tag ends, `closeStart` where its content does. */
  start: number
  openEnd: number
  closeStart: number
  end: number
  parent: HtmlElement | null
  /** Its place among its parent's children. */
  index: number
  depth: number
  children: HtmlNode[]
}
export type HtmlText = { kind: 'text'; start: number; end: number; parent: HtmlElement; index: number }
export type HtmlNode = HtmlElement | HtmlText

const voidTags = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
])
const rawTags = new Set(['script', 'style', 'title', 'textarea', 'xmp', 'noframes', 'noembed', 'iframe'])
const blocksThatEndParagraphs = new Set([
  'address',
  'article',
  'blockquote',
  'center',
  'div',
  'dl',
  'fieldset',
  'form',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'li',
  'ol',
  'p',
  'pre',
  'section',
  'table',
  'ul',
])
const maxDepth = 400
const maxElements = 100_000

const namedEntities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  laquo: '«',
  raquo: '»',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  copy: '©',
  reg: '®',
  trade: '™',
  bull: '•',
  middot: '·',
  euro: '€',
  pound: '£',
  sect: '§',
  deg: '°',
  times: '×',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  sbquo: '‚',
  shy: '\u00ad',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  zwnj: '',
  zwj: '\u200d',
  lrm: '',
  rlm: '',
  eacute: 'é',
  egrave: 'è',
  ecirc: 'ê',
  agrave: 'à',
  acirc: 'â',
  aacute: 'á',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  ccedil: 'ç',
  ntilde: 'ñ',
  oacute: 'ó',
  iacute: 'í',
  uacute: 'ú',
  aring: 'å',
  oslash: 'ø',
  aelig: 'æ',
  Aring: 'Å',
  Oslash: 'Ø',
  Eacute: 'É',
  ocirc: 'ô',
  icirc: 'î',
  ucirc: 'û',
  atilde: 'ã',
  otilde: 'õ',
  rarr: '→',
  larr: '←',
  minus: '−',
  plusmn: '±',
  numero: '№',
  frac12: '½',
  iexcl: '¡',
  iquest: '¿',
  yen: '¥',
  para: '¶',
  dagger: '†',
  permil: '‰',
}

/** Character references → characters; unknown ones stay as they are. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z][a-z0-9]{1,30}));?/gi,
    (whole, hex: string, decimal: string, name: string) => {
      if (name) return namedEntities[name] ?? namedEntities[name.toLowerCase()] ?? whole
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
      const isSafe = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
      return isSafe ? String.fromCodePoint(code) : ''
    },
  )
}

const attributePattern = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g

function readAttributes(source: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const match of source.matchAll(attributePattern)) {
    const name = (match[1] ?? '').toLowerCase()
    if (!attributes.has(name)) attributes.set(name, decodeEntities(match[2] ?? match[3] ?? match[4] ?? ''))
    if (attributes.size > 100) break
  }
  return attributes
}

/** Where an opening tag ends: the `>` outside quotes, or -1. */
function findTagEnd(html: string, from: number): number {
  let quote = ''
  let isValue = false
  for (let at = from; at < html.length; at += 1) {
    const char = html[at]
    if (quote) {
      if (char === quote) quote = ''
    } else if (char === '>') return at
    else if ((char === '"' || char === "'") && isValue) quote = char
    if (!quote && char !== ' ' && char !== '\n') isValue = char === '='
    if (at - from > 200_000) return -1
  }
  return -1
}

function makeElement(
  tag: string,
  attributes: Map<string, string>,
  start: number,
  openEnd: number,
  parent: HtmlElement | null,
): HtmlElement {
  return {
    kind: 'element',
    tag,
    attributes,
    start,
    openEnd,
    closeStart: openEnd,
    end: openEnd,
    parent,
    index: parent?.children.length ?? 0,
    depth: parent ? parent.depth + 1 : 0,
    children: [],
  }
}

/** HTML source → tree. Linear time; depth and number of elements are bounded: deeper ones become siblings, later ones are left out. */
export function parseHtml(html: string): HtmlElement {
  const root = makeElement('', new Map(), 0, 0, null)
  const stack: HtmlElement[] = [root]
  const top = (): HtmlElement => stack.at(-1) ?? root
  const closeTop = (closeStart: number, end: number): void => {
    const element = stack.pop()
    if (element) {
      element.closeStart = closeStart
      element.end = end
    }
  }
  const addText = (start: number, end: number): void => {
    const { children } = top()
    if (end > start) children.push({ kind: 'text', start, end, parent: top(), index: children.length })
  }
  const tagStart = /<(?:!--|[!?]|\/?[a-z])/gi
  let at = 0
  let elements = 0
  while (at < html.length) {
    tagStart.lastIndex = at
    const match = tagStart.exec(html)
    if (!match) break
    const start = match.index
    addText(at, start)
    if (match[0] === '<!--') {
      const close = html.indexOf('-->', start + 2)
      at = close < 0 ? html.length : close + 3
      continue
    }
    const tagEnd =
      match[0].startsWith('</') || match[0].length < 2 || /^<[!?]/.test(match[0])
        ? html.indexOf('>', start)
        : findTagEnd(html, start + 1)
    if (tagEnd < 0) {
      addText(start, html.length)
      at = html.length
      break
    }
    at = tagEnd + 1
    if (/^<[!?]/.test(match[0])) continue
    const isClosing = html[start + 1] === '/'
    const name = (
      /^[a-z][^\s/>]*/i.exec(html.slice(start + (isClosing ? 2 : 1), start + 82))?.[0] ?? ''
    ).toLowerCase()
    if (isClosing) {
      const index = stack.findLastIndex((element) => element.tag === name)
      if (index <= 0) continue
      while (stack.length > index + 1) closeTop(start, start)
      closeTop(start, at)
      continue
    }
    if (blocksThatEndParagraphs.has(name) && top().tag === 'p') closeTop(start, start)
    else if (
      (name === 'li' || name === 'tr' || name === 'td' || name === 'th' || name === 'option') &&
      top().tag === name
    )
      closeTop(start, start)
    const element = makeElement(
      name,
      readAttributes(html.slice(start + 1 + name.length, tagEnd)),
      start,
      at,
      top(),
    )
    top().children.push(element)
    elements += 1
    if (elements > maxElements) break
    if (rawTags.has(name)) {
      const closing = new RegExp(`</${name}[\\s/>]`, 'gi')
      closing.lastIndex = at
      const close = closing.exec(html)
      element.closeStart = close ? close.index : html.length
      const closeEnd = close ? html.indexOf('>', close.index) : -1
      element.end = closeEnd < 0 ? html.length : closeEnd + 1
      at = element.end
    } else if (!voidTags.has(name) && html[tagEnd - 1] !== '/' && stack.length < maxDepth) stack.push(element)
  }
  if (elements <= maxElements) addText(at, html.length)
  while (stack.length > 0) closeTop(html.length, html.length)
  return root
}

/** Nested or crowded beyond what any mail program writes: cleaners need minutes for such HTML. */
export function isUnreasonableHtml(html: string): boolean {
  let elements = 0
  for (const element of elementsOf(parseHtml(html))) {
    elements += 1
    if (elements > maxElements - 1 || element.depth >= maxDepth - 1) return true
  }
  return false
}

/** Every element under `node`, in source order; a walk without recursion, because letters nest deeply. */
export function* elementsOf(node: HtmlElement): Generator<HtmlElement> {
  const stack: HtmlNode[] = node.children.toReversed()
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.kind !== 'element') continue
    yield next
    for (let at = next.children.length - 1; at >= 0; at -= 1) {
      const child = next.children[at]
      if (child?.kind === 'element') stack.push(child)
    }
  }
}
