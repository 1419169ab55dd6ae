import sanitizeHtml from 'sanitize-html'
import { isUnreasonableHtml } from './html-tree.ts'
import { markMismatchedLinks } from './link-mismatch.ts'
import { cleanStyle } from './letter-style.ts'

export type CleanHtml = {
  /** Safe to put into a sandboxed frame; remote images stand as `data-otk-src` and load nothing. */
  html: string
  hasRemoteImages: boolean
}

export type CleanOptions = {
  /**
   * The address to show for a `cid:` image, or null when the letter has no such part. Without the callback the
   * image waits in `data-otk-cid` for whoever shows the letter.
   */
  resolveCid?: (contentId: string) => string | null
  /** Leaves remote images loading: for a reader who asked for them. */
  showsRemoteImages?: boolean
}

const maxHtmlChars = 4_000_000
const blank = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'

const allowedTags = [
  'a',
  'abbr',
  'address',
  'article',
  'b',
  'bdi',
  'bdo',
  'big',
  'blockquote',
  'br',
  'caption',
  'center',
  'cite',
  'code',
  'col',
  'colgroup',
  'dd',
  'del',
  'details',
  'dfn',
  'div',
  'dl',
  'dt',
  'em',
  'figcaption',
  'figure',
  'font',
  'footer',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'i',
  'img',
  'ins',
  'kbd',
  'li',
  'main',
  'mark',
  'ol',
  'p',
  'pre',
  'q',
  's',
  'samp',
  'section',
  'small',
  'span',
  'strike',
  'strong',
  'sub',
  'summary',
  'sup',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'time',
  'tr',
  'tt',
  'u',
  'ul',
  'var',
  'wbr',
]
const shared = ['align', 'bgcolor', 'class', 'dir', 'lang', 'style', 'title', 'valign', 'width', 'height']
const cells = [...shared, 'colspan', 'rowspan', 'nowrap', 'border', 'cellpadding', 'cellspacing']
// The text of these is no text: it goes with the tag.
const nonTextTags = [
  'script',
  'style',
  'textarea',
  'option',
  'noscript',
  'title',
  'head',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'template',
  'svg',
  'math',
  'object',
  'select',
]

function isRemote(address: string): boolean {
  return /^\s*(?:https?:)?\/\//i.test(address)
}

function imageAttributes(
  attributes: sanitizeHtml.Attributes,
  options: CleanOptions,
  seen: { remote: boolean },
): sanitizeHtml.Attributes {
  const source = (attributes.src ?? '').trim()
  const rest = { ...attributes }
  delete rest.src
  delete rest.srcset
  delete rest.referrerpolicy
  delete rest['data-otk-src']
  delete rest['data-otk-cid']
  const cid = /^cid:\s*(.+)$/i.exec(source)?.[1] ?? (/^[^:/\\\s]+$/.test(source) ? source : null)
  if (cid !== null) {
    if (!options.resolveCid) return { ...rest, src: blank, 'data-otk-cid': decodeCid(cid) }
    const shown = options.resolveCid(decodeCid(cid))
    return shown === null ? rest : { ...rest, src: shown }
  }
  if (/^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,[a-z0-9+/=\s]+$/i.test(source))
    return { ...rest, src: source }
  if (!isRemote(source)) return rest
  seen.remote = true
  const address = source.startsWith('//') ? `https:${source}` : source
  return options.showsRemoteImages
    ? { ...rest, src: address, referrerpolicy: 'no-referrer' }
    : { ...rest, src: blank, 'data-otk-src': address }
}

function decodeCid(raw: string): string {
  const bare = raw.trim().replace(/^<|>$/g, '')
  try {
    return decodeURIComponent(bare)
  } catch {
    return bare
  }
}

function linkAttributes(attributes: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  const { href, title } = attributes
  const safe = href && /^\s*(?:https?:|mailto:|tel:|sms:|ftp:)/i.test(href) ? href.trim() : null
  const kept: sanitizeHtml.Attributes = {}
  for (const name of ['class', 'style', 'dir', 'lang']) if (attributes[name]) kept[name] = attributes[name]
  if (title) kept.title = title
  return safe === null ? kept : { ...kept, href: safe, target: '_blank', rel: 'noopener noreferrer nofollow' }
}

function withCleanStyle(attributes: sanitizeHtml.Attributes): sanitizeHtml.Attributes {
  const { style, ...rest } = attributes
  const clean = style ? cleanStyle(style) : ''
  return clean === '' ? rest : { ...rest, style: clean }
}

/**
 * A letter's HTML → what may be stored and shown in a sandboxed frame: an allow-list of tags, attributes and CSS,
 * no script, form, external load or style that leaves its place. Remote images wait in `data-otk-src` until the
 * reader asks for them; `cid:` images get the address the callback gives. Links that say one address and lead to
 * another carry `data-otk-target`. Never throws. HTML nested beyond reason, which no cleaner gets through, gives
 * '': show the text instead.
 */
export function cleanLetterHtml(html: string, options: CleanOptions = {}): CleanHtml {
  if (isUnreasonableHtml(html)) return { html: '', hasRemoteImages: false }
  const seen = { remote: false }
  const clean = sanitizeHtml(html.slice(0, maxHtmlChars), {
    allowedTags,
    allowedAttributes: {
      '*': shared,
      a: [...shared, 'href', 'target', 'rel'],
      img: [...shared, 'src', 'alt', 'border', 'data-otk-src', 'data-otk-cid', 'referrerpolicy'],
      table: cells,
      td: cells,
      th: cells,
      col: [...cells, 'span'],
      font: [...shared, 'color', 'face', 'size'],
      ol: [...shared, 'start', 'type'],
      li: [...shared, 'value'],
      time: [...shared, 'datetime'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel', 'sms', 'ftp', 'data'],
    allowedSchemesAppliedToAttributes: ['href', 'cite'],
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    nonTextTags,
    nestingLimit: 400,
    transformTags: {
      '*': (tagName, attributes) => ({ tagName, attribs: withCleanStyle(attributes) }),
      a: (tagName, attributes) => ({ tagName, attribs: withCleanStyle(linkAttributes(attributes)) }),
      img: (tagName, attributes) => ({
        tagName,
        attribs: withCleanStyle(imageAttributes(attributes, options, seen)),
      }),
    },
  })
  return { html: markMismatchedLinks(clean), hasRemoteImages: seen.remote }
}
