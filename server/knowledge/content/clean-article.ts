import sanitizeHtml from 'sanitize-html'
import { boundDepth, composedHtmlToText } from '#server/platform/composed-html.ts'
import { freeSlug, slugOf } from './slug.ts'
import { videoOf } from './video.ts'

/** An article's words, safe to show to anybody, and what was found in them. */
export interface CleanArticle {
  html: string
  /** For the index and for excerpts. */
  text: string
  headings: Heading[]
  /** The article's own pictures and attachments it shows, `<img src="file:12">`, each once. */
  fileIds: number[]
}

export interface Heading {
  level: 2 | 3 | 4
  text: string
  /** Where a link leads: `#anchor`. */
  anchor: string
}

/** The kinds of callouts: `<aside data-kind="warning">`. */
export const calloutKinds = ['info', 'success', 'warning', 'danger'] as const

const marks = ['strong', 'em', 'u', 's', 'code', 'sub', 'sup', 'mark', 'a', 'br', 'img']
const blocks = [
  'p',
  'h2',
  'h3',
  'h4',
  'ul',
  'ol',
  'li',
  'blockquote',
  'pre',
  'hr',
  'aside',
  'figure',
  'figcaption',
]
const tables = ['table', 'thead', 'tbody', 'tr', 'th', 'td', 'caption']

const options: sanitizeHtml.IOptions = {
  allowedTags: [...marks, ...blocks, ...tables],
  allowedAttributes: {
    a: ['href', 'rel', 'target'],
    img: ['src', 'alt', 'width', 'height', 'loading'],
    aside: ['data-kind', 'role'],
    figure: ['data-video'],
    code: ['class'],
    ol: ['start'],
    th: ['colspan', 'rowspan', 'scope'],
    td: ['colspan', 'rowspan'],
  },
  allowedClasses: { code: ['language-*'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['file'] },
  allowProtocolRelative: false,
  nestingLimit: 60,
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'title',
    'head',
    'iframe',
    'object',
    'svg',
    'math',
  ],
  transformTags: {
    // The page has its title; what a text calls its first heading is the second on it.
    h1: 'h2',
    h5: 'h4',
    h6: 'h4',
    b: 'strong',
    i: 'em',
    strike: 's',
    del: 's',
    ins: 'u',
    div: 'p',
    a: (name, { href = '' }) => ({ tagName: name, attribs: linkAttributes(href) }),
    img: (name, { src = '', alt = '', width = '', height = '' }) => ({
      tagName: name,
      attribs: {
        ...(/^file:\d{1,15}$/.test(src) && { src }),
        alt,
        ...(isSize(width) && { width }),
        ...(isSize(height) && { height }),
        loading: 'lazy',
      },
    }),
    aside: (name, attributes) => {
      const kind = calloutKinds.find((one) => one === attributes['data-kind']) ?? 'info'
      return { tagName: name, attribs: { 'data-kind': kind, role: 'note' } }
    },
    figure: (name, attributes) => {
      const video = videoOf(attributes['data-video'] ?? '')
      const attribs: sanitizeHtml.Attributes = video === null ? {} : { 'data-video': video.page }
      return { tagName: name, attribs }
    },
    th: (name, attributes) => ({ tagName: name, attribs: cell(attributes) }),
    td: (name, attributes) => ({ tagName: name, attribs: cell(attributes) }),
  },
  exclusiveFilter: ({ tag, attribs }) => tag === 'img' && attribs['src'] === undefined,
}

/**
 * The HTML of an article, which is whatever a client, a clipboard or an imported file says: headings, lists, tables,
 * callouts, code, the article's own pictures, videos of known hosts by their page's address. No style, no script, no
 * picture from elsewhere.
 */
export function cleanArticle(given: string): CleanArticle {
  const cleaned = sanitizeHtml(boundDepth(given), options)
    // What was there for its line break alone.
    .replace(/<p>(?:\s|&nbsp;|<br \/>)*<\/p>/g, '')
  const headings: Heading[] = []
  const taken = new Set<string>()
  const html = cleaned.replace(/<h([234])>([\s\S]*?)<\/h\1>/g, (_, level: string, inner: string) => {
    const text = composedHtmlToText(inner).replace(/\s+/g, ' ')
    if (text === '') return ''
    const anchor = freeSlug(slugOf(text) || 'section', (one) => taken.has(one))
    taken.add(anchor)
    headings.push({ level: Number(level) as Heading['level'], text, anchor })
    return `<h${level} id="${anchor}">${inner}</h${level}>`
  })
  const fileIds = new Set([...html.matchAll(/<img [^>]*?src="file:(\d+)"/g)].map(([, id]) => Number(id)))
  return { html, text: articleText(html), headings, fileIds: [...fileIds] }
}

/** The headings of what `cleanArticle` has cleaned, without cleaning it again. */
export function headingsOf(cleaned: string): Heading[] {
  return [...cleaned.matchAll(/<h([234]) id="([^"]*)">([\s\S]*?)<\/h\1>/g)].map(
    ([, level, anchor = '', inner = '']) => ({
      level: Number(level) as Heading['level'],
      text: (/[<&]/.test(inner) ? composedHtmlToText(inner) : inner).replace(/\s+/g, ' ').trim(),
      anchor,
    }),
  )
}

/** Cells and rows stand apart, as words of a table do. */
function articleText(html: string): string {
  return composedHtmlToText(
    html.replace(/<\/(?:td|th)>/g, ' ').replace(/<\/(?:tr|h4|aside|figcaption|caption)>/g, '<br />'),
  )
}

/** Links of our own stay in the tab; whoever writes `#part` or `/page` means the same place. */
function linkAttributes(href: string): sanitizeHtml.Attributes {
  const to = href.trim()
  if (/^(?:#|\/(?!\/))/.test(to)) return { href: to }
  return /^(?:https?:|mailto:|tel:)/i.test(to)
    ? { href: to, rel: 'noopener noreferrer', target: '_blank' }
    : {}
}

function isSize(value: string): boolean {
  return /^\d{1,4}$/.test(value)
}

function cell(attributes: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  const kept: sanitizeHtml.Attributes = {}
  for (const name of ['colspan', 'rowspan']) {
    const value = Number(attributes[name])
    if (Number.isInteger(value) && value > 1 && value <= 50) kept[name] = String(value)
  }
  if (attributes['scope'] === 'row' || attributes['scope'] === 'col') kept['scope'] = attributes['scope']
  return kept
}
