import { createHash } from 'node:crypto'
import { setImmediate as breath } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { FastifyReply } from 'fastify'
import type { Language } from '#contract/common.ts'
import { listPublicPlaces, listReadableCategories, remembered } from '#server/knowledge/index.ts'
import { fail } from '#server/platform/http/failure.ts'
import { html, join } from '#server/platform/html.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Links } from '../frame/links.ts'
import type { Visit } from '../frame/visit.ts'

interface Place {
  paths: Partial<Record<Language, string>>
  changedAt: Date | null
}

/** What one file may name (sitemaps.org). */
const mostAddresses = 50_000
/** So many are written before others have their turn. */
const atOnce = 500

/** Written once for all who ask until the knowledge base changes, and kept as small as it is sent. */
interface MapFile {
  zipped: Buffer
  etag: string
}

/** The map of the site: all of it in one file, or an index of its parts, each at `sitemap-N.xml`. */
export async function sendSiteMap(visit: Visit, part: number | null): Promise<FastifyReply> {
  const { platform, portal, links, request, reply } = visit
  const { db } = platform.database
  const key = `map ${portal.languages.join()} ${links.absolute(links.file('/'))}`
  const { index, parts } = await remembered(db, key, () => siteMap(db, portal.languages, links))
  const file = part === null ? index : (parts[part - 1] ?? fail('not_found'))
  const takesZipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  reply
    .header('content-type', 'application/xml; charset=utf-8')
    .header('cache-control', 'public, max-age=3600')
    .header('vary', 'Accept-Encoding')
    .header('etag', file.etag)
  if (request.headers['if-none-match'] === file.etag) return reply.status(304).send()
  if (!takesZipped) return reply.send(await promisify(gunzip)(file.zipped))
  return reply.header('content-encoding', 'gzip').send(file.zipped)
}

/** Every page search engines may show, each with itself in the other languages. */
export async function siteMap(
  db: Db,
  languages: readonly Language[],
  links: Links,
  most = mostAddresses,
): Promise<{ index: MapFile; parts: MapFile[] }> {
  const parts: string[][] = [[]]
  for (const [n, place] of (await listPlaces(db, languages)).entries()) {
    if (n % atOnce === 0) await breath()
    const entries = entriesOf(place, languages, links)
    const last = parts.at(-1) ?? []
    if (last.length + entries.length > most) parts.push(entries)
    else last.push(...entries)
  }
  const files: MapFile[] = []
  for (const entries of parts) files.push(await fileOf('urlset', entries))
  const [first] = files
  if (first && files.length === 1) return { index: first, parts: [] }
  const addresses = files.map(
    (_, n) => html`<sitemap><loc>${links.absolute(links.file(`/sitemap-${n + 1}.xml`))}</loc></sitemap>`.text,
  )
  return { index: await fileOf('sitemapindex', addresses), parts: files }
}

async function listPlaces(db: Db, languages: readonly Language[]): Promise<Place[]> {
  const [articles, ...categories] = await Promise.all([
    listPublicPlaces(db),
    ...languages.map(async (language) => ({
      language,
      items: await listReadableCategories(db, { kind: 'public' }, language),
    })),
  ])
  const byCategory = new Map<number, Partial<Record<Language, string>>>()
  for (const { language, items } of categories)
    for (const { id, slug } of items)
      byCategory.set(id, { ...byCategory.get(id), [language]: `/categories/${slug}` })
  return [
    { paths: Object.fromEntries(languages.map((language) => [language, '/'])), changedAt: null },
    ...[...byCategory.values()].map((paths) => ({ paths, changedAt: null })),
    ...articles.map(({ slugs, publishedAt }) => ({
      paths: Object.fromEntries(
        languages.flatMap((language) => {
          const slug = slugs[language]
          return slug === undefined ? [] : [[language, `/articles/${slug}`]]
        }),
      ),
      changedAt: publishedAt,
    })),
  ]
}

function entriesOf({ paths, changedAt }: Place, languages: readonly Language[], links: Links): string[] {
  const all = languages.flatMap((language) => {
    const path = paths[language]
    return path === undefined ? [] : [{ language, address: links.absolute(links.page(path, language)) }]
  })
  const alternates = join(
    all.map(
      ({ language, address }) =>
        html`<xhtml:link rel="alternate" hreflang="${language}" href="${address}" />`,
    ),
  )
  const changed =
    changedAt === null ? html`` : html`<lastmod>${changedAt.toISOString().slice(0, 10)}</lastmod>`
  return all.map(({ address }) => html`<url><loc>${address}</loc>${changed}${alternates}</url>`.text)
}

async function fileOf(kind: 'urlset' | 'sitemapindex', entries: readonly string[]): Promise<MapFile> {
  const text =
    `<?xml version="1.0" encoding="UTF-8"?><${kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"` +
    ` xmlns:xhtml="http://www.w3.org/1999/xhtml">${entries.join('')}</${kind}>`
  const zipped = await promisify(gzip)(text)
  return { zipped, etag: `"${createHash('sha1').update(zipped).digest('base64url')}"` }
}
