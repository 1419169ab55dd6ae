import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import type { Language } from '#contract/common.ts'
import { chosenMark } from './language.ts'
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
  /** What of the query makes another page of it: `?page=2`. It has no twins in other languages. */
  query?: string
  /** The pages before and after this one of the same list, by their paths. */
  before?: string | null
  after?: string | null
  /** What it is to whoever shows a link to it; a website unless told. */
  kind?: 'article'
  /** A picture for such a link, by its address. */
  picture?: string | null
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
  const others = portal.languages.map((one) => {
    const twin = page.alternates?.[one] === undefined ? path : page.alternates[one]
    return {
      language: one,
      name: languageNames[one],
      // Where there is no such page in a language, its front page is the nearest.
      url: `${links.page(twin ?? '/', one)}?${chosenMark}`,
      absolute: twin === null || page.query ? null : links.absolute(links.page(twin, one)),
      locale: openGraphLocales[one],
      isCurrent: one === language,
    }
  })
  const alternates = others.filter((one) => one.absolute !== null)
  const fallback = alternates.find((one) => one.language === portal.language) ?? alternates[0]
  const absolute = (to: string | null | undefined) => (to ? links.absolute(links.page(to)) : null)
  const logo = portal.logo && links.file(logoPath(portal.logo.sha256))
  // Whoever shows links draws no SVG.
  const picture = page.picture ?? (portal.logo?.mime === 'image/svg+xml' ? null : logo)
  const shared = {
    portal: { name, home: links.page('/'), logo },
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
        canonical: links.absolute(links.page(path)) + (page.query ?? ''),
        before: absolute(page.before),
        after: absolute(page.after),
        kind: page.kind ?? 'website',
        picture: picture && links.absolute(picture),
        locale: openGraphLocales[language],
        isUnlisted: page.isUnlisted === true,
        template: page.template,
      },
      languages: others,
      alternates,
      fallback: fallback?.absolute,
      feed: links.absolute(links.page('/feed.xml')),
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

const openGraphLocales: Record<Language, string> = { ru: 'ru_RU', en: 'en_GB' }

export function logoPath(sha256: Buffer): string {
  return `/logo/${sha256.toString('hex').slice(0, 16)}`
}

/** JSON that cannot end the element it stands in. */
function scriptJson(value: object): string {
  return JSON.stringify(value).replace(/</g, String.raw`\u003c`)
}
