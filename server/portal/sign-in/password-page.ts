import type { FastifyReply } from 'fastify'
import { fail } from '#server/platform/http/failure.ts'
import { words } from '#server/platform/words.ts'
import { formField } from '../frame/form-fields.ts'
import { renderPage } from '../frame/render-page.ts'
import type { PortalPage, Visit } from '../frame/visit.ts'
import { choosePassword, mayChoosePassword } from './choose-password.ts'
import { signedInOnly } from './must-be-signed-in.ts'
import { readSignInSettings } from './read-settings.ts'
import type { SignedIn } from './visitor-of.ts'

const leastChars = 10
const mostChars = 200

async function showPassword(visit: Visit, visitor: SignedIn, problem?: string): Promise<FastifyReply> {
  const { platform, language } = visit
  const { t } = words(language)
  if (!(await readSignInSettings(platform.database.db, platform)).hasPassword) return fail('not_found')
  const isFresh = mayChoosePassword(visitor, platform.clock.now())
  return renderPage(visit, {
    template: 'password',
    title: isFresh ? t('portal.password.title') : t('portal.password.staleTitle'),
    status: problem === undefined ? 200 : 400,
    isUnlisted: true,
    data: { password: { isFresh, address: visitor.address, problem } },
  })
}

/** Where a password is chosen, changed, or made anew when it was forgotten. */
export const passwordPage: PortalPage = {
  method: 'GET',
  path: '/password',
  handle: signedInOnly((visit, visitor) => showPassword(visit, visitor)),
}

export const choosePasswordPage: PortalPage = {
  method: 'POST',
  path: '/password',
  handle: signedInOnly(async (visit, visitor) => {
    const { platform, request, reply, language, links } = visit
    const { t } = words(language)
    const now = platform.clock.now()
    if (!mayChoosePassword(visitor, now)) return showPassword(visit, visitor)
    if (!(await readSignInSettings(platform.database.db, platform)).hasPassword) return fail('not_found')
    const password = formField(request, 'password', mostChars + 1)
    if (password.length < leastChars) return showPassword(visit, visitor, t('portal.password.tooShort'))
    if (password.length > mostChars) return showPassword(visit, visitor, t('portal.password.tooLong'))
    await choosePassword(platform.database.db, visitor, password, now)
    return reply.redirect(`${links.page('/account')}?saved`, 303)
  }),
}
