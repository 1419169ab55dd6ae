const cut = '[cut]'
/** Of a shorter one every letter of a sentence would be taken for it. */
const shortestSecret = 4

/**
 * What another server said, without what it was told in secret: some repeat every line they do not like, as it came or
 * in base64 (SASL), and what they say is shown, logged and kept.
 */
export function cutSecrets(said: string, secrets: readonly (string | null)[]): string {
  const known = secrets.filter((secret) => secret !== null && secret.length >= shortestSecret)
  if (known.length === 0) return said
  const isTold = (text: string) => known.some((secret) => secret !== null && text.includes(secret))
  const words = said.replace(/[A-Za-z0-9+/]{4,}={0,2}/g, (word) =>
    isTold(Buffer.from(word, 'base64').toString('utf8')) ? cut : word,
  )
  return known.reduce<string>(
    (text, secret) =>
      secret === null
        ? text
        : text
            .replaceAll(secret, cut)
            .replaceAll(new URLSearchParams({ s: secret }).toString().slice(2), cut),
    words,
  )
}

const tellingFields = ['message', 'response', 'responseText', 'stack'] as const

/** The same for an error and whatever it holds of the other server's words; answers that very error. */
export function cutSecretsOfError(error: unknown, secrets: readonly (string | null)[]): unknown {
  if (typeof error !== 'object' || error === null) return error
  const told = error as Record<string, unknown>
  for (const field of tellingFields) {
    const text = told[field]
    if (typeof text === 'string') told[field] = cutSecrets(text, secrets)
  }
  return error
}
