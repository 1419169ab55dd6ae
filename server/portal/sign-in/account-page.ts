import { words } from '#server/platform/words.ts'
import { renderPage, seeOther } from '../frame/render-page.ts'
import type { PortalPage } from '../frame/visit.ts'
import { endSession, endSessions } from './end-sessions.ts'
import { signedInOnly } from './must-be-signed-in.ts'
import { readSignInSettings } from './read-settings.ts'
import { clearCookie, sessionCookie } from './session-cookie.ts'
import { visitorOf } from './visitor-of.ts'

export const accountPage: PortalPage = {
  method: 'GET',
  path: '/account',
  handle: signedInOnly(async (visit, visitor) => {
    const { platform, request, language } = visit
    const { db } = platform.database
    const [{ hasPassword }, chosen] = await Promise.all([
      readSignInSettings(db, platform),
      db
        .selectFrom('customer_password')
        .select('customer_id')
        .where('customer_id', '=', visitor.customerId)
        .executeTakeFirst(),
    ])
    return renderPage(visit, {
      template: 'sign-in-account',
      title: words(language).t('portal.account.title'),
      isUnlisted: true,
      data: {
        account: {
          name: visitor.name,
          address: visitor.address,
          hasPassword,
          isPasswordChosen: chosen !== undefined,
          isSaved: (request.query as Record<string, unknown>)['saved'] !== undefined,
        },
      },
    })
  }),
}

function signOutPage(path: string, isEverywhere: boolean): PortalPage {
  return {
    method: 'POST',
    path,
    handle: async (visit) => {
      const { platform, request, reply, language } = visit
      const visitor = await visitorOf(platform, request, language)
      if (visitor) await (isEverywhere ? endSessions : endSession)(platform.database.db, visitor)
      clearCookie(reply, platform.config.publicUrl, sessionCookie)
      return seeOther(visit, '/')
    },
  }
}

export const signOutHerePage = signOutPage('/sign-out', false)
export const signOutEverywherePage = signOutPage('/sign-out/everywhere', true)
