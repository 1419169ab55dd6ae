import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { IdInPath, Language } from '#contract/common.ts'
import { sendArticleFile } from '#server/knowledge/index.ts'
import { Failed, fail } from '#server/platform/http/failure.ts'
import { isOpenToSites } from '#server/platform/http/open-to-sites.ts'
import type { Platform } from '#server/platform/platform.ts'
import { errorPage } from './frame/error-page.ts'
import { preferredLanguage } from './frame/language.ts'
import { linksFor, prefix } from './frame/links.ts'
import { logoPath } from './frame/render-page.ts'
import type { Visit } from './frame/visit.ts'
import { readerOf } from './knowledge/reader.ts'
import { siteMap } from './knowledge/site-map.ts'
import { pages } from './pages.ts'
import type { PortalBook } from './settings/read-portal.ts'

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
  app.addHook('onRequest', async (request) => {
    const isElsewhere = !/^\/(help|widget|health)([/?]|$)/.test(request.url) && !isOpenToSites(request)
    if (isElsewhere && isOwnHost(request, book)) fail('not_found')
  })
  const visitOf = async (request: FastifyRequest, reply: FastifyReply): Promise<Visit> => {
    const portal = await book.read()
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
    return reply.header('vary', 'Accept-Language, Cookie').redirect(`${links.page(path)}${search}`, 302)
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
          if (language === visit.language) return page.handle(visit)
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
    return reply
      .header('content-type', logo.mime)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(bytes)
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
    const { portal, links } = await visitOf(request, reply)
    return reply
      .header('content-type', 'application/xml; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .send(await siteMap(platform.database.db, portal.languages, links))
  })
  // On the portal's own host everything is for everybody; of the desk's, the portal alone.
  for (const [address, allowed] of [
    [`${prefix}/robots.txt`, 'Allow: /'],
    ['/robots.txt', `Disallow: /\nAllow: ${prefix}`],
  ] as const) {
    app.get(address, { schema: { hide: true } }, async (request, reply) => {
      const { links } = await visitOf(request, reply)
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

function isOwnHost(request: FastifyRequest, book: PortalBook): boolean {
  const host = book.known()?.host
  return host !== null && host !== undefined && request.hostname === host
}

/** The address a request means on the portal's own host: its pages are at the root there. */
export function portalAddress(book: PortalBook, hostname: string, url: string): string {
  const host = book.known()?.host
  if (!host || hostname.split(':', 1)[0]?.toLowerCase() !== host) return url
  return /^\/(widget|health|api\/v1)([/?]|$)/.test(url) ? url : `${prefix}${url}`
}
