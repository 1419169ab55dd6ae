import type { FastifyInstance } from 'fastify'
import * as contract from '#contract/customer-sign-in.ts'
import { actorOf } from '#server/identity/index.ts'
import { serve } from '#server/platform/http/serve.ts'
import type { Platform } from '#server/platform/platform.ts'
import { linksFor } from '../frame/links.ts'
import type { PortalBook } from '../settings/read-portal.ts'
import { oidcRedirectUri } from './oidc-page.ts'
import { getSettings, updateSettings } from './update-settings.ts'

/** How customers sign in, for the desk's administrators. */
export function customerSignInRoutes(app: FastifyInstance, platform: Platform, book: PortalBook): void {
  const settings = async () => {
    const portal = await book.read()
    const links = linksFor(platform.config, portal, portal.language)
    return getSettings(platform.database.db, oidcRedirectUri(links))
  }
  serve(app, contract.getCustomerSignIn, settings)
  serve(app, contract.updateCustomerSignIn, async ({ body }, request) => {
    await updateSettings(platform, actorOf(request), body)
    return settings()
  })
}
