/**
 * Lets work that comes in pieces be done in groups, a few groups at a time: while all lanes are busy, the next
 * pieces gather behind them; a single piece waits for nobody. Each caller hears how its own group ended.
 */
export function gather<T>(
  work: (items: T[]) => Promise<void>,
  options: { mostAtOnce: number; lanes: number },
): (items: T[]) => Promise<void> {
  let waiting: { items: T[]; resolve: () => void; reject: (error: unknown) => void }[] = []
  let running = 0

  const run = async (): Promise<void> => {
    running++
    while (waiting.length > 0) {
      const group = waiting.slice(0, options.mostAtOnce)
      waiting = waiting.slice(options.mostAtOnce)
      try {
        await work(group.flatMap((one) => one.items))
        for (const one of group) one.resolve()
      } catch (error) {
        for (const one of group) one.reject(error)
      }
    }
    running--
  }
  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject })
      if (running < options.lanes) void run()
    })
}
