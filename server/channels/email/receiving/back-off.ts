export interface BackOff {
  /** Milliseconds to wait now that it failed once more. */
  failed(): number
  succeeded(): void
}

const firstMs = 2_000
const longestMs = 10 * 60_000
const failures = new Map<string, number>()

/** Waits that double with every failure of one host, whichever inbox met it, with a little chance in them. Per process. */
export function backOffFor(host: string): BackOff {
  return {
    failed() {
      const count = Math.min((failures.get(host) ?? 0) + 1, 20)
      failures.set(host, count)
      return Math.min(firstMs * 2 ** (count - 1), longestMs) * (0.75 + Math.random() / 2)
    },
    succeeded: () => void failures.delete(host),
  }
}
