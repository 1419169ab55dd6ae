import sanitizeHtml from 'sanitize-html'
import { escapeHtml } from '#server/platform/html.ts'
import type { CustomerPost } from '#server/tickets/index.ts'
import { TrustedHtml } from '../frame/trusted-html.ts'

/** Beyond this nobody reads, and cleaning takes long: its plain words are shown. */
const mostHtmlChars = 300_000

const blocks = ['p', 'div', 'br', 'hr', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'blockquote', 'pre']
const marks = ['b', 'strong', 'i', 'em', 'u', 's', 'del', 'ins', 'code', 'sub', 'sup', 'span', 'a', 'img']
const tables = ['table', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'caption']

/**
 * A post's words for a page of our own: no sandbox stands between, so nothing of the letter's look comes along, no
 * class, no style, no identifier, and nothing is loaded but the post's own pictures, from the address `fileUrl` gives.
 */
export function cleanPost(
  post: Pick<CustomerPost, 'text' | 'html' | 'files'>,
  fileUrl: (fileId: number) => string,
): TrustedHtml {
  if (post.html === null || post.html.length > mostHtmlChars) return new TrustedHtml(plainPost(post.text))
  const pictures = new Map(post.files.map((file) => [file.contentId, file.id]))
  return new TrustedHtml(
    sanitizeHtml(post.html, {
      allowedTags: [...blocks, ...marks, ...tables],
      allowedAttributes: {
        a: ['href', 'rel', 'target'],
        img: ['src', 'alt', 'loading'],
        td: ['colspan', 'rowspan'],
        th: ['colspan', 'rowspan'],
        ol: ['start'],
      },
      allowedSchemes: ['http', 'https', 'mailto', 'tel'],
      allowedSchemesByTag: { img: [] },
      allowProtocolRelative: false,
      nestingLimit: 60,
      transformTags: {
        ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [tag, 'p'])),
        a: (_tag, { href = '' }) => ({ tagName: 'a', attribs: { href, ...awayAttributes } }),
        img: (_tag, attributes) => {
          const contentId = attributes['data-otk-cid'] ?? /^cid:(.+)$/i.exec(attributes['src'] ?? '')?.[1]
          const fileId = contentId === undefined ? undefined : pictures.get(contentId)
          const src = fileId === undefined ? '' : fileUrl(fileId)
          return { tagName: 'img', attribs: { src, alt: attributes['alt'] ?? '', loading: 'lazy' } }
        },
      },
      exclusiveFilter: ({ tag, attribs }) => tag === 'img' && !attribs['src'],
    }),
  )
}

/** Whoever follows a link of a letter is not told from where, and cannot turn our page around. */
const awayAttributes = { rel: 'noopener noreferrer nofollow', target: '_blank' }

/** Plain words with their line ends, addresses of pages as links. */
function plainPost(text: string): string {
  const [rel, target] = [awayAttributes.rel, awayAttributes.target]
  const lines = text.split(/(https?:\/\/[^\s<>"']{1,2000}[^\s<>"'.,;:!?)\]])/)
  return lines
    .map((part, at) => {
      const safe = escapeHtml(part)
      return at % 2 === 1 ? `<a href="${safe}" rel="${rel}" target="${target}">${safe}</a>` : safe
    })
    .join('')
    .replaceAll('\n', '<br>')
}
