import type { FastifyReply } from 'fastify'
import { errorStatuses } from '#contract/errors.ts'
import { nameFailure } from '#server/platform/http/render-failure.ts'
import { words } from '#server/platform/words.ts'
import { renderPage } from './render-page.ts'
import type { Visit } from './visit.ts'

/** What went wrong, as a page of the portal: named in the visitor's language, with a way on. */
export async function errorPage(visit: Visit, error: unknown): Promise<FastifyReply> {
  const { name } = nameFailure(error)
  const status = errorStatuses[name]
  if (status >= 500) visit.request.log.error({ err: error }, 'a page of the portal failed')
  const { t } = words(visit.language)
  const isMissing = status === 404
  const title = isMissing ? t('portal.error.notFound') : t(`errors.${name}`)
  return renderPage(visit, {
    template: 'error',
    title,
    status,
    isUnlisted: true,
    data: {
      error: {
        title,
        advice: isMissing ? t('portal.error.notFoundAdvice') : t('portal.error.advice'),
        isMissing,
        requestId: status >= 500 ? visit.request.id : null,
      },
    },
  })
}
