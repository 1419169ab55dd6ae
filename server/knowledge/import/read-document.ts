import sanitizeHtml from 'sanitize-html'
import { parse } from 'yaml'
import * as z from 'zod'
import type { Language } from '#contract/common.ts'
import { Visibility } from '#contract/knowledge.ts'
import { boundDepth } from '#server/platform/composed-html.ts'
import { slugOf } from '../content/slug.ts'
import { placeOf } from './paths.ts'
import { plain, readMarkdown } from './read-markdown.ts'

/** A file as an article; its HTML is still to be cleaned, its links and pictures are as they were written. */
export interface Document {
  title: string
  summary: string
  slug: string | null
  tags: string[]
  language: Language | null
  visibility: Visibility
  isDraft: boolean
  html: string
}

/** The words of a document may be so long. */
export const mostDocumentBytes = 1_000_000

const word = z.union([z.string(), z.number()]).transform(String)
const Front = z.looseObject({
  title: word.optional().catch(undefined),
  description: word.optional().catch(undefined),
  summary: word.optional().catch(undefined),
  slug: word.optional().catch(undefined),
  tags: z
    .union([z.array(word), z.string().transform((text) => text.split(','))])
    .optional()
    .catch(undefined),
  language: word.optional().catch(undefined),
  lang: word.optional().catch(undefined),
  draft: z.boolean().optional().catch(undefined),
  published: z.boolean().optional().catch(undefined),
  visibility: Visibility.optional().catch(undefined),
})
type Front = z.infer<typeof Front>

/** Reads one file; throws `front_matter` for a head that is no YAML, `not_text` for what is not UTF-8. */
export function readDocument(path: string, bytes: Buffer): Document {
  const text = decode(bytes)
  const { front, body } = splitFront(text)
  const { html, heading } = /\.html?$/i.test(path) ? readHtml(body) : readMarkdown(body)
  const place = placeOf(path)
  const title = (front.title ?? heading ?? '').replace(/\s+/g, ' ').trim() || place.name || '…'
  const language = (front.language ?? front.lang)?.slice(0, 2).toLowerCase()
  return {
    title: cut(title, 200),
    summary: cut(plain(front.description ?? front.summary ?? ''), 500),
    slug: slugOf(front.slug?.split('/').at(-1) ?? '') || null,
    tags: (front.tags ?? []).flatMap((tag) => cut(tag.trim(), 60) || []).slice(0, 30),
    language: language === 'ru' || language === 'en' ? language : place.language,
    visibility: front.visibility ?? 'public',
    isDraft: front.draft === true || front.published === false,
    html,
  }
}

/** What a document could not be read for; the name is a key of `knowledge.import.problem`. */
export class Unreadable extends Error {
  override name = 'Unreadable'
}

function decode(bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed()
  } catch {
    throw new Unreadable('not_text')
  }
}

function splitFront(text: string): { front: Front; body: string } {
  const [whole, yaml] = /^---[ \t]*\n([\s\S]*?)\n?---[ \t]*(?:\n|$)/.exec(text) ?? []
  if (whole === undefined || yaml === undefined) return { front: {}, body: text }
  try {
    const given: unknown = parse(yaml, { maxAliasCount: 20, logLevel: 'error' })
    return { front: Front.catch({}).parse(given ?? {}), body: text.slice(whole.length) }
  } catch {
    throw new Unreadable('front_matter')
  }
}

/** What a page says for itself: its main part where it names one. */
function readHtml(page: string): { html: string; heading: string | null } {
  const title = inside(page, 'title')
  const body = inside(page, 'main') ?? inside(page, 'article') ?? inside(page, 'body') ?? page
  const first = inside(body, 'h1', 'first')
  const heading = plain(first ?? '') || plain(title ?? '')
  let html = first === null ? body : without(body, 'h1', 1)
  for (const around of ['nav', 'footer', 'header']) html = without(html, around, Infinity)
  return { html, heading: heading || null }
}

/** What stands in the first element of its kind: up to its first end, or to the last there is. */
export function inside(page: string, tag: string, upTo: 'first' | 'last' = 'last'): string | null {
  const open = new RegExp(`<${tag}\\b[^<>]*>`, 'i').exec(page)
  if (!open) return null
  const start = open.index + open[0].length
  const small = page.toLowerCase()
  const end = upTo === 'first' ? small.indexOf(`</${tag}`, start) : small.lastIndexOf(`</${tag}`)
  if (end < start) return upTo === 'first' ? null : page.slice(start)
  return page.slice(start, end)
}

/** The page without the first elements of a kind, in one pass however they are closed. */
function without(page: string, tag: string, most: number): string {
  const small = page.toLowerCase()
  const open = new RegExp(`<${tag}\\b`, 'g')
  let kept = ''
  let at = 0
  for (let n = 0; n < most; n++) {
    open.lastIndex = at
    const found = open.exec(small)
    const end = found ? small.indexOf(`</${tag}`, found.index) : -1
    const after = end < 0 ? 0 : small.indexOf('>', end) + 1
    if (!found || after === 0) break
    kept += page.slice(at, found.index)
    at = after
  }
  return kept + page.slice(at)
}

/** Not in the middle of a pair that stands for one character. */
function cut(text: string, most: number): string {
  return text
    .slice(0, most)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
    .trim()
}

interface Rewriting {
  /** The address to put there; null takes the link away and leaves its words. */
  link: (href: string) => string | null
  picture: (source: string) => string | null
}

/** Says anew where links lead and what pictures show. The answer is still to be cleaned. */
export function rewrite(html: string, { link, picture }: Rewriting): string {
  return sanitizeHtml(boundDepth(html), {
    allowedTags: false,
    allowedAttributes: false,
    allowedSchemes: ['http', 'https', 'mailto', 'tel', 'file'],
    allowVulnerableTags: true,
    transformTags: {
      a: (name, attribs) => {
        const href = attribs['href'] === undefined ? null : link(attribs['href'].trim())
        return { tagName: href === null ? 'span' : name, attribs: { ...(href !== null && { href }) } }
      },
      img: (name, attribs) => {
        const { src = '', ...rest } = attribs
        const shown = picture(src.trim())
        return { tagName: name, attribs: shown === null ? {} : { ...rest, src: shown } }
      },
    },
  })
}
