import { Worker } from 'node:worker_threads'
import type { SmimeAnswer, SmimeRequest } from './smime-thread.ts'

const timeLimitMs = 20_000
const largestBytes = 60 * 2 ** 20

/** Runs one piece of work in a thread that ends with it, with a limit on time and memory. Never rejects. */
export function runSmime(request: SmimeRequest): Promise<SmimeAnswer> {
  if (request.der.length > largestBytes) return Promise.resolve({ problem: 'too_large' })
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./smime-thread.ts', import.meta.url), {
      workerData: request,
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
      env: {},
      execArgv: [],
    })
    const end = (answer: SmimeAnswer): void => {
      clearTimeout(timer)
      resolve(answer)
      void worker.terminate()
    }
    const timer = setTimeout(() => end({ problem: 'too_slow' }), timeLimitMs)
    worker.once('message', end)
    worker.once('error', () => end({ problem: 'damaged' }))
    worker.once('exit', () => end({ problem: 'damaged' }))
  })
}
