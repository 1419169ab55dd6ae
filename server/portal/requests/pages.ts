import type { PortalPage } from '../frame/visit.ts'
import { requestsPage } from './list-page.ts'
import { createRequestPage, newRequestPage } from './new-request-page.ts'
import { rateRequestPage } from './rate-request.ts'
import { answerPage, closeRequestPage, requestFilePage, requestPage } from './request-page.ts'

export const requestPages: readonly PortalPage[] = [
  requestsPage,
  newRequestPage,
  createRequestPage,
  requestPage,
  rateRequestPage,
  answerPage,
  closeRequestPage,
  requestFilePage,
]
