/** Runs one at a time, and of what comes meanwhile only the last: whoever shouts is heard once. Failures are let go. */
export function oneAtATime<T>(run: (value: T) => Promise<void>): (value: T) => void {
  let next: { value: T } | null = null
  let isRunning = false
  const work = async (): Promise<void> => {
    isRunning = true
    while (next) {
      const { value }: { value: T } = next
      next = null
      await run(value).catch(() => undefined)
    }
    isRunning = false
  }
  return (value) => {
    next = { value }
    if (!isRunning) void work()
  }
}
