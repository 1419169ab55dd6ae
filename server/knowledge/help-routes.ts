import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/help.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { sendArticleFile } from './articles/article-files.ts'
import { answerWords } from './content/answer-words.ts'
import type { ArticleUrl } from './present.ts'
import { rateArticle } from './reading/rate-article.ts'
import { type ReadableArticle, readArticle } from './reading/read-article.ts'
import { takeArticle } from './reading/take-article.ts'
import type { Reader } from './policy.ts'
import { searchArticles } from './search/search-articles.ts'

/** What readers ask: pages of any site for what anybody may read, and the desk's composer for everything published. */
export function helpRoutes(app: FastifyInstance, platform: Platform, urlOf: ArticleUrl): void {
  const {
    database: { db },
    clock,
    secrets,
    config,
  } = platform
  const stranger: Reader = { kind: 'public' }
  const open = { config: { isOpenToSites: true } }

  const search = async (reader: Reader, query: Parameters<typeof searchArticles>[2]) => {
    const { items, correctedTo } = await searchArticles(db, reader, query, clock.now())
    return {
      items: items.map(({ slug, ...item }) => ({ ...item, url: urlOf(query.language, slug) })),
      correctedTo,
    }
  }
  const read = async (
    reader: Reader,
    id: number,
    language: 'ru' | 'en',
    files: string,
  ): Promise<ReadableArticle> => {
    const urls = { file: (file: number) => `${files}/${file}`, article: urlOf }
    const found = await readArticle(db, reader, { id, language }, urls)
    return found?.kind === 'article' ? found.article : fail('not_found')
  }

  serve(app, contract.searchHelp, async ({ query }) => search(stranger, query), open)
  serve(
    app,
    contract.readHelp,
    async ({ params, query }) => {
      // A page of another site shows it: its pictures are asked for by their whole address.
      const files = `${config.publicUrl.replace(/\/$/, '')}/api/v1/help/files`
      const { id, title, html, slug } = await read(stranger, params.id, query.language, files)
      return { id, title, html, url: urlOf(query.language, slug) }
    },
    open,
  )
  serve(
    app,
    contract.rateHelp,
    async ({ params, body }, request) => {
      const rater = { address: request.ip, mark: request.headers['user-agent'] ?? '' }
      const opinion = { ...body, articleId: params.id }
      await inTransaction(db, (tx) => rateArticle(tx, secrets, stranger, rater, opinion, clock.now()))
      return {}
    },
    open,
  )
  serve(
    app,
    contract.downloadHelpFile,
    async ({ params }, _request, answer) => sendArticleFile(platform, stranger, params.id, answer),
    open,
  )
  serve(app, contract.searchArticles, async ({ query }, request) =>
    search({ kind: 'agent', actor: actorOf(request) }, query),
  )
  serve(app, contract.takeArticle, async ({ params, body }, request) =>
    once(db, request, clock.now(), (tx) =>
      takeArticle(tx, actorOf(request), { ...params, ...body }, urlOf, clock.now()),
    ),
  )
  serve(app, contract.readArticle, async ({ params, query }, request) => {
    const reader: Reader = { kind: 'agent', actor: actorOf(request) }
    const article = await read(reader, params.id, query.language, '/api/v1/article-files')
    const { id, title, html, text, visibility, slug } = article
    return {
      id,
      title,
      html,
      text,
      visibility,
      url: urlOf(query.language, slug),
      answerHtml: answerWords(html, urlOf, () => null),
      pictureCount: [...html.matchAll(/<img /g)].length,
    }
  })
}
