/** How many are tried before the page has its turn. */
const atOnce = 400

interface Challenge {
  algorithm: string
  challenge: string
  maxnumber: number
  salt: string
  signature: string
}

/**
 * Solves a challenge of ALTCHA: the number whose SHA-256 behind the salt is the one asked for. Some tenths of a second,
 * without keeping the page from anything; no worker, which many sites' rules would not let start. Null where the browser
 * has no SHA-256, as on pages without https.
 */
export async function solveProof(challenge: Challenge): Promise<string | null> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  if (!subtle) return null
  const encoder = new TextEncoder()
  const wanted = challenge.challenge
  const first = Number.parseInt(wanted.slice(0, 8), 16)
  for (let from = 0; from <= challenge.maxnumber; from += atOnce) {
    const tried = Array.from({ length: atOnce }, (_, index) => from + index)
    const hashes = await Promise.all(
      tried.map((number) => subtle.digest('SHA-256', encoder.encode(`${challenge.salt}${number}`))),
    )
    const at = hashes.findIndex((hash) => new DataView(hash).getUint32(0) === first)
    if (at >= 0 && hexOf(hashes[at]) === wanted) {
      const { algorithm, salt, signature } = challenge
      return btoa(JSON.stringify({ algorithm, challenge: wanted, number: tried[at], salt, signature }))
    }
    await new Promise((resolve) => setTimeout(resolve))
  }
  return null
}

function hexOf(hash: ArrayBuffer | undefined): string {
  return [...new Uint8Array(hash ?? new ArrayBuffer(0))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}
