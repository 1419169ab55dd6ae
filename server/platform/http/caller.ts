import type { FastifyRequest } from 'fastify'
import type { Language } from '#contract/common.ts'
import type { Permission } from '#contract/permissions.ts'

/** What the plumbing must know of whoever sent a request; the identity slice knows the rest. */
export interface Caller {
  /** Names the caller across requests: rate limits and idempotency keys are kept per owner. */
  readonly owner: string
  readonly permissions: ReadonlySet<Permission>
  readonly language: Language
}

/** Finds out who sent a request; null when nobody we know. */
export type Authenticate = (request: FastifyRequest) => Promise<Caller | null>

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
}
