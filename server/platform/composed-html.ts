import sanitizeHtml from 'sanitize-html'

const blocks = new Set(['p', 'div', 'br', 'li', 'ul', 'ol', 'blockquote', 'pre', 'h1', 'h2', 'h3', 'hr'])

/**
 * The HTML of our own composer, which is still whatever a client sends: only the marks the composer has, links
 * to the web, to addresses and to phones, and images by `cid:` that name an uploaded file.
 */
export function cleanComposedHtml(given: string): string {
  return sanitizeHtml(boundDepth(given), {
    allowedTags: [...blocks, 'b', 'strong', 'i', 'em', 'u', 's', 'code', 'a', 'span', 'img'],
    allowedAttributes: {
      a: ['href', 'rel', 'target'],
      img: ['src', 'alt', 'width', 'height'],
      span: ['data-type', 'data-id', 'data-label'],
      ol: ['start'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['cid'] },
    allowProtocolRelative: false,
    transformTags: {
      a: sanitizeHtml.simpleTransform('a', { rel: 'noopener noreferrer nofollow', target: '_blank' }),
    },
    nestingLimit: 50,
  })
}

/** What the pictures of cleaned HTML are named: `file-12` of `cid:file-12`, each once. */
export function pictureNames(html: string): string[] {
  return [...new Set([...html.matchAll(pictures)].flatMap(([tag]) => nameOf(tag) ?? []))]
}

/** Cleaned HTML with its pictures under other names; one that gets none falls out. */
export function renamePictures(html: string, rename: (name: string) => string | null): string {
  return html.replace(pictures, (tag) => {
    const name = nameOf(tag)
    const next = name === null ? null : rename(name)
    return next === null ? '' : tag.replace(source, ` src="cid:${next}"`)
  })
}

// sanitize-html writes every attribute in quotes and no `>` within one.
const pictures = /<img\b[^>]*>/g
const source = / src="cid:([^"]*)"/

function nameOf(tag: string): string | null {
  return source.exec(tag)?.[1] ?? null
}

const deepest = 1_000

/**
 * HTML that is safe to parse: the parser takes longer for each open element the more are open, half a minute for what
 * one request may hold. What is nested beyond all writing loses its tags.
 */
export function boundDepth(html: string): string {
  return isTooDeep(html) ? html.replace(/<[^<>]*>/g, ' ') : html
}

/** Whether so many elements are open at once as nobody writes; those that a browser would close count as open. */
function isTooDeep(html: string): boolean {
  let depth = 0
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (/^(?:br|hr|img|wbr|input)$/i.test(name)) continue
    depth = slash === '/' ? Math.max(0, depth - 1) : depth + 1
    if (depth > deepest) return true
  }
  return false
}

/** The composer's HTML as a person would type it: paragraphs and items on lines of their own. */
export function composedHtmlToText(html: string): string {
  const marked = html
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<li[^>]*>/gi, '\n• ')
    .replace(/<\/(p|div|blockquote|pre|h1|h2|h3|ul|ol)>/gi, '\n')
  const text = sanitizeHtml(marked, { allowedTags: [], allowedAttributes: {} })
  return (
    decodeEntities(text)
      // From the first space on: tried at each of many, it would take minutes.
      .replace(/(?<![ \t])[ \t]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  )
}

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&nbsp;': ' ',
}

/** sanitize-html writes no other entities. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|nbsp);/g, (entity) => entities[entity] ?? entity)
}
