/** A small seeded generator (sfc32): the same seed gives the same desk on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next: () => number
  /** A whole number in [0, below). */
  below: (limit: number) => number
  /** One item; the list must not be empty. */
  pick: <T>(items: readonly T[]) => T
  /** True this often. */
  chance: (probability: number) => boolean
}

export function randomFrom(seed: number): Random {
  let [a, b, c, d] = [0x9e3779b9 ^ seed, 0x243f6a88, 0xb7e15162 + seed, 1]
  const next = (): number => {
    const t = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 16; i++) next()
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    pick<T>(items: readonly T[]): T {
      return items[below(items.length)] as T
    },
    chance: (probability) => next() < probability,
  }
}

/** Draws indexes with the given weights in constant time (Walker's alias method). */
export function weighted(weights: readonly number[]): (random: Random) => number {
  const size = weights.length
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const share = Float64Array.from(weights, (weight) => (weight * size) / total)
  const alias = new Uint32Array(size)
  const small: number[] = []
  const large: number[] = []
  for (let i = 0; i < size; i++) ((share[i] ?? 0) < 1 ? small : large).push(i)
  while (small.length > 0 && large.length > 0) {
    const [less, more] = [small.pop() ?? 0, large.at(-1) ?? 0]
    alias[less] = more
    share[more] = (share[more] ?? 0) + (share[less] ?? 0) - 1
    if ((share[more] ?? 0) < 1) small.push(large.pop() ?? 0)
  }
  for (const i of [...small, ...large]) share[i] = 1
  return (random) => {
    const at = random.next() * size
    const i = Math.floor(at)
    return at - i < (share[i] ?? 1) ? i : (alias[i] ?? i)
  }
}
