import type { FastifyReply } from 'fastify'
import { seatOf } from '#server/identity/index.ts'
import { Failed } from '#server/platform/http/failure.ts'
import { words } from '#server/platform/words.ts'
import { formField } from '../frame/form-fields.ts'
import { renderPage } from '../frame/render-page.ts'
import type { PortalPage, Visit } from '../frame/visit.ts'
import { confirmLink, openLink } from './confirm-link.ts'
import { enter } from './enter.ts'

async function showLink(visit: Visit, work: () => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Failed) || error.failure !== 'link_expired') throw error
    const title = words(visit.language).t('portal.signIn.linkOver')
    return renderPage(visit, { template: 'sign-in-over', title, status: 410, isUnlisted: true })
  }
}

/** Asks before anybody is signed in: programs that look at letters follow every link in them. */
export const linkPage: PortalPage = {
  method: 'GET',
  path: '/sign-in/link',
  handle: (visit) =>
    showLink(visit, async () => {
      const { platform, request, language } = visit
      const { token: said } = request.query as Record<string, unknown>
      const token = typeof said === 'string' ? said : ''
      const { address } = await openLink(platform.database.db, token, platform.clock.now())
      return renderPage(visit, {
        template: 'sign-in-link',
        title: words(language).t('portal.signIn.linkTitle'),
        isUnlisted: true,
        data: { signIn: { token, address } },
      })
    }),
}

export const confirmLinkPage: PortalPage = {
  method: 'POST',
  path: '/sign-in/link',
  handle: (visit) =>
    showLink(visit, async () => {
      const { platform, request, language } = visit
      const proof = { token: formField(request, 'token', 200), language }
      const now = platform.clock.now()
      return enter(visit, await confirmLink(platform.database.db, proof, seatOf(request), now))
    }),
}
