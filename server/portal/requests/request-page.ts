import type { FastifyReply } from 'fastify'
import { IdInPath } from '#contract/common.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { isHarmlessPicture, sendFile } from '#server/platform/http/send-file.ts'
import {
  answerAsCustomer,
  closeAsCustomer,
  type CustomerPost,
  getCustomerTicket,
  openCustomerFile,
} from '#server/tickets/index.ts'
import { renderPage, seeOther } from '../frame/render-page.ts'
import type { PortalPage, Visit } from '../frame/visit.ts'
import { signedInOnly } from '../sign-in/must-be-signed-in.ts'
import type { SignedIn } from '../sign-in/visitor-of.ts'
import { cleanPost } from './clean-post.ts'
import { mayWrite } from './create-request.ts'
import { presentState } from './present-state.ts'
import { filesProblem, keepsFiles, mostTextChars, textProblem } from './problems.ts'
import { surveyOfRequest } from './rate-request.ts'
import { readForm } from './read-form.ts'
import { newFormKey, takeOnce } from './take-once.ts'

interface Shown {
  key: string
  text?: string
  problems?: { text?: string | undefined; files?: string | undefined }
}

/** The number in an address; what is none is as missing as what is somebody else's. */
function idIn(visit: Visit, name: string): number {
  const id = IdInPath.safeParse((visit.request.params as Record<string, unknown>)[name])
  return id.success ? id.data : fail('not_found')
}

async function showRequest(visit: Visit, visitor: SignedIn, id: number, shown: Shown): Promise<FastifyReply> {
  const { platform, request, language, links } = visit
  const { before } = request.query as Record<string, unknown>
  const cursor = typeof before === 'string' ? before.slice(0, 500) : undefined
  const ticket = await getCustomerTicket(platform.database.db, visitor, id, { cursor })
  const fileUrl = (fileId: number) => links.page(`/requests/${id}/files/${fileId}`)
  const presentPost = (post: CustomerPost) => {
    const inWords = post.html === null ? [] : post.files.filter((file) => file.contentId !== null)
    const besides = post.files.filter((file) => !inWords.includes(file))
    return {
      id: `${post.kind}-${post.id}`,
      isOwn: post.isOwn,
      isDesk: post.kind === 'reply',
      author: post.author,
      at: post.at,
      iso: post.at.toISOString(),
      words: cleanPost(post, (fileId) => `${fileUrl(fileId)}?view`),
      files: besides.map((file) => ({
        name: file.name,
        url: fileUrl(file.id),
        megabytes: (file.sizeBytes / 1_048_576).toFixed(1),
        kilobytes: Math.max(1, Math.round(file.sizeBytes / 1024)),
        isLarge: file.sizeBytes >= 1_048_576,
        picture: isHarmlessPicture(file.mime) ? `${fileUrl(file.id)}?view` : null,
      })),
    }
  }
  return renderPage(visit, {
    template: 'request',
    title: `${ticket.number} · ${ticket.subject}`,
    status: shown.problems ? 400 : 200,
    isUnlisted: true,
    data: {
      request: {
        id,
        number: ticket.number,
        subject: ticket.subject,
        state: presentState(ticket.state, language),
        customerName: ticket.customerName,
        createdAt: ticket.createdAt,
        posts: ticket.posts.map(presentPost),
        earlier: ticket.earlierCursor && `?before=${encodeURIComponent(ticket.earlierCursor)}`,
        isEarlier: cursor !== undefined,
      },
      form: shown,
      survey: await surveyOfRequest(visit, visitor, id),
    },
  })
}

export const requestPage: PortalPage = {
  method: 'GET',
  path: '/requests/:id',
  handle: signedInOnly((visit, visitor) =>
    showRequest(visit, visitor, idIn(visit, 'id'), { key: newFormKey() }),
  ),
}

/** An answer; on a ticket that is solved or closed it opens it again. */
export const answerPage: PortalPage = {
  method: 'POST',
  path: '/requests/:id',
  handle: signedInOnly(async (visit, visitor) => {
    const { platform, request, language } = visit
    const { db } = platform.database
    const now = platform.clock.now()
    const id = idIn(visit, 'id')
    await mayWrite(db, visitor, now)
    // Nobody's files are taken for a ticket that is not theirs.
    await getCustomerTicket(db, visitor, id)
    const form = await readForm(platform, request, keepsFiles(language))
    const text = form.field('text').trim()
    const problems = {
      text: textProblem(text, language),
      files: filesProblem(form, platform.config, language),
    }
    const key = form.field('key')
    if (problems.text !== undefined || problems.files !== undefined) {
      return showRequest(visit, visitor, id, { key, text: text.slice(0, mostTextChars * 2), problems })
    }
    const ticketId = await inTransaction(db, (tx) =>
      takeOnce(tx, { customerId: visitor.customerId, key }, now, async () => {
        const answer = { text, files: form.files, channel: 'portal' } as const
        return (await answerAsCustomer(tx, visitor, id, answer, now)).ticketId
      }),
    )
    return seeOther(visit, `/requests/${ticketId}`)
  }),
}

export const closeRequestPage: PortalPage = {
  method: 'POST',
  path: '/requests/:id/close',
  handle: signedInOnly(async (visit, visitor) => {
    const { platform } = visit
    const id = idIn(visit, 'id')
    const now = platform.clock.now()
    await mayWrite(platform.database.db, visitor, now)
    await inTransaction(platform.database.db, (tx) => closeAsCustomer(tx, visitor, id, now))
    return seeOther(visit, `/requests/${id}`)
  }),
}

export const requestFilePage: PortalPage = {
  method: 'GET',
  path: '/requests/:id/files/:fileId',
  handle: signedInOnly(async (visit, visitor) => {
    const { platform, request, reply } = visit
    const fileId = idIn(visit, 'fileId')
    const file = await openCustomerFile(platform.database.db, visitor, fileId)
    const isShown = (request.query as Record<string, unknown>)['view'] !== undefined
    return sendFile(reply, platform.storage, file, isShown)
  }),
}
