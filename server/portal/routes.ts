import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { IdInPath, Language } from '#contract/common.ts'
import { sendArticleFile } from '#server/knowledge/index.ts'
import { Failed, fail } from '#server/platform/http/failure.ts'
import { isOpenToSites } from '#server/platform/http/open-to-sites.ts'
import type { Platform } from '#server/platform/platform.ts'
import { errorPage } from './frame/error-page.ts'
import { chosenMark, languageCookie, preferredLanguage } from './frame/language.ts'
import { linksFor, prefix } from './frame/links.ts'
import { logoPath } from './frame/render-page.ts'
import type { Visit } from './frame/visit.ts'
import { readerOf } from './knowledge/reader.ts'
import { sendSiteMap } from './knowledge/site-map.ts'
import { pages } from './pages.ts'
import type { PortalBook } from './settings/read-portal.ts'
import { setCookie } from './sign-in/session-cookie.ts'

/** What a logo may weigh. */
export const mostLogoBytes = 512 * 1024
/** What a form without files may weigh. */
const mostFormBytes = 256 * 1024

/**
 * The pages customers meet, under /help/LANGUAGE; on the portal's own host they are at its root, and nothing else of
 * the desk is there.
 */
export async function portalPages(app: FastifyInstance, platform: Platform, book: PortalBook): Promise<void> {
  app.addHook('onClose', async () => book.stop())
  await book.read()
  app.addHook('onRequest', async (request, reply) => {
    const isPage = /^\/help([/?]|$)/.test(request.url)
    if (isOwnHost(request, book)) {
      const isElsewhere = !isPage && !ownAddresses.test(request.url) && !isOpenToSites(request)
      return isElsewhere ? fail('not_found') : undefined
    }
    const portal = book.known()
    // Settings shows the logo, too.
    const isLogo = request.url.startsWith(`${prefix}/logo/`)
    if (!isPage || isLogo || !portal?.isOn || portal.host === null || isOpenToSites(request)) return
    // One page has one address: on the portal's own host, wherever links still lead.
    const links = linksFor(platform.config, portal, portal.language)
    const address = links.absolute(request.url.slice(prefix.length).replace(/^(?!\/)/, '/'))
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    return reply.header('cache-control', 'no-cache').redirect(address, isRead ? 301 : 308)
  })
  const visitOf = async (request: FastifyRequest, reply: FastifyReply): Promise<Visit> => {
    const portal = await book.read()
    // What is refused for where it comes from is refused before anybody reads its cookies: it has none for its page.
    request.cookies ??= {}
    if (!portal.isOn) fail('not_found')
    const [, first = '', ...rest] = new URL(request.url.slice(prefix.length), 'http://portal').pathname.split(
      '/',
    )
    const named = Language.safeParse(first)
    const isNamed = named.success && portal.languages.includes(named.data)
    const language = isNamed ? named.data : preferredLanguage(request, portal)
    const links = linksFor(platform.config, isOwnHost(request, book) ? portal : { host: null }, language)
    const path = `/${(isNamed ? rest : [first, ...rest]).join('/')}`.replace(/(.)\/$/, '$1')
    return { platform, request, reply, portal, language, links, path }
  }
  // An address without a language, as people write them down: its page is there in the visitor's.
  const toLanguage = async (request: FastifyRequest, reply: FastifyReply) => {
    const { links, path } = await visitOf(request, reply)
    const { search } = new URL(request.url, 'http://portal')
    reply.header('vary', 'Accept-Language, Cookie').header('cache-control', 'private, no-cache')
    return reply.redirect(`${links.page(path)}${search}`, 302)
  }
  await app.register(async (scope) => {
    // Forms arrive as browsers send them without a script; nowhere else in the desk are they understood.
    await scope.register(formbody, { bodyLimit: mostFormBytes })
    await scope.register(multipart)
    for (const page of pages) {
      scope.route({
        method: page.method,
        url: `${prefix}/:language${page.path === '/' ? '' : page.path}`,
        schema: { hide: true },
        ...(page.isOpenToSites && { config: { isOpenToSites: true } }),
        ...(page.bodyLimit !== undefined && { bodyLimit: page.bodyLimit }),
        handler: async (request, reply) => {
          const visit = await visitOf(request, reply)
          const { language } = request.params as { language: string }
          if (language === visit.language) return rememberChoice(visit) ?? page.handle(visit)
          return page.method === 'GET'
            ? toLanguage(request, reply)
            : errorPage(visit, new Failed('not_found'))
        },
        // Of what is refused before the handler too: a body that is too large, say.
        errorHandler: async (error, request, reply) => {
          await errorPage(await visitOf(request, reply), error)
        },
      })
    }
  })
  app.get(prefix, { schema: { hide: true } }, toLanguage)
  app.get(`${prefix}/logo/:hash`, { schema: { hide: true } }, async (request, reply) => {
    const { logo } = await book.read()
    if (!logo || !request.url.endsWith(logoPath(logo.sha256))) return fail('not_found')
    const bytes = await platform.storage.read(logo.sha256, mostLogoBytes)
    return (
      reply
        .header('content-type', logo.mime)
        // A drawing that is opened by itself is a page: one that may do nothing.
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(bytes)
    )
  })
  app.get<{ Params: { id: string } }>(
    `${prefix}/files/articles/:id`,
    { schema: { hide: true } },
    async (request, reply) => {
      const id = IdInPath.safeParse(request.params.id)
      const { reader } = await readerOf(await visitOf(request, reply))
      return id.success ? sendArticleFile(platform, reader, id.data, reply) : fail('not_found')
    },
  )
  app.get(`${prefix}/sitemap.xml`, { schema: { hide: true } }, async (request, reply) => {
    return sendSiteMap(await visitOf(request, reply), null)
  })
  app.get<{ Params: { part: string } }>(
    `${prefix}/sitemap-:part(^\\d+$).xml`,
    { schema: { hide: true } },
    async (request, reply) => sendSiteMap(await visitOf(request, reply), Number(request.params.part)),
  )
  // On the portal's own host everything is for everybody; of the desk's, the portal alone.
  for (const [address, allowed] of [
    [`${prefix}/robots.txt`, 'Allow: /'],
    // What a page is drawn with, too: a search engine looks at it as its readers do.
    ['/robots.txt', `Disallow: /\nAllow: ${prefix}\nAllow: /widget/\nAllow: /favicon.svg`],
  ] as const) {
    app.get(address, { schema: { hide: true } }, async (request, reply) => {
      const { portal, language } = await visitOf(request, reply)
      const links = linksFor(platform.config, portal, language)
      const lines = ['User-agent: *', allowed, `Sitemap: ${links.absolute(links.file('/sitemap.xml'))}`, '']
      return reply.header('content-type', 'text/plain; charset=utf-8').send(lines.join('\n'))
    })
  }
  app.get(`${prefix}/*`, { schema: { hide: true } }, async (request, reply) => {
    const visit = await visitOf(request, reply)
    const [, first] = request.url.slice(prefix.length).split(/[/?]/)
    const isNamed = Language.safeParse(first).success
    return isNamed ? errorPage(visit, new Failed('not_found')) : toLanguage(request, reply)
  })
}

