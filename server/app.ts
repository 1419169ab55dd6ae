import type { FastifyInstance } from 'fastify'
import { nameSchemas } from './api-document.ts'
import { calendarRoutes } from './calendars/index.ts'
import { channelRoutes } from './channels/index.ts'
import { checklistRoutes } from './checklists/index.ts'
import { customerRoutes } from './customers/index.ts'
import { deskRoutes } from './desk/index.ts'
import { fieldRoutes } from './fields/index.ts'
import { createAuthenticate, identityRoutes } from './identity/index.ts'
import { mailboxImportRoutes } from './imports/index.ts'
import { knowledgeRoutes } from './knowledge/index.ts'
import { macroRoutes } from './macros/index.ts'
import { liveRoutes, notificationRoutes } from './notifications/index.ts'
import { apiPage } from './platform/http/api-page.ts'
import { createApp } from './platform/http/create-app.ts'
import { healthRoutes } from './platform/http/health.ts'
import { serveWebApp } from './platform/http/web-app.ts'
import type { Platform } from './platform/platform.ts'
import {
  customerSignInRoutes,
  articleUrls,
  openPortalBook,
  portalAddress,
  portalPages,
  portalSettingsRoutes,
  surveyPreviewRoutes,
} from './portal/index.ts'
import { openAttendance, routingRoutes } from './routing/index.ts'
import { ruleRoutes } from './rules/index.ts'
import { searchRoutes } from './search/index.ts'
import { slaRoutes } from './sla/index.ts'
import { surveyRoutes } from './surveys/index.ts'
import { webhookDocument, webhookRoutes } from './webhooks/index.ts'
import { hasOpenTickets, openPresence, ticketRoutes } from './tickets/index.ts'

/** What a demo adds to the web role. */
interface Playground {
  register(api: FastifyInstance): void
}

/** The whole web role: every slice's routes under /api/v1, the documentation, health, and the built pages. */
export async function createDeskApp(platform: Platform, playground?: Playground): Promise<FastifyInstance> {
  const { config, log, database, notices, clock } = platform
  nameSchemas()
  const portal = openPortalBook(platform)
  const app = await createApp({
    config,
    log,
    authenticate: createAuthenticate(platform),
    webhooks: webhookDocument(),
    addressOf: (host, url) => portalAddress(portal, host, url),
  })
  const presence = openPresence(database.db, notices, clock)
  const attendance = openAttendance(platform)
  app.addHook('onClose', async () => {
    presence.stop()
    attendance.stop()
  })
  await app.register(
    async (api) => {
      identityRoutes(api, platform, { hasOpenTickets })
      deskRoutes(api, platform)
      fieldRoutes(api, platform)
      calendarRoutes(api, platform)
      customerRoutes(api, platform)
      customerSignInRoutes(api, platform, portal)
      portalSettingsRoutes(api, platform, portal)
      surveyPreviewRoutes(api, platform, portal)
      ticketRoutes(api, platform, presence)
      checklistRoutes(api, platform)
      searchRoutes(api, platform)
      slaRoutes(api, platform)
      channelRoutes(api, platform)
      mailboxImportRoutes(api, platform)
      macroRoutes(api, platform)
      webhookRoutes(api, platform)
      notificationRoutes(api, platform)
      routingRoutes(api, platform)
      ruleRoutes(api, platform)
      surveyRoutes(api, platform)
      knowledgeRoutes(api, platform, { urlOf: articleUrls(config, portal) })
      liveRoutes(api, platform, presence, attendance)
      if (playground) await api.register(async (demo) => playground.register(demo))
    },
    { prefix: '/api/v1' },
  )
  apiPage(app)
  healthRoutes(app, platform)
  await portalPages(app, platform, portal)
  await serveWebApp(app, { besides: playground ? ['playground', 'shop'] : [] })
  return app
}
