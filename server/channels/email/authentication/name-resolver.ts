import { Resolver } from 'node:dns/promises'

/** Answers a question to the DNS; rejects with Node's codes: ENOTFOUND, ENODATA, ETIMEOUT, ESERVFAIL… */
export type Resolve = (name: string, type: string) => Promise<string[] | string[][]>

const rememberMs = { found: 5 * 60_000, absent: 60_000, failed: 15_000 }
const mostRemembered = 5_000

interface Options {
  /** `address:port` of other servers than the machine's own. */
  servers?: string[]
  timeoutMs?: number
  now?: () => number
}

interface Remembered {
  until: number
  answer: Promise<string[] | string[][]>
}

/**
 * Asks the DNS with short patience and remembers what it said: many letters come from few domains. The same
 * question asked while it is under way is asked once. Servers that do not answer are left alone for a moment.
 */
export function createResolve({ servers, timeoutMs = 1_200, now = Date.now }: Options = {}): Resolve {
  const dns = new Resolver({ timeout: timeoutMs, tries: 2 })
  if (servers) dns.setServers(servers)
  const remembered = new Map<string, Remembered>()

  const keep = (key: string, entry: Remembered, forMs: number): void => {
    entry.until = now() + forMs
    // The oldest goes first; a Map remembers its order.
    for (const old of remembered.keys()) {
      if (remembered.size <= mostRemembered) break
      if (old !== key) remembered.delete(old)
    }
  }
  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`
    const known = remembered.get(key)
    if (known && known.until > now()) return known.answer
    remembered.delete(key)
    // Resolver.resolve has an overload a type; of these only lists of words and of lists of words are asked for.
    const answer = dns.resolve(name, type) as Promise<string[] | string[][]>
    const entry = { until: Infinity, answer }
    remembered.set(key, entry)
    answer.then(
      () => keep(key, entry, rememberMs.found),
      (error: unknown) => keep(key, entry, isAbsent(error) ? rememberMs.absent : rememberMs.failed),
    )
    return answer
  }
}

function isAbsent(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code === 'ENOTFOUND' || code === 'ENODATA'
}

/** The same, but whatever is not answered by then is a timeout. */
export function until(resolve: Resolve, deadline: AbortSignal): Resolve {
  return (name, type) => {
    const tooLate = () => Object.assign(new Error('the DNS took too long'), { code: 'ETIMEOUT' })
    if (deadline.aborted) return Promise.reject(tooLate())
    return new Promise((answer, reject) => {
      const giveUp = () => reject(tooLate())
      deadline.addEventListener('abort', giveUp, { once: true })
      resolve(name, type)
        .then(answer, reject)
        .finally(() => deadline.removeEventListener('abort', giveUp))
    })
  }
}
