import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/chat.ts'
import { networkOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { chatDeskRoutes } from './desk/routes.ts'
import { chatSettingRoutes } from './settings/routes.ts'
import { endChat } from './end-chat.ts'
import { downloadInChat, mostFileBytes, uploadInChat } from './files.ts'
import { getChatConfig } from './get-config.ts'
import { introduce } from './introduce.ts'
import { chatLine } from './live.ts'
import { chatForSite, languageFor } from './load-chat.ts'
import { openChat } from './open-chat.ts'
import { readState } from './read-state.ts'
import { sayLine } from './say-line.ts'
import { readUserToken } from './user-token.ts'
import { tokenOf, visitorByToken } from './visitor.ts'

const open = { config: { isOpenToSites: true } }

/** The visitor's side of chats, for widgets on any site, and their settings for the desk. */
export function chatRoutes(app: FastifyInstance, platform: Platform): void {
  const {
    database: { db },
    clock,
    secrets,
  } = platform
  chatSettingRoutes(app, platform)
  chatDeskRoutes(app, platform)
  chatLine(app, platform)
  serve(
    app,
    contract.getChatConfig,
    async ({ params, query }, request) =>
      getChatConfig(db, await chatForSite(db, params.key, request), query, clock.now()),
    open,
  )
  serve(
    app,
    contract.openChat,
    async ({ params, body }, request) => {
      const chat = await chatForSite(db, params.key, request)
      const now = clock.now()
      const user =
        body.userToken === undefined ? null : readUserToken(body.userToken, secrets.decrypt(chat.secret), now)
      const language = languageFor(chat, body.language)
      const network = networkOf(request.ip)
      const arrival = { token: body.token, user, language, page: body.page, network }
      const { token, visitor } = await inTransaction(db, (tx) => openChat(tx, chat, arrival, now))
      return { token, state: await readState(db, visitor) }
    },
    open,
  )
  serve(
    app,
    contract.getChatState,
    async ({ query }, request) => readState(db, await visitorByToken(db, tokenOf(request)), query),
    open,
  )
  serve(
    app,
    contract.sayInChat,
    async ({ body }, request) => {
      const from = { network: networkOf(request.ip) }
      return { id: await inTransaction(db, (tx) => sayLine(tx, tokenOf(request), body, from, clock.now())) }
    },
    open,
  )
  serve(
    app,
    contract.introduceInChat,
    async ({ body }, request) => {
      await inTransaction(db, (tx) => introduce(tx, tokenOf(request), body, clock.now()))
      return {}
    },
    open,
  )
  serve(
    app,
    contract.endChat,
    async ({ body }, request) => {
      await inTransaction(db, (tx) => endChat(tx, tokenOf(request), body, clock.now()))
      return {}
    },
    open,
  )
  serve(
    app,
    contract.downloadInChat,
    async ({ params, query }, request, reply) =>
      downloadInChat(platform, tokenOf(request), params.id, query.inline, reply),
    open,
  )
  // The bytes as they come: nothing is held whole in memory.
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    serve(
      scope,
      contract.uploadInChat,
      async ({ query }, request) =>
        uploadInChat(platform, tokenOf(request), request.body as Readable, {
          name: query.name,
          mime: request.headers['content-type']?.slice(0, 100) ?? 'application/octet-stream',
        }),
      { ...open, bodyLimit: mostFileBytes + 1 },
    )
  })
}
