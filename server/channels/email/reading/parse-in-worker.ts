import { Worker } from 'node:worker_threads'
import type { ParseRequest } from './parse-worker.ts'
import type { InboundLetter } from './letter.ts'
import { unparsableLetter } from './parse.ts'
import { type PreparedLetter, prepareParsed } from './prepare-letter.ts'

export type WorkerLimits = {
  /** Milliseconds one letter may take. */
  timeLimitMs?: number
  /** Megabytes of JavaScript heap the thread may use; letters' own bytes are outside it. */
  heapLimitMb?: number
  /** Milliseconds without work after which the thread is stopped and its memory given back. */
  idleMs?: number
}

type Job = { raw: Uint8Array; resolve: (prepared: PreparedLetter) => void }

const defaults = { timeLimitMs: 20_000, heapLimitMb: 512, idleMs: 60_000 }

/** A thread that parses letters one after another, started when the first one comes. Holds no process open. */
class LetterParser {
  private readonly limits: Required<WorkerLimits>
  private readonly waiting: Job[] = []
  private worker: Worker | null = null
  private running: Job | null = null
  private timer: NodeJS.Timeout | undefined
  private lastId = 0

  constructor(limits: WorkerLimits) {
    this.limits = { ...defaults, ...limits }
  }

  prepare(raw: Uint8Array): Promise<PreparedLetter> {
    return new Promise((resolve) => {
      this.waiting.push({ raw, resolve })
      this.next()
    })
  }

  isRunning(): boolean {
    return this.worker !== null
  }

  async close(): Promise<void> {
    const { worker } = this
    this.worker = null
    clearTimeout(this.timer)
    await worker?.terminate()
  }

  private next(): void {
    if (this.running) return
    clearTimeout(this.timer)
    const job = this.waiting.shift()
    if (!job) {
      this.worker?.unref()
      this.timer = setTimeout(() => void this.close(), this.limits.idleMs).unref()
      return
    }
    this.running = job
    this.lastId += 1
    const worker = this.worker ?? this.start()
    worker.ref()
    this.timer = setTimeout(
      () => this.defeat(worker, `parsing took longer than ${this.limits.timeLimitMs} ms`),
      this.limits.timeLimitMs,
    )
    const copy = new Uint8Array(job.raw)
    worker.postMessage({ id: this.lastId, raw: copy.buffer } satisfies ParseRequest, [copy.buffer])
  }

  private start(): Worker {
    const worker = new Worker(new URL('./parse-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.limits.heapLimitMb },
      // A parser needs no secret: nothing of the environment goes in.
      env: {},
      execArgv: [],
    })
    worker.on('message', (answer: { id: number; prepared: PreparedLetter }) => {
      if (this.worker === worker && answer.id === this.lastId) this.finish(answer.prepared)
    })
    worker.on('error', (error) => this.defeat(worker, error instanceof Error ? error.message : String(error)))
    worker.on('exit', () => this.defeat(worker, 'the parser stopped'))
    this.worker = worker
    return worker
  }

  private finish(prepared: PreparedLetter): void {
    const job = this.running
    this.running = null
    clearTimeout(this.timer)
    job?.resolve(prepared)
    this.next()
  }

  /** The letter got the better of the thread: it becomes a fallback letter, the next one gets a new thread. */
  private defeat(worker: Worker, reason: string): void {
    if (this.worker !== worker) return
    this.worker = null
    void worker.terminate()
    if (this.running) this.finish(prepareParsed(unparsableLetter(this.running.raw, reason)))
  }
}

let shared: LetterParser | null = null

/**
 * Parses, judges, cuts and cleans a letter in a thread of its own, with a limit on time and memory. Never rejects:
 * a letter that defeats the thread comes back with `letter.unparsableReason` and the headers that could be read.
 */
export function prepareLetterSafely(raw: Uint8Array): Promise<PreparedLetter> {
  shared ??= new LetterParser({})
  return shared.prepare(raw)
}

/** As `prepareLetterSafely`, for who wants the parsed letter only. */
export async function parseLetterSafely(raw: Uint8Array): Promise<InboundLetter> {
  const { letter } = await prepareLetterSafely(raw)
  return letter
}

/** A parser with limits of its own, for tests and for importing an old mailbox. */
export function createLetterParser(limits: WorkerLimits): {
  prepare: (raw: Uint8Array) => Promise<PreparedLetter>
  close: () => Promise<void>
  isRunning: () => boolean
} {
  const parser = new LetterParser(limits)
  return {
    prepare: (raw) => parser.prepare(raw),
    close: () => parser.close(),
    isRunning: () => parser.isRunning(),
  }
}

/** Stops the thread; a later letter starts it again. */
export async function closeParser(): Promise<void> {
  const parser = shared
  shared = null
  await parser?.close()
}
