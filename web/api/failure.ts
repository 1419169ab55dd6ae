import type { ErrorName, Failure } from '#contract/errors.ts'

export type FailureName = ErrorName | 'network'

/** A request that did not succeed: its name decides what the screen does, its message is for people. */
export class RequestFailed extends Error {
  readonly failure: FailureName
  readonly fields: NonNullable<Failure['error']['fields']>
  readonly detail: Record<string, unknown>
  readonly requestId: string | null

  constructor(failure: FailureName, message: string, more: Partial<Failure['error']> = {}) {
    super(message)
    this.name = 'RequestFailed'
    this.failure = failure
    this.fields = more.fields ?? []
    this.detail = more.detail ?? {}
    this.requestId = more.requestId ?? null
  }
}

export function isFailure(error: unknown, name: FailureName): error is RequestFailed {
  return error instanceof RequestFailed && error.failure === name
}

const byStatus: Record<number, ErrorName> = {
  401: 'not_signed_in',
  403: 'not_allowed',
  404: 'not_found',
  413: 'too_large',
  429: 'too_many_requests',
  503: 'unavailable',
}

/** What an answer that is not a success says; a proxy may have answered in the server's place, without JSON. */
export function readFailure(status: number, body: string): RequestFailed {
  try {
    const parsed = JSON.parse(body) as Partial<Failure>
    if (parsed.error?.name) return new RequestFailed(parsed.error.name, parsed.error.message, parsed.error)
  } catch {
    // Not ours: judged by its status below.
  }
  const isGateway = status === 502 || status === 504
  return new RequestFailed(isGateway ? 'unavailable' : (byStatus[status] ?? 'internal'), `HTTP ${status}`)
}
