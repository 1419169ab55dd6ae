/**
 * What a clipboard brings from Word, Google Docs and web pages, as an article would have written it: headings, lists,
 * tables, links, bold and italic; none of fonts, colours, sizes and empty lines. What Word calls a list is a row of
 * paragraphs with a sign in front; what Google Docs calls bold is a span with a weight.
 */
export interface CleanPaste {
  html: string
  /** Pictures carried within the text itself, `data:`; in the text each stands as `<img data-pasted="n">`. */
  pictures: string[]
  /** Pictures of other addresses and of the writer's disk, which cannot be taken along. */
  lostPictures: number
}

export function cleanPaste(html: string): CleanPaste {
  const page = new DOMParser().parseFromString(withoutConditions(html), 'text/html')
  const { body } = page
  for (const gone of body.querySelectorAll(
    'style, script, meta, link, title, xml, colgroup, noscript, iframe',
  ))
    gone.remove()
  const name = (element: Element) => element.tagName.toLowerCase()
  for (const element of body.querySelectorAll('*'))
    // `o:p`, `w:sdt`, `v:shape`: words of Word for itself.
    if (name(element).includes(':')) unwrap(element)
  wordLists(body)
  wordHeadings(body)
  nestedLists(body)
  const found = pictures(body)
  for (const element of body.querySelectorAll('b, strong, i, em, u, s, span, font')) styled(element)
  for (const link of body.querySelectorAll('a')) plainLink(link)
  // Of the page an article stands on the title is the first heading.
  for (const heading of body.querySelectorAll('h1')) rename(heading, 'h2')
  for (const heading of body.querySelectorAll('h5, h6')) rename(heading, 'h4')
  for (const cell of body.querySelectorAll('td, th')) onlyBlock(cell)
  for (const element of body.querySelectorAll('*')) bare(element)
  emptyLines(body)
  return { html: body.innerHTML.trim(), ...found }
}

/** Word's `<![if !supportLists]>` and comments; what they hold for other programs goes. */
function withoutConditions(html: string): string {
  const fragment = /<!--StartFragment-->([\s\S]*?)<!--EndFragment-->/.exec(html)?.[1] ?? html
  return fragment.replace(/<!--[\s\S]*?-->/g, '').replace(/<!\[[^\]]*\]>/g, '')
}

function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes)
}

function rename(element: Element, tag: string): Element {
  const next = element.ownerDocument.createElement(tag)
  next.append(...element.childNodes)
  element.replaceWith(next)
  return next
}

const styleOf = (element: Element) => element.getAttribute('style') ?? ''

/** `mso-list:l0 level2 lfo1` in the style of a paragraph: its depth; 0 for one of no list. */
function levelOf(element: Element): number {
  const told = /mso-list:[^;]*level(\d+)/i.exec(styleOf(element))
  return told ? Number(told[1]) : 0
}

/** `l1` of the same: which list of the document it is. */
function listOf(element: Element): string {
  return /mso-list:\s*(\S+)/i.exec(styleOf(element))?.[1] ?? ''
}

/** Runs of Word's paragraphs that are points become lists within lists. */
function wordLists(body: Element): void {
  const isPoint = (element: Element | null): element is Element =>
    element !== null && levelOf(element) > 0 && /^(p|h\d|div)$/i.test(element.tagName)
  for (const first of body.querySelectorAll('p, h1, h2, h3, h4, h5, h6, div')) {
    if (!first.isConnected || !isPoint(first)) continue
    const stack: { level: number; of: string; list: Element }[] = []
    let at: Element | null = first
    const anchor = first.ownerDocument.createComment('list')
    first.before(anchor)
    while (isPoint(at)) {
      const next: Element | null = at.nextElementSibling
      const level = levelOf(at)
      const sign = takeSign(at)
      const of = listOf(at)
      const isOver = (one: { level: number; of: string }) =>
        one.level > level || (one.level === level && one.of !== of)
      for (let last = stack.at(-1); last && isOver(last); last = stack.at(-1)) stack.pop()
      if ((stack.at(-1)?.level ?? 0) < level) {
        const list = at.ownerDocument.createElement(/^[\da-zа-яё]{1,4}[.)]/iu.test(sign) ? 'ol' : 'ul')
        const above = stack.at(-1)?.list.lastElementChild
        if (above) above.append(list)
        else anchor.before(list)
        stack.push({ level, of, list })
      }
      const point = at.ownerDocument.createElement('li')
      point.append(...at.childNodes)
      stack.at(-1)?.list.append(point)
      at.remove()
      at = next
    }
    anchor.remove()
  }
}

/** The sign of a point, taken out of its words. */
function takeSign(point: Element): string {
  const span = [...point.querySelectorAll('span')].find((each) => /mso-list:\s*ignore/i.test(styleOf(each)))
  const sign = span?.textContent?.trim() ?? ''
  span?.remove()
  return sign
}

/** A title of Word is a paragraph with a class. */
function wordHeadings(body: Element): void {
  for (const title of body.querySelectorAll('p.MsoTitle')) rename(title, 'h2')
  for (const heading of body.querySelectorAll('p')) {
    const level = /mso-outline-level:\s*(\d)/i.exec(styleOf(heading))?.[1]
    if (level !== undefined) rename(heading, `h${Math.min(Number(level) + 1, 4)}`)
  }
}

