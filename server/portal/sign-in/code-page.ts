import type { FastifyReply } from 'fastify'
import { seatOf } from '#server/identity/index.ts'
import { Failed } from '#server/platform/http/failure.ts'
import { words } from '#server/platform/words.ts'
import { formField } from '../frame/form-fields.ts'
import { renderPage, seeOther } from '../frame/render-page.ts'
import type { PortalPage, Visit } from '../frame/visit.ts'
import { awaitedLetter, confirmCode } from './confirm-code.ts'
import { enter } from './enter.ts'
import { browserCookie } from './session-cookie.ts'
import { isTooMany, showSignIn } from './sign-in-page.ts'

/** The page that waits for the code; back to the start where this browser has asked for no letter. */
async function showCode(
  visit: Visit,
  shown: { code?: string; problem?: string; status?: number } = {},
): Promise<FastifyReply> {
  const { platform, request, language } = visit
  const browser = request.cookies[browserCookie] ?? ''
  const letter = await awaitedLetter(platform.database.db, browser, platform.clock.now())
  if (!letter) return seeOther(visit, '/sign-in')
  return renderPage(visit, {
    template: 'sign-in-code',
    title: words(language).t('portal.signIn.codeTitle'),
    status: shown.status ?? 200,
    isUnlisted: true,
    data: { signIn: { ...letter, ...shown } },
  })
}

export const codePage: PortalPage = {
  method: 'GET',
  path: '/sign-in/code',
  handle: (visit) => showCode(visit),
}

export const confirmCodePage: PortalPage = {
  method: 'POST',
  path: '/sign-in/code',
  handle: async (visit) => {
    const { platform, request, language } = visit
    const { t } = words(language)
    const typed = formField(request, 'code', 100)
    // As it is read aloud, or pasted out of a letter.
    const code = typed.replace(/[\s-]/g, '')
    if (!/^\d{6}$/.test(code)) {
      return showCode(visit, { code: typed, problem: t('portal.signIn.badCode'), status: 400 })
    }
    const browser = request.cookies[browserCookie] ?? ''
    const now = platform.clock.now()
    try {
      const opened = await confirmCode(
        platform.database.db,
        { browser, code, language },
        seatOf(request),
        now,
      )
      return enter(visit, opened)
    } catch (error) {
      if (isTooMany(error)) return showCode(visit, { problem: t('errors.too_many_requests'), status: 429 })
      if (!(error instanceof Failed)) throw error
      if (error.failure === 'wrong_code') {
        return showCode(visit, { code: typed, problem: t('errors.wrong_code'), status: 400 })
      }
      const letter = await awaitedLetter(platform.database.db, browser, now)
      return showSignIn(visit, {
        next: letter?.next ?? '/requests',
        address: letter?.address ?? '',
        problem: t('portal.signIn.codeOver'),
        status: 410,
      })
    }
  },
}
