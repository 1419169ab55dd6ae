import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { FormKey } from '#contract/web-forms.ts'
import type { FormFile } from '#contract/web-form-visits.ts'
import {
  type FormProblems,
  countUpload,
  formForSite,
  formLanguage,
  formTexts,
  keepFiles,
  loadForm,
  mostFiles,
  presentForm,
  submitForm,
  takeFiles,
  waitingFiles,
  type WebFormRow,
} from '#server/channels/index.ts'
import { networkOf } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { Failed, fail } from '#server/platform/http/failure.ts'
import { words } from '#server/platform/words.ts'
import { ticketNumbers } from '#server/tickets/index.ts'
import { renderPage, seeOther } from '../frame/render-page.ts'
import { TrustedHtml } from '../frame/trusted-html.ts'
import { keepable } from '../frame/form-fields.ts'
import type { PortalPage, Visit } from '../frame/visit.ts'
import { readForm, type TakenForm } from '../requests/read-form.ts'
import { newFormKey } from '../requests/take-once.ts'
import { conditionStyles } from './conditions.ts'

interface Shown {
  said: Record<string, string[]>
  origin: { pageUrl: string; referrer: string; utm: Record<string, string> }
  problems?: FormProblems
  /** Why it was not taken as a whole. */
  refusal?: string
  status?: number
  /** What it is called while it is filled in; a new name where it has none yet. */
  submission?: string
  /** Files that were taken already and wait for the rest. */
  files?: readonly FormFile[]
  /** Some were not taken. */
  hasLostFiles?: boolean
}

function keyIn(visit: Visit): string {
  const key = FormKey.safeParse((visit.request.params as Record<string, unknown>)['key'])
  return key.success ? key.data : fail('not_found')
}

async function showForm(visit: Visit, form: WebFormRow, shown: Shown): Promise<FastifyReply> {
  const { platform, language: asked } = visit
  const language = formLanguage(form, asked)
  const { t } = words(language)
  const view = await presentForm(platform.database.db, platform.secrets, form, language, platform.clock.now())
  const problem = (id: string) => {
    const name = shown.problems?.get(id)
    return name === undefined ? undefined : t(`widget.form.problem.${name}`)
  }
  return renderPage(visit, {
    template: 'web-form',
    title: view.title,
    description: view.intro,
    status: shown.status ?? (shown.problems ? 400 : 200),
    data: {
      form: {
        ...view,
        submission: shown.submission ?? newFormKey(),
        styles: new TrustedHtml(conditionStyles(view.fields)),
        consentProblem: problem('consent'),
        hasConsented: shown.said['consent']?.[0] === 'on',
        problem: shown.refusal ?? (shown.problems ? t('widget.form.fix') : undefined),
        filesAgain: shown.hasLostFiles === true,
        origin: shown.origin,
        utm: Object.entries(shown.origin.utm).map(([name, value]) => ({ name, value })),
        fields: view.fields.map((field) => {
          const said = shown.said[field.id] ?? []
          return {
            ...field,
            value: said.at(-1) ?? '',
            isOn: said.includes('on'),
            problem: problem(field.id),
            kept: field.input === 'files' ? (shown.files ?? []) : [],
            choices: field.choices.map((choice) => ({ ...choice, isChosen: said.includes(choice.value) })),
            autocomplete: autocompletes[field.kind as keyof typeof autocompletes] ?? 'off',
          }
        }),
      },
    },
  })
}

const autocompletes = { name: 'name', email: 'email', phone: 'tel' } as const

function originOf(visit: Visit, said: (name: string) => string) {
  const { request } = visit
  const query = request.query as Record<string, unknown>
  const utm: Record<string, string> = {}
  for (const name of ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content']) {
    const asked = query[name]
    const value = said(name) || (typeof asked === 'string' ? keepable(asked) : '')
    if (value !== '') utm[name] = value.slice(0, 200)
  }
  const referrer = request.headers.referer ?? ''
  return {
    pageUrl: said('page').slice(0, 2000),
    referrer: said('referrer').slice(0, 2000),
    utm,
    came: referrer,
  }
}

export const webFormPage: PortalPage = {
  method: 'GET',
  path: '/forms/:key',
  handle: async (visit) => {
    const form = await loadForm(visit.platform.database.db, keyIn(visit))
    const { utm, came } = originOf(visit, () => '')
    return showForm(visit, form, { said: {}, origin: { pageUrl: '', referrer: came.slice(0, 2000), utm } })
  },
}

/** What a form without a name of its own is called: the same answers from the same place within minutes are one. */
function keyOfAnswers(said: object, network: string, now: Date): string {
  const minutes = Math.floor(now.getTime() / 600_000)
  return createHash('sha256')
    .update(JSON.stringify([said, network, minutes]))
    .digest('base64url')
}

const told = new Set(['form_refused', 'form_too_quick', 'form_needs_script', 'too_many_requests'])

