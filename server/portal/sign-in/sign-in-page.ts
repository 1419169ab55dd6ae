import type { FastifyReply } from 'fastify'
import { EmailAddress } from '#contract/common.ts'
import { seatOf } from '#server/identity/index.ts'
import { Failed } from '#server/platform/http/failure.ts'
import { words } from '#server/platform/words.ts'
import { formField } from '../frame/form-fields.ts'
import { renderPage, seeOther } from '../frame/render-page.ts'
import type { PortalPage, Visit } from '../frame/visit.ts'
import { askForLetter, letterMinutes } from './ask-for-letter.ts'
import { enter } from './enter.ts'
import { nextPage } from './next-page.ts'
import { readSignInSettings } from './read-settings.ts'
import { browserCookie, setCookie } from './session-cookie.ts'
import { signInByPassword } from './sign-in-by-password.ts'
import { visitorOf } from './visitor-of.ts'

interface Shown {
  next: string
  address?: string
  status?: number
  /** Beside the address. */
  problem?: string
  passwordProblem?: string
  /** Above everything. */
  notice?: string
}

/** The page with the ways to sign in; by letter unless the address of the page says by password. */
export async function showSignIn(visit: Visit, shown: Shown, isByPassword = false): Promise<FastifyReply> {
  const { t } = words(visit.language)
  const { hasPassword, oidc } = await readSignInSettings(visit.platform.database.db, visit.platform)
  return renderPage(visit, {
    template: isByPassword && hasPassword ? 'sign-in-password' : 'sign-in',
    title: t('portal.signIn.title'),
    status: shown.status ?? 200,
    isUnlisted: true,
    data: {
      signIn: {
        ...shown,
        query: shown.next === nextPage('') ? '' : `?next=${encodeURIComponent(shown.next)}`,
        hasPassword,
        oidcName: oidc?.name ?? null,
      },
    },
  })
}

function wishOf(visit: Visit): string {
  return nextPage((visit.request.query as Record<string, unknown>)['next'])
}

async function show(visit: Visit, isByPassword: boolean): Promise<FastifyReply> {
  const next = wishOf(visit)
  if (await visitorOf(visit.platform, visit.request, visit.language)) return seeOther(visit, next)
  return showSignIn(visit, { next }, isByPassword)
}

export const signInPage: PortalPage = {
  method: 'GET',
  path: '/sign-in',
  handle: (visit) => show(visit, false),
}

export const passwordSignInPage: PortalPage = {
  method: 'GET',
  path: '/sign-in/password',
  handle: (visit) => show(visit, true),
}

export const askForLetterPage: PortalPage = {
  method: 'POST',
  path: '/sign-in',
  handle: async (visit) => {
    const { platform, request, reply, language, links } = visit
    const { t } = words(language)
    const next = nextPage(formField(request, 'next'))
    const typed = formField(request, 'address', 300)
    const address = EmailAddress.safeParse(typed)
    if (!address.success) {
      const problem = t('portal.signIn.badAddress')
      return showSignIn(visit, { next, address: typed, problem, status: 400 })
    }
    const linkTo = (token: string) => `${links.absolute(links.page('/sign-in/link'))}?token=${token}`
    try {
      const wish = { address: address.data, language, next, linkTo }
      const browser = await askForLetter(platform, wish, seatOf(request))
      setCookie(reply, platform.config.publicUrl, browserCookie, browser, letterMinutes * 60)
      return seeOther(visit, '/sign-in/code')
    } catch (error) {
      if (!isTooMany(error)) throw error
      return showSignIn(visit, { next, address: typed, problem: t('errors.too_many_requests'), status: 429 })
    }
  },
}

export const signInByPasswordPage: PortalPage = {
  method: 'POST',
  path: '/sign-in/password',
  handle: async (visit) => {
    const { platform, request, language } = visit
    const { t } = words(language)
    const next = nextPage(formField(request, 'next'))
    const typed = formField(request, 'address', 300)
    const password = formField(request, 'password', 1000)
    const address = EmailAddress.safeParse(typed)
    const again = (shown: Partial<Shown>) => showSignIn(visit, { next, address: typed, ...shown }, true)
    const { hasPassword } = await readSignInSettings(platform.database.db, platform)
    if (!hasPassword) return again({ status: 404 })
    if (!address.success) return again({ problem: t('portal.signIn.badAddress'), status: 400 })
    if (password === '') return again({ passwordProblem: t('portal.signIn.noPassword'), status: 400 })
    try {
      const credentials = { address: address.data, password }
      const { db } = platform.database
      return enter(visit, {
        token: await signInByPassword(db, credentials, seatOf(request), platform.clock.now()),
        next,
      })
    } catch (error) {
      if (isTooMany(error)) return again({ passwordProblem: t('errors.too_many_requests'), status: 429 })
      if (!(error instanceof Failed) || error.failure !== 'wrong_credentials') throw error
      return again({ passwordProblem: t('errors.wrong_credentials'), status: 401 })
    }
  },
}

export function isTooMany(error: unknown): boolean {
  return error instanceof Failed && error.failure === 'too_many_requests'
}
