import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { isOpenToSites } from '#server/platform/http/open-to-sites.ts'
import { visitorOf } from '../sign-in/visitor-of.ts'
import { type Page, pageHtml } from './page-html.ts'
import { zoneOf } from './time-zone.ts'
import type { Visit } from './visit.ts'

export { logoPath } from './page-html.ts'

/** A page of the theme within its layout. */
export async function renderPage(visit: Visit, page: Page): Promise<FastifyReply> {
  const { platform, reply, request, language } = visit
  // Whoever is signed in has their name above every page; no page fails because that could not be looked up.
  const visitor = isOpenToSites(request)
    ? null
    : await visitorOf(platform, request, language).catch(() => null)
  const html = pageHtml({ ...visit, visitor, timeZone: zoneOf(request) }, page)
  const etag = `"${createHash('sha1').update(html).digest('base64url')}"`
  reply
    .status(page.status ?? 200)
    .header('content-type', 'text/html; charset=utf-8')
    .header('content-language', language)
    // Browsers say `Origin: null` with a form where no referrer may be sent, and such a form is refused.
    .header('referrer-policy', 'same-origin')
  const isKept = visitor === null && page.keepSeconds !== undefined && (page.status ?? 200) === 200
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