/** Whoever pressed the name of a language has it from then on; the page itself is at its plain address. */
function rememberChoice({ platform, request, reply, language, links, path }: Visit): FastifyReply | null {
  const { searchParams } = new URL(request.url, 'http://portal')
  if (request.method !== 'GET' || !searchParams.has(chosenMark)) return null
  searchParams.delete(chosenMark)
  setCookie(reply, platform.config.publicUrl, languageCookie, language)
  const search = searchParams.size > 0 ? `?${searchParams}` : ''
  return reply.header('cache-control', 'no-store').redirect(`${links.page(path)}${search}`, 302)
}

/** What is not a page of the portal and is at its own host all the same. */
const ownAddresses = /^\/(widget|health|favicon\.svg)([/?]|$)/

function isOwnHost(request: FastifyRequest, book: PortalBook): boolean {
  const host = book.known()?.host
  return host !== null && host !== undefined && request.hostname === host
}

/** The address a request means on the portal's own host: its pages are at the root there. */
export function portalAddress(book: PortalBook, hostname: string, url: string): string {
  const host = book.known()?.host
  if (!host || hostname.split(':', 1)[0]?.toLowerCase() !== host) return url
  return ownAddresses.test(url) || /^\/api\/v1([/?]|$)/.test(url) ? url : `${prefix}${url}`
}
