/**
 * Lets work that comes in pieces be done in groups: while one group is being worked on, the next pieces gather
 * behind it; a single piece waits for nobody. Each caller hears how its own group ended.
 */
export function gather<T>(
  work: (items: T[]) => Promise<void>,
  mostAtOnce: number,
): (items: T[]) => Promise<void> {
  let waiting: { items: T[]; resolve: () => void; reject: (error: unknown) => void }[] = []
  let isRunning = false

  const run = async (): Promise<void> => {
    isRunning = true
    while (waiting.length > 0) {
      const group = waiting.slice(0, mostAtOnce)
      waiting = waiting.slice(mostAtOnce)
      try {
        await work(group.flatMap((one) => one.items))
        for (const one of group) one.resolve()
      } catch (error) {
        for (const one of group) one.reject(error)
      }
    }
    isRunning = false
  }
  return (items) =>
    new Promise((resolve, reject) => {
      waiting.push({ items, resolve, reject })
      if (!isRunning) void run()
    })
}