/** Takes a form as browsers send it without a script, from this page or from one of the form's sites. */
export const submitFormPage: PortalPage = {
  method: 'POST',
  path: '/forms/:key',
  isOpenToSites: true,
  handle: async (visit) => {
    const { platform, request, language: asked } = visit
    const { database, secrets, clock } = platform
    const now = clock.now()
    const form = await mayPost(visit)
    const language = formLanguage(form, asked)
    const network = networkOf(request.ip)
    const asksFiles = new Set(form.fields.filter(({ kind }) => kind === 'files').map(({ id }) => id))
    const taken = await readForm(platform, request, async (name) => {
      if (!asksFiles.has(name)) return false
      await countUpload(database.db, network, now)
      return true
    })
    const said = Object.fromEntries(form.fields.map(({ id }) => [id, taken.all(id)]))
    const { came, ...origin } = originOf(visit, (name) => taken.field(name))
    // A form of another site does not say where it stands; its browser does.
    if (origin.pageUrl === '' && taken.field('stamp') === '') origin.pageUrl = came.slice(0, 2000)
    const named = /^[\w-]{16,64}$/.exec(taken.field('submission'))?.[0]
    const ticked = new Set(taken.all('fileIds'))
    const waiting = named === undefined ? [] : await waitingFiles(database.db, form, named)
    const chosen = waiting.filter(({ id }) => ticked.has(String(id)))
    const fileCount = chosen.length + taken.files.length
    const again = async (why: Partial<Shown>): Promise<FastifyReply> => {
      const submission = named ?? newFormKey()
      // What was uploaded once is not asked for again.
      const hasRoom = waiting.length + taken.files.length <= mostFiles
      const added = hasRoom
        ? await inTransaction(database.db, (tx) => keepFiles(tx, form, submission, taken.files, now))
        : []
      return showForm(visit, form, {
        said: { ...said, consent: taken.all('consent') },
        origin,
        submission,
        files: [...chosen, ...added],
        hasLostFiles: !hasRoom || taken.filesProblem !== null || taken.filesRefusal !== null,
        ...why,
      })
    }
    try {
      if (taken.filesRefusal) throw taken.filesRefusal
      const outcome = await inTransaction(database.db, (tx) =>
        submitForm(
          tx,
          secrets,
          form,
          {
            key: named ?? keyOfAnswers(said, network, now),
            language,
            said,
            hasConsented: taken.field('consent') === 'on',
            origin,
            sender: {
              website: taken.field('website'),
              stamp: taken.field('stamp').slice(0, 200),
              proof: taken.field('proof').slice(0, 4000) || null,
              network,
            },
            files: async () => [
              ...(named === undefined
                ? []
                : await takeFiles(
                    tx,
                    form,
                    named,
                    chosen.map(({ id }) => id),
                  )),
              ...taken.files,
            ],
            fileCount,
            filesProblem: fileCount > mostFiles ? 'too_many_files' : filesProblemOf(taken),
          },
          now,
        ),
      )
      if ('problems' in outcome) return await again({ problems: outcome.problems })
      if (form.redirect_url !== null)
        return visit.reply.header('cache-control', 'no-store').redirect(form.redirect_url, 303)
      const numberOf = await ticketNumbers(database.db)
      return seeOther(visit, `/forms/${form.key}/thanks?n=${encodeURIComponent(numberOf(outcome.ticketId))}`)
    } catch (error) {
      if (!(error instanceof Failed) || !told.has(error.failure)) throw error
      const refusal = words(language).t(`errors.${error.failure as 'form_refused'}`)
      const status = error.failure === 'too_many_requests' ? 429 : 400
      return await again({ refusal, status })
    }
  },
}

/** Of the desk's own page, or of a site the form may stand on. */
async function mayPost(visit: Visit): Promise<WebFormRow> {
  const { platform, request, links } = visit
  const { origin } = request.headers
  const own = new URL(links.absolute('/')).origin
  const key = keyIn(visit)
  if (
    origin === undefined ||
    origin === own ||
    origin === `https://${request.host}` ||
    origin === `http://${request.host}`
  )
    return loadForm(platform.database.db, key)
  return formForSite(platform.database.db, key, request)
}

function filesProblemOf({ filesProblem }: TakenForm): 'too_many_files' | 'too_large_files' | null {
  if (filesProblem === null) return null
  return filesProblem === 'too_many' ? 'too_many_files' : 'too_large_files'
}

export const webFormThanksPage: PortalPage = {
  method: 'GET',
  path: '/forms/:key/thanks',
  handle: async (visit) => {
    const { platform, request } = visit
    const form = await loadForm(platform.database.db, keyIn(visit))
    const language = formLanguage(form, visit.language)
    const { title, thanks } = formTexts(form, language)
    const { n } = request.query as { n?: unknown }
    const number = typeof n === 'string' && /^[\p{L}\d-]{1,30}$/u.test(n) ? n : fail('not_found')
    return renderPage(visit, {
      template: 'web-form-thanks',
      title,
      isUnlisted: true,
      data: { form: { thanks, key: form.key, number } },
    })
  },
}

export const webFormPages: readonly PortalPage[] = [webFormPage, submitFormPage, webFormThanksPage]
