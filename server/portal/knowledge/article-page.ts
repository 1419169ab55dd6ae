import type { FastifyReply } from 'fastify'
import {
  listBeside,
  playerOrigins,
  rateArticle,
  type ReadableArticle,
  readArticle,
} from '#server/knowledge/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { formField } from '../frame/form-fields.ts'
import { renderPage, seeOther } from '../frame/render-page.ts'
import { TrustedHtml } from '../frame/trusted-html.ts'
import type { PortalPage, Visit } from '../frame/visit.ts'
import { breadcrumbs } from './breadcrumbs.ts'
import { fileUrls, readerOf, readerUrls } from './reader.ts'

/** Fewer headings than this need no list of them. */
const leastHeadings = 3

export const articlePage: PortalPage = {
  method: 'GET',
  path: '/articles/:slug',
  handle: async (visit) => {
    const { platform, language, request, links } = visit
    const { db } = platform.database
    const { slug } = request.params as { slug: string }
    const { reader } = await readerOf(visit)
    const reading = await readArticle(db, reader, { language, slug }, readerUrls(visit))
    if (reading === null) return fail('not_found')
    if (reading.kind === 'moved') return visit.reply.redirect(links.page(`/articles/${reading.slug}`), 301)
    const { article } = reading
    const { previous, next } = await listBeside(db, reader, article)
    if (article.html.includes('data-player=')) allowPlayers(visit.reply)
    const { said } = request.query as { said?: string }
    return renderPage(visit, {
      template: 'article',
      title: article.title,
      description: article.summary || article.text.replace(/\s+/g, ' ').slice(0, 160),
      alternates: Object.fromEntries(
        visit.portal.languages.map((one) => {
          const other = article.alternates[one]
          return [one, other === undefined ? null : `/articles/${other}`]
        }),
      ),
      kind: 'article',
      picture: pictureOf(article, fileUrls(visit)),
      structured: [breadcrumbs(visit, article.categories, article), articleFacts(visit, article)],
      data: {
        article: {
          title: article.title,
          summary: article.summary,
          html: new TrustedHtml(article.html),
          headings: article.headings.length < leastHeadings ? [] : article.headings,
          publishedAt: article.publishedAt,
          authors: article.authors.join(', '),
          feedback: `/articles/${article.slug}/feedback`,
        },
        path: article.categories.map((one) => ({ title: one.title, to: `/categories/${one.slug}` })),
        attachments: article.attachments.map((file) => ({
          name: file.name,
          size: sizeOf(file.sizeBytes, language),
          url: fileUrls(visit)(file.id),
        })),
        related: article.related.map((one) => ({ title: one.title, to: `/articles/${one.slug}` })),
        previous: neighbour(previous),
        next: neighbour(next),
        said: said === 'yes' || said === 'no' || said === 'thanks' ? said : null,
      },
    })
  },
}

/** What a reader says of an article, without a script: a page again, with thanks. */
export const feedbackPage: PortalPage = {
  method: 'POST',
  path: '/articles/:slug/feedback',
  handle: async (visit) => {
    const { platform, language, request } = visit
    const { db } = platform.database
    const { slug } = request.params as { slug: string }
    const { reader, visitor } = await readerOf(visit)
    const reading = await readArticle(db, reader, { language, slug }, readerUrls(visit))
    if (reading?.kind !== 'article') return fail('not_found')
    const hasHelped = formField(request, 'helped', 3) === 'yes'
    const comment = formField(request, 'comment', 2000).trim()
    const rater = {
      address: request.ip,
      mark: visitor ? `customer ${visitor.customerId}` : (request.headers['user-agent'] ?? ''),
    }
    const opinion = { articleId: reading.article.id, language, hasHelped, comment }
    await inTransaction(db, (tx) =>
      rateArticle(tx, platform.secrets, reader, rater, opinion, platform.clock.now()),
    )
    // With words there is nothing left to ask.
    const said = comment !== '' ? 'thanks' : hasHelped ? 'yes' : 'no'
    return seeOther(visit, `/articles/${reading.article.slug}?said=${said}#feedback`)
  },
}

function neighbour(one: { title: string; slug: string } | undefined) {
  return one ? { title: one.title, to: `/articles/${one.slug}` } : null
}

/** What is shown of it where somebody links to it: its first picture, if anybody may see that. */
function pictureOf({ html, visibility }: ReadableArticle, urlOf: (id: number) => string): string | null {
  if (visibility !== 'public') return null
  const [start = ''] = urlOf(0).split(/0$/)
  const [, id] = html.split(` src="${start}`)[1]?.match(/^(\d+)"/) ?? []
  return id === undefined ? null : urlOf(Number(id))
}

/** The players of the hosts an article may show, on this page alone, and only when its reader starts one. */
function allowPlayers(reply: FastifyReply): void {
  const policy = reply.getHeader('content-security-policy')
  if (typeof policy !== 'string') return
  reply.header(
    'content-security-policy',
    policy.replace(/frame-src [^;]*/, `frame-src 'self' ${playerOrigins.join(' ')}`),
  )
}

/** For search engines: schema.org's TechArticle. */
function articleFacts({ links, portal, language }: Visit, article: ReadableArticle): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'TechArticle',
    headline: article.title,
    ...(article.summary && { description: article.summary }),
    inLanguage: language,
    datePublished: article.firstPublishedAt.toISOString(),
    dateModified: article.publishedAt.toISOString(),
    ...(article.authors.length > 0 && {
      author: article.authors.map((name) => ({ '@type': 'Person', name })),
    }),
    publisher: { '@type': 'Organization', name: portal.names[language] },
    mainEntityOfPage: links.absolute(links.page(`/articles/${article.slug}`)),
  }
}

/** 482 КБ, 1.4 MB. */
function sizeOf(bytes: number, language: 'ru' | 'en'): string {
  const isLarge = bytes >= 1_000_000
  const units = { ru: isLarge ? 'МБ' : 'КБ', en: isLarge ? 'MB' : 'KB' }
  const value = isLarge ? bytes / 1_000_000 : Math.max(1, Math.round(bytes / 1000))
  const number = new Intl.NumberFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { maximumFractionDigits: 1 })
  return `${number.format(value)}\u00a0${units[language]}`
}
