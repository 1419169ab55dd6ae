import type { FastifyReply } from 'fastify'
import { seatOf } from '#server/identity/index.ts'
import { fail } from '#server/platform/http/failure.ts'
import { words } from '#server/platform/words.ts'
import type { Links } from '../frame/links.ts'
import type { PortalPage, Visit } from '../frame/visit.ts'
import { nextPage } from './next-page.ts'
import { type OidcSettings, readSignInSettings } from './read-settings.ts'
import { clearCookie, oidcCookie, sessionCookie, setCookie } from './session-cookie.ts'
import { beginOidc, finishOidc, journeySeconds } from './sign-in-by-oidc.ts'
import { showSignIn } from './sign-in-page.ts'

/** Where the provider sends browsers back to; it knows addresses whole, so this one is the same in every language. */
export function oidcRedirectUri(links: Links): string {
  return links.absolute(links.file('/sign-in/oidc'))
}

async function oidcOf(visit: Visit): Promise<OidcSettings> {
  const { oidc } = await readSignInSettings(visit.platform.database.db, visit.platform)
  return oidc ?? fail('not_found')
}

function sayFailed(visit: Visit, oidc: OidcSettings, error: unknown): Promise<FastifyReply> {
  const { code, message } = error instanceof Error ? (error as Error & { code?: string }) : { message: '' }
  visit.request.log.warn(
    { code, problem: message, issuer: oidc.issuer },
    'a sign-in by OpenID Connect failed',
  )
  return say(visit, words(visit.language).t('portal.signIn.oidcFailed', { name: oidc.name }))
}

function say(visit: Visit, notice: string): Promise<FastifyReply> {
  return showSignIn(visit, { next: nextPage(''), notice, status: 400 })
}

/** A link, not a form: browsers let no form lead to another site. */
export const oidcPage: PortalPage = {
  method: 'GET',
  path: '/sign-in/with',
  handle: async (visit) => {
    const { platform, request, reply, links, language } = visit
    const oidc = await oidcOf(visit)
    const next = nextPage((request.query as Record<string, unknown>)['next'])
    try {
      const { url, journey } = await beginOidc(platform, oidc, {
        redirectUri: oidcRedirectUri(links),
        next,
        language,
      })
      setCookie(reply, platform.config.publicUrl, oidcCookie, journey, journeySeconds)
      return reply.header('cache-control', 'no-store').redirect(url.href, 302)
    } catch (error) {
      return sayFailed(visit, oidc, error)
    }
  },
}

export const oidcReturnPage: PortalPage = {
  method: 'GET',
  path: '/sign-in/oidc',
  handle: async (visit) => {
    const { platform, request, reply, links } = visit
    const { publicUrl } = platform.config
    const oidc = await oidcOf(visit)
    const journey = request.cookies[oidcCookie] ?? ''
    clearCookie(reply, publicUrl, oidcCookie)
    const { search } = new URL(request.url, 'http://portal')
    try {
      const answer = { redirectUri: oidcRedirectUri(links), search, journey }
      const outcome = await finishOidc(platform, oidc, answer, seatOf(request))
      const { t } = words(visit.language)
      if (outcome.kind === 'unverified') {
        return await say(visit, t('portal.signIn.oidcUnverified', { name: oidc.name }))
      }
      if (outcome.kind === 'lost') return await sayFailed(visit, oidc, new Error('no journey'))
      setCookie(reply, publicUrl, sessionCookie, outcome.token)
      return reply
        .header('cache-control', 'no-store')
        .redirect(links.page(outcome.next, outcome.language), 303)
    } catch (error) {
      return sayFailed(visit, oidc, error)
    }
  },
}
