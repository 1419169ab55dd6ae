import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/portal-settings.ts'
import * as templates from '#contract/portal-templates.ts'
import { actorOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { readSettings } from '#server/platform/settings.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import { checkHost } from './check-host.ts'
import { readPortalSettings, setPortalLogo, updatePortalSettings } from './portal-settings.ts'
import { getTemplate, listTemplates, resetTemplate, saveTemplate } from './portal-templates.ts'
import { previewPage } from './preview-page.ts'
import type { PortalBook } from './read-portal.ts'
import { takeLogo } from './take-logo.ts'

/** Settings → Portal. */
export function portalSettingsRoutes(app: FastifyInstance, platform: Platform, book: PortalBook): void {
  const { config, clock, storage } = platform
  const { db } = platform.database
  serve(app, contract.getPortalSettings, () => readPortalSettings(db, config))
  serve(app, contract.updatePortalSettings, ({ body }, request) =>
    inTransaction(db, (tx) => updatePortalSettings(tx, actorOf(request), config, body, clock.now())),
  )
  serve(app, contract.removePortalLogo, ({ query: { version } }, request) =>
    inTransaction(db, (tx) =>
      setPortalLogo(tx, actorOf(request), config, { logo: null, version }, clock.now()),
    ),
  )
  serve(app, contract.checkPortalHost, ({ body }) => checkHost(config, body))
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    serve(
      scope,
      contract.uploadPortalLogo,
      async ({ query: { version } }, request) => {
        const { bytes, mime } = await takeLogo(request.body as Readable)
        const stored = await storage.put(bytes)
        return inTransaction(db, async (tx) => {
          await keepBlob(tx, stored)
          const logo = { sha256: stored.sha256, mime }
          return setPortalLogo(tx, actorOf(request), config, { logo, version }, clock.now())
        })
      },
      { bodyLimit: contract.mostLogoBytes + 1 },
    )
  })

  serve(app, templates.listPortalTemplates, async () => listTemplates(db, await book.read()))
  serve(app, templates.getPortalTemplate, async ({ params }) =>
    getTemplate(db, await book.read(), params.name),
  )
  serve(app, templates.savePortalTemplate, async ({ params, body }, request) => {
    const portal = await book.read()
    await inTransaction(db, (tx) =>
      saveTemplate(tx, actorOf(request), portal, { ...params, ...body }, clock.now()),
    )
    return getTemplate(db, portal, params.name)
  })
  serve(app, templates.resetPortalTemplate, async ({ params, query }, request) => {
    await inTransaction(db, (tx) => resetTemplate(tx, actorOf(request), { ...params, ...query }, clock.now()))
    return getTemplate(db, await book.read(), params.name)
  })
  serve(app, templates.previewPortal, async ({ body }, request) => {
    const rows = await db.selectFrom('portal_template').select(['name', 'source']).execute()
    const changed = Object.fromEntries(rows.map(({ name, source }) => [name, source]))
    const { desk_name: deskName } = await readSettings(db)
    return { html: previewPage(await book.read(), changed, { deskName, host: request.host }, body) }
  })
}
