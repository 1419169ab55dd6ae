import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import type { Language } from '#contract/common.ts'
import { TrustedHtml } from './trusted-html.ts'
import type { Visit } from './visit.ts'
import { widgetFile } from './widget-files.ts'

export interface Page {
  /** Of the theme: `article`. */
  template: string
  /** What the browser's tab and a search engine call it. */
  title: string
  description?: string
  status?: number
  /** What the template shows. */
  data?: object
  /** The same page in other languages, by their paths below the language; the same path unless told. Null: there is none. */
  alternates?: Partial<Record<Language, string | null>>
  /** Seconds for which strangers' browsers and proxies keep it; nothing is kept unless told. */
  keepSeconds?: number
  /** For machines: schema.org data, written into the page's head. */
  structured?: object[]
  /** Search engines are asked to leave it out. */
  isUnlisted?: boolean
}

/** A page of the theme within its layout. */
export async function renderPage(visit: Visit, page: Page): Promise<FastifyReply> {
  const { portal, reply, request, language, links, path } = visit
  const speech = { language, links }
  const name = portal.names[language]
  const alternates = portal.languages
    .map((one) => ({
      language: one,
      path: page.alternates?.[one] === undefined ? path : page.alternates[one],
    }))
    .filter((one): one is { language: Language; path: string } => one.path !== null)
    .map((one) => ({
      language: one.language,
      name: languageNames[one.language],
      url: links.page(one.path, one.language),
      absolute: links.absolute(links.page(one.path, one.language)),
      isCurrent: one.language === language,
    }))
  const shared = {
    portal: { name, home: links.page('/'), logo: portal.logo && links.file(logoPath(portal.logo.sha256)) },
    language,
  }
  const content = portal.engine.render(page.template, { ...shared, ...page.data }, speech)
  const html = portal.engine.render(
    'layout',
    {
      ...shared,
      page: {
        title: page.title,
        heading: page.title === name ? name : `${page.title} · ${name}`,
        description: page.description ?? '',
        canonical: links.absolute(links.page(path)),
        isUnlisted: page.isUnlisted === true,
        template: page.template,
      },
      alternates,
      content: new TrustedHtml(content),
      structured: (page.structured ?? []).map((one) => new TrustedHtml(scriptJson(one))),
      fonts: fonts[language],
      style: widgetFile('portal.css'),
      script: widgetFile('portal.js'),
      accent: portal.accent,
    },
    speech,
  )
  const etag = `"${createHash('sha1').update(html).digest('base64url')}"`
  reply
    .status(page.status ?? 200)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-language', language)
    // Browsers say `Origin: null` with a form where no referrer may be sent, and such a form is refused.
    .header('referrer-policy', 'same-origin')
  const isKept = page.keepSeconds !== undefined && (page.status ?? 200) === 200
  reply.header('cache-control', isKept ? `public, max-age=${page.keepSeconds}` : 'private, no-cache')
  if (isKept) reply.header('vary', 'Accept-Encoding')
  reply.header('etag', etag)
  if (request.headers['if-none-match'] === etag) return reply.status(304).send()
  return reply.send(html)
}

/** Back to a page after a form was taken: asked for again, it is not sent again. */
export function seeOther(visit: Visit, path: string): FastifyReply {
  return visit.reply
    .header('referrer-policy', 'same-origin')
    .header('cache-control', 'no-store')
    .redirect(visit.links.page(path), 303)
}

const font = (subset: string) => `/widget/assets/golos-text-${subset}-wght-normal.woff2`
/** What a page in a language is set in; figures and marks are Latin everywhere. */
const fonts: Record<Language, string[]> = { ru: [font('cyrillic'), font('latin')], en: [font('latin')] }

const languageNames: Record<Language, string> = { ru: 'Русский', en: 'English' }

export function logoPath(sha256: Buffer): string {
  return `/logo/${sha256.toString('hex').slice(0, 16)}`
}

/** JSON that cannot end the element it stands in. */
function scriptJson(value: object): string {
  return JSON.stringify(value).replace(/</g, String.raw`\u003c`)
}
