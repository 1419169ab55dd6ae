import type { FastifyReply } from 'fastify'
import { IdInPath, type Language } from '#contract/common.ts'
import { listOfferedForms } from '#server/channels/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { words } from '#server/platform/words.ts'
import { listCategories } from '#server/tickets/index.ts'
import { renderPage, seeOther } from '../frame/render-page.ts'
import type { PortalPage, Visit } from '../frame/visit.ts'
import { signedInOnly } from '../sign-in/must-be-signed-in.ts'
import { createRequest, mayWrite } from './create-request.ts'
import { filesProblem, keepsFiles, mostTextChars, textProblem } from './problems.ts'
import { readForm } from './read-form.ts'
import { newFormKey, takeOnce } from './take-once.ts'

interface Shown {
  key: string
  subject?: string
  text?: string
  category?: string
  problems?: { subject?: string | undefined; text?: string | undefined; files?: string | undefined }
}

async function showForm(visit: Visit, shown: Shown): Promise<FastifyReply> {
  const { platform, portal, language } = visit
  const { db } = platform.database
  return renderPage(visit, {
    template: 'new-request',
    title: words(visit.language).t('portal.newRequest.title'),
    status: shown.problems ? 400 : 200,
    isUnlisted: true,
    data: {
      forms: portal.showsForms ? await listOfferedForms(db, language) : [],
      form: { ...shown, categories: portal.asksCategory ? await categoryChoices(db, language) : [] },
    },
  })
}

/** Categories by their whole names, `Delivery → Dates`, in the desk's order. */
async function categoryChoices(db: Db, language: Language): Promise<{ value: string; name: string }[]> {
  const categories = await listCategories(db)
  const below = (parentId: number | null, before: string): { value: string; name: string }[] =>
    categories
      .filter((category) => category.parentId === parentId)
      .flatMap(({ id, names }) => {
        const name = `${before}${names[language]}`
        return [{ value: String(id), name }, ...below(id, `${name} → `)]
      })
  return below(null, '')
}

export const newRequestPage: PortalPage = {
  method: 'GET',
  path: '/requests/new',
  handle: signedInOnly((visit) => showForm(visit, { key: newFormKey() })),
}

export const createRequestPage: PortalPage = {
  method: 'POST',
  path: '/requests/new',
  handle: signedInOnly(async (visit, visitor) => {
    const { platform, request, language } = visit
    const { t } = words(language)
    const { db } = platform.database
    const now = platform.clock.now()
    await mayWrite(db, visitor, now)
    const form = await readForm(platform, request, keepsFiles(language))
    const subject = form.field('subject').replaceAll(/\s+/g, ' ').trim()
    const text = form.field('text').trim()
    const problems = {
      subject:
        subject === ''
          ? t('portal.newRequest.noSubject')
          : subject.length > 300
            ? t('portal.newRequest.longSubject')
            : undefined,
      text: textProblem(text, language),
      files: filesProblem(form, platform.config, language),
    }
    const key = form.field('key')
    if (Object.values(problems).some(Boolean)) {
      const kept = {
        subject: subject.slice(0, 1000),
        text: text.slice(0, mostTextChars * 2),
        category: form.field('category').slice(0, 20),
      }
      return showForm(visit, { key, ...kept, problems })
    }
    const category = IdInPath.safeParse(form.field('category'))
    const categoryId = visit.portal.asksCategory && category.success ? category.data : null
    const ticketId = await inTransaction(db, (tx) =>
      takeOnce(tx, { customerId: visitor.customerId, key }, now, () =>
        createRequest(tx, visitor, { subject, text, files: form.files, categoryId }, now),
      ),
    )
    return seeOther(visit, `/requests/${ticketId}`)
  }),
}
