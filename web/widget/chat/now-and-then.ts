const watchedMs = 3000
const unwatchedMs = 20_000

/** Asks again and again until it is told to stop: often while somebody looks, seldom otherwise. */
export function nowAndThen(ask: () => Promise<void>, isWatched: () => boolean) {
  let timer: number | undefined
  const next = () => {
    timer = window.setTimeout(again, isWatched() ? watchedMs : unwatchedMs)
  }
  const again = () => {
    const own = timer
    const goOn = () => {
      if (timer === own) next()
    }
    void ask().then(goOn, goOn)
  }
  return {
    start(): void {
      if (timer === undefined) next()
    },
    stop(): void {
      clearTimeout(timer)
      timer = undefined
    },
    /** Somebody looks now: what is new is not waited for. */
    hurry(): void {
      if (timer === undefined) return
      clearTimeout(timer)
      again()
    },
  }
}
