import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/knowledge.ts'
import * as upkeep from '#contract/knowledge-upkeep.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { once } from '#server/platform/http/once.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { dropAddress } from './articles/addresses.ts'
import { deleteArticleFile, downloadArticleFile, uploadArticleFile } from './articles/article-files.ts'
import { askReview } from './articles/ask-review.ts'
import { createArticle } from './articles/create-article.ts'
import { draftFromTicket } from './articles/draft-from-ticket.ts'
import { listArticles } from './articles/list-articles.ts'
import { loadArticle } from './articles/load-article.ts'
import { orderArticles } from './articles/order-articles.ts'
import { publishText, unpublishText } from './articles/publish-text.ts'
import { saveText } from './articles/save-text.ts'
import { updateArticle } from './articles/update-article.ts'
import { getVersion, listVersions, restoreVersion } from './articles/versions.ts'
import { createCategory } from './categories/create-category.ts'
import { listCategories } from './categories/load-categories.ts'
import { orderCategories } from './categories/order-categories.ts'
import { updateCategory } from './categories/update-category.ts'
import { helpRoutes } from './help-routes.ts'
import { importRoutes } from './import/routes.ts'
import type { ArticleUrl } from './present.ts'
import { listComments } from './reading/list-comments.ts'
import { forgetMissedSearch, listMissedSearches } from './search/missed-searches.ts'
import { getSynonyms, setSynonyms } from './search/synonyms.ts'

/** `urlOf` says where the portal shows an article. */
export function knowledgeRoutes(
  app: FastifyInstance,
  platform: Platform,
  { urlOf }: { urlOf: ArticleUrl },
): void {
  categoryRoutes(app, platform)
  articleRoutes(app, platform, urlOf)
  textRoutes(app, platform, urlOf)
  fileRoutes(app, platform)
  searchingRoutes(app, platform)
  helpRoutes(app, platform, urlOf)
  importRoutes(app, platform)
}

function categoryRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  serve(app, contract.listKnowledgeCategories, async () => ({ items: await listCategories(db) }))
  serve(app, contract.createKnowledgeCategory, async ({ body }, request) =>
    once(db, request, clock.now(), (tx) => createCategory(tx, actorOf(request), body, clock.now())),
  )
  serve(app, contract.updateKnowledgeCategory, async ({ params, body }, request) =>
    inTransaction(db, (tx) => updateCategory(tx, actorOf(request), params.id, body, clock.now())),
  )
  serve(app, contract.orderKnowledgeCategories, async ({ body }, request) => ({
    items: await inTransaction(db, (tx) => orderCategories(tx, actorOf(request), body.ids, clock.now())),
  }))
  serve(app, contract.orderArticles, async ({ params, body }, request) => {
    await inTransaction(db, (tx) => orderArticles(tx, actorOf(request), params.id, body.ids, clock.now()))
    return {}
  })
}

function articleRoutes(app: FastifyInstance, { database: { db }, clock }: Platform, urlOf: ArticleUrl): void {
  serve(app, contract.listArticles, async ({ query }) => listArticles(db, query))
  serve(app, contract.getArticle, async ({ params }) => loadArticle(db, params.id, urlOf))
  serve(app, contract.createArticle, async ({ body }, request) =>
    once(db, request, clock.now(), async (tx) =>
      loadArticle(tx, await createArticle(tx, actorOf(request), body, clock.now()), urlOf),
    ),
  )
  serve(app, contract.draftFromTicket, async ({ params, body }, request) =>
    once(db, request, clock.now(), async (tx) =>
      loadArticle(tx, await draftFromTicket(tx, actorOf(request), params.id, body, clock.now()), urlOf),
    ),
  )
  serve(app, contract.updateArticle, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await updateArticle(tx, actorOf(request), params.id, body, clock.now())
      return loadArticle(tx, params.id, urlOf)
    }),
  )
  serve(app, upkeep.listArticleComments, async ({ params, query }) => listComments(db, params.id, query))
}

function textRoutes(app: FastifyInstance, { database: { db }, clock }: Platform, urlOf: ArticleUrl): void {
  const placeOf = ({ id, language }: { id: number; language: 'ru' | 'en' }) => ({ articleId: id, language })
  serve(app, contract.saveArticleText, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await saveText(tx, actorOf(request), placeOf(params), body, clock.now())
      return loadArticle(tx, params.id, urlOf)
    }),
  )
  serve(app, contract.askArticleReview, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await askReview(tx, actorOf(request), placeOf(params), body)
      return loadArticle(tx, params.id, urlOf)
    }),
  )
  serve(app, contract.publishArticle, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await publishText(tx, actorOf(request), placeOf(params), body, clock.now())
      return loadArticle(tx, params.id, urlOf)
    }),
  )
  serve(app, contract.unpublishArticle, async ({ params, body }, request) =>
    inTransaction(db, async (tx) => {
      await unpublishText(tx, actorOf(request), placeOf(params), body.version, clock.now())
      return loadArticle(tx, params.id, urlOf)
    }),
  )
  serve(app, contract.dropArticleAddress, async ({ params }, request) => {
    const place = { ...placeOf(params), slug: params.slug }
    await inTransaction(db, (tx) => dropAddress(tx, actorOf(request), place, clock.now()))
    return {}
  })
  serve(app, contract.listArticleVersions, async ({ params, query }) =>
    listVersions(db, placeOf(params), query),
  )
  serve(app, contract.getArticleVersion, async ({ params }) => getVersion(db, params.id))
  serve(app, contract.restoreArticleVersion, async ({ params, body }, request) =>
    inTransaction(db, async (tx) =>
      loadArticle(tx, await restoreVersion(tx, actorOf(request), params.id, body, clock.now()), urlOf),
    ),
  )
}

function fileRoutes(app: FastifyInstance, platform: Platform): void {
  const bodyLimit = platform.config.uploadMaxBytes + 1
  // A scope of its own: only here is the body a stream of bytes instead of JSON.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { bodyLimit }, (_request, payload, done) => done(null, payload))
    serve(
      scope,
      contract.uploadArticleFile,
      async ({ params, query }, request) =>
        uploadArticleFile(platform, actorOf(request), params.id, request.body as Readable, query),
      { bodyLimit },
    )
  })
  serve(app, contract.downloadArticleFile, async ({ params, query }, _request, answer) =>
    downloadArticleFile(platform, params.id, query.inline, answer),
  )
  serve(app, contract.deleteArticleFile, async ({ params }, request) => {
    await inTransaction(platform.database.db, (tx) => deleteArticleFile(tx, actorOf(request), params.id))
    return {}
  })
}

function searchingRoutes(app: FastifyInstance, { database: { db }, clock }: Platform): void {
  serve(app, upkeep.listMissedSearches, async ({ query }) => ({
    items: await listMissedSearches(db, query.limit),
  }))
  serve(app, upkeep.forgetMissedSearch, async ({ body }) => {
    await forgetMissedSearch(db, body.language, body.query)
    return {}
  })
  serve(app, upkeep.getSynonyms, async () => ({ groups: await getSynonyms(db) }))
  serve(app, upkeep.setSynonyms, async ({ body }, request) => ({
    groups: await inTransaction(db, (tx) => setSynonyms(tx, actorOf(request), body, clock.now())),
  }))
}