/** A list that stands right in a list, as Google Docs has it, belongs to the point before it. */
function nestedLists(body: Element): void {
  for (const list of body.querySelectorAll('ul > ul, ul > ol, ol > ul, ol > ol')) {
    const before = list.previousElementSibling
    if (before?.tagName === 'LI') before.append(list)
    else {
      const point = list.ownerDocument.createElement('li')
      list.before(point)
      point.append(list)
    }
  }
}

function pictures(body: Element): Omit<CleanPaste, 'html'> {
  const taken: string[] = []
  let lostPictures = 0
  for (const picture of body.querySelectorAll('img')) {
    const source = picture.getAttribute('src') ?? ''
    if (source.startsWith('/api/v1/article-files/')) continue
    if (/^data:image\/(png|jpeg|gif|webp);base64,/i.test(source)) {
      picture.setAttribute('data-pasted', String(taken.length))
      taken.push(source)
      continue
    }
    // A dot of one pixel that counts readers is nobody's loss.
    if (!/^1(px)?$/.test(picture.getAttribute('width') ?? '')) lostPictures++
    picture.remove()
  }
  return { pictures: taken, lostPictures }
}

/** Bold, italic and struck by what the style says; a `b` that says it is not bold is none. */
function styled(element: Element): void {
  const style = styleOf(element)
  const weight = /font-weight:\s*(\w+)/i.exec(style)?.[1]
  const tag = element.tagName.toLowerCase()
  const isBoldTag = tag === 'b' || tag === 'strong'
  const isBold =
    weight === undefined ? isBoldTag : weight === 'bold' || weight === 'bolder' || Number(weight) >= 600
  const slant = /font-style:\s*(\w+)/i.exec(style)?.[1]
  const isItalic =
    slant === undefined ? tag === 'i' || tag === 'em' : slant === 'italic' || slant === 'oblique'
  const isStruck = tag === 's' || /text-decoration[^;]*line-through/i.test(style)
  // Word and Docs underline links and nothing else that an article would.
  const isUnder = tag === 'u' && element.closest('a') === null
  const place = /vertical-align:\s*(super|sub)/i.exec(style)?.[1]
  const isInHeading = element.closest('h1, h2, h3, h4, h5, h6') !== null
  let inner: Element | null = null
  for (const [isOn, mark] of [
    [isBold && !isInHeading, 'strong'],
    [isItalic, 'em'],
    [isStruck, 's'],
    [isUnder, 'u'],
    [place === 'super', 'sup'],
    [place === 'sub', 'sub'],
  ] as const) {
    if (!isOn || element.textContent?.trim() === '') continue
    const next = element.ownerDocument.createElement(mark)
    if (inner) {
      next.append(...inner.childNodes)
      inner.append(next)
    } else {
      next.append(...element.childNodes)
      element.append(next)
    }
    inner = next
  }
  unwrap(element)
}

/** Google wraps the links of its documents in its own; anchors of Word's contents lead nowhere. */
function plainLink(link: HTMLAnchorElement): void {
  const href = link.getAttribute('href') ?? ''
  const url = URL.canParse(href) ? new URL(href) : null
  const wrapped = url && /(^|\.)google\.[a-z.]+$/.test(url.hostname) && url.pathname === '/url'
  const to = wrapped ? (url.searchParams.get('q') ?? href) : href
  if (!/^(https?:|mailto:|tel:|\/|#(?!_))/i.test(to)) return unwrap(link)
  for (const name of link.getAttributeNames()) link.removeAttribute(name)
  link.setAttribute('href', to)
}

/** A cell with one paragraph in it is a cell with words. */
function onlyBlock(cell: Element): void {
  const [only] = cell.children
  if (cell.children.length === 1 && only && /^(p|div)$/i.test(only.tagName)) unwrap(only)
}

const keptAttributes: Record<string, readonly string[]> = {
  a: ['href'],
  img: ['src', 'alt', 'width', 'height', 'data-pasted'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan', 'scope'],
  ol: ['start'],
  aside: ['data-kind'],
  figure: ['data-video'],
}

function bare(element: Element): void {
  const tag = element.tagName.toLowerCase()
  const isLanguage = tag === 'code' && /^language-[\w-]+$/.test(element.className)
  for (const name of element.getAttributeNames())
    if (!keptAttributes[tag]?.includes(name) && !(isLanguage && name === 'class'))
      element.removeAttribute(name)
}

/** Paragraphs that were there for their distance, and the line breaks Docs puts between blocks. */
function emptyLines(body: Element): void {
  for (const line of body.querySelectorAll('p, h1, h2, h3, h4, h5, h6'))
    if (line.querySelector('img') === null && line.textContent?.replaceAll('\u00a0', ' ').trim() === '')
      line.remove()
  for (const line of body.querySelectorAll('br'))
    if (line.parentElement === body || line.parentElement?.matches('ul, ol, table, tbody, tr')) line.remove()
}
