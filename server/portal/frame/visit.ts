import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Language } from '#contract/common.ts'
import type { Platform } from '#server/platform/platform.ts'
import type { Portal } from '../settings/read-portal.ts'
import type { Links } from './links.ts'

/** One request of one person to the portal, with everything a page needs. */
export interface Visit {
  platform: Platform
  request: FastifyRequest
  reply: FastifyReply
  portal: Portal
  language: Language
  links: Links
  /** The path below the language, `/articles/x`, for the links to the other languages. */
  path: string
}

/** A page of the portal: everything it answers is a whole page, a redirect or a file. */
export interface PortalPage {
  method: 'GET' | 'POST'
  /** Below the language, as Fastify writes paths: `/articles/:slug`; `/` is the portal's front page. */
  path: string
  handle(visit: Visit): Promise<FastifyReply>
  /** Forms that stand on other sites' pages are sent here; it looks at no cookie. */
  isOpenToSites?: true
  /** The largest body it takes, in bytes; small unless told. */
  bodyLimit?: number
}
