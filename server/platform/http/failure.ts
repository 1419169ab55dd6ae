import type { ErrorName } from '#contract/errors.ts'

interface Facts {
  /** Where in the input: `{ path: 'body.subject', message: '…' }`. */
  fields?: { path: string; message: string }[]
  /** Facts a program can use, such as the version that is in force. */
  detail?: Record<string, unknown>
}

/** A failure the caller is told about by name. Everything else thrown is answered as `internal`. */
export class Failed extends Error {
  override name = 'Failed'
  readonly failure: ErrorName
  readonly facts: Facts

  constructor(failure: ErrorName, facts: Facts = {}) {
    super(failure)
    this.failure = failure
    this.facts = facts
  }
}

/** Ends the operation; its transaction is rolled back. */
export function fail(failure: ErrorName, facts?: Facts): never {
  throw new Failed(failure, facts)
}

/** The value, or the named failure when there is none. */
export function found<T>(value: T | null | undefined, failure: ErrorName = 'not_found'): T {
  return value ?? fail(failure)
}
