import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from '@fastify/type-provider-zod'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorName, errorStatuses, type Failure } from '#contract/errors.ts'
import { StorageError, type StorageProblem } from '#server/platform/storage/storage-error.ts'
import { words } from '#server/platform/words.ts'
import { Failed } from './failure.ts'

/** The one place where a failure becomes an answer: its status, its name, and a sentence in the caller's language. */
export function renderFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { name, fields, detail } = nameFailure(error)
  if (name === 'internal') request.log.error({ err: error }, 'request failed')
  else if (name === 'unavailable') request.log.warn({ err: error }, 'request could not be served')
  const retryAfter = detail?.['retryAfterSeconds']
  if (typeof retryAfter === 'number') reply.header('retry-after', Math.ceil(retryAfter))
  const body: Failure = {
    error: {
      name,
      message: words(languageOf(request)).t(`errors.${name}`),
      ...(fields && { fields }),
      ...(detail && { detail }),
      requestId: request.id,
    },
  }
  return reply.status(errorStatuses[name]).send(body)
}

interface Named {
  name: ErrorName
  fields?: { path: string; message: string }[]
  detail?: Record<string, unknown>
}

/** What an error is called to whoever is told of it. */
export function nameFailure(error: unknown): Named {
  if (error instanceof Failed) return { name: error.failure, ...error.facts }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const context = error.validationContext ?? 'input'
    const fields = error.validation.map((issue) => ({
      path: `${context === 'querystring' ? 'query' : context}${issue.instancePath.replaceAll('/', '.')}`,
      message: issue.message ?? issue.keyword,
    }))
    return { name: 'invalid_input', fields }
  }
  if (error instanceof StorageError) return { name: storageFailures[error.problem] }
  if (isResponseSerializationError(error)) return { name: 'internal' }
  return { name: nameOfOther(error as Partial<FastifyError>) }
}

const storageFailures: Record<StorageProblem, ErrorName> = {
  full: 'storage_full',
  too_large: 'too_large',
  missing: 'not_found',
  unavailable: 'unavailable',
}

/** PostgreSQL's and the network's ways to say "not now", and what Fastify itself refuses. */
const names = new Map<string, ErrorName>([
  ['FST_ERR_CTP_BODY_TOO_LARGE', 'too_large'],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'unsupported_media'],
  ['FST_ERR_CTP_EMPTY_JSON_BODY', 'invalid_input'],
  ['FST_ERR_CTP_INVALID_JSON_BODY', 'invalid_input'],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'invalid_input'],
  ['53100', 'storage_full'],
  ['53300', 'unavailable'],
  ['57P01', 'unavailable'],
  ['57P02', 'unavailable'],
  ['57P03', 'unavailable'],
  ['ECONNREFUSED', 'unavailable'],
  ['ECONNRESET', 'unavailable'],
  ['ENOENT', 'unavailable'],
  ['ENOSPC', 'storage_full'],
])

function nameOfOther(error: Partial<FastifyError>): ErrorName {
  if (error.statusCode === 429) return 'too_many_requests'
  if (error.message === 'timeout exceeded when trying to connect') return 'unavailable'
  if (error.message?.startsWith('Connection terminated')) return 'unavailable'
  const known = names.get(error.code ?? '')
  if (known) return known
  return error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
    ? 'invalid_input'
    : 'internal'
}

/** The caller's own language; for strangers, what their browser prefers. */
function languageOf(request: FastifyRequest): 'ru' | 'en' {
  if (request.caller) return request.caller.language
  const accepted = request.headers['accept-language'] ?? ''
  return /^\s*ru\b/i.test(accepted) ? 'ru' : 'en'
}
