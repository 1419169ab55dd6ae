import type { WebhookBody } from '#contract/webhooks.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import type { HeaderLine } from './tables.ts'

/** The headers a webhook sends along. Throws when they were sealed with another key. */
export function readHeaders(secrets: Secrets, sealed: string): HeaderLine[] {
  return JSON.parse(secrets.decrypt(sealed)) as HeaderLine[]
}

/** The columns for the headers somebody wants; one without a value keeps the value it has. */
export function sealHeaders(
  secrets: Secrets,
  wanted: WebhookBody['headers'],
  kept: string | null,
): { headers: string | null; header_names: string[] } {
  if (wanted.length === 0) return { headers: null, header_names: [] }
  const isKeptNeeded = wanted.some(({ value }) => value === undefined)
  const before = kept !== null && isKeptNeeded ? readKept(secrets, kept) : []
  const lines = wanted.map(({ name, value }) => ({
    name,
    value: value ?? before.find((line) => line.name === name)?.value ?? missing(name),
  }))
  return { headers: secrets.encrypt(JSON.stringify(lines)), header_names: lines.map((line) => line.name) }
}

/** What was sealed with a key this desk has no more is missing, and has to be entered again. */
function readKept(secrets: Secrets, sealed: string): HeaderLine[] {
  try {
    return readHeaders(secrets, sealed)
  } catch {
    return []
  }
}

function missing(name: string): never {
  return fail('invalid_input', { fields: [{ path: 'body.headers', message: `no value for ${name}` }] })
}
