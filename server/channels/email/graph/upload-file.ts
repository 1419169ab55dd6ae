import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import * as z from 'zod'
import { readJson } from '#server/channels/email/connections/ask-for-token.ts'
import { guardedRequest, readBody } from '#server/channels/email/connections/guarded-request.ts'
import { graphFailure, type GraphFailure } from './graph-failure.ts'
import { GraphRefusal } from './graph-refusal.ts'
import type { LetterFile } from './letter-pieces.ts'

/** Multiples of 320 KiB, and less than the 4 MB that are taken at once. */
const rangeBytes = 10 * 320 * 1024
/** Before each further try of one range, unless the answer asks for another pause. */
const pausesMs = [500, 2_000, 5_000]
const longestPauseMs = 30_000

const Status = z.object({ nextExpectedRanges: z.array(z.string()) })

/**
 * Uploads a file range by range to the address of an upload session, which knows by itself who asks: no token is sent
 * there. A range without an answer is said again; one that is not expected (416) may have arrived already, which the
 * session tells. A session that is over, or a pause too long to sit out, ends this try of the letter.
 */
export async function uploadFile(uploadUrl: string, file: LetterFile): Promise<void> {
  let start = 0
  for await (const range of ranges(file.attachment.content as Readable)) {
    if (start + range.length > file.sizeBytes) break
    await putRange(uploadUrl, range, { start, total: file.sizeBytes })
    start += range.length
  }
  if (start !== file.sizeBytes) throw interrupted('a file is not as long as it was', null)
}

async function* ranges(stream: Readable): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    held.push(chunk)
    size += chunk.length
    while (size >= rangeBytes) {
      const all = Buffer.concat(held, size)
      yield all.subarray(0, rangeBytes)
      held = [all.subarray(rangeBytes)]
      size -= rangeBytes
    }
  }
  if (size > 0) yield Buffer.concat(held, size)
}

async function putRange(
  url: string,
  range: Buffer,
  { start, total }: { start: number; total: number },
): Promise<void> {
  const end = start + range.length
  const headers = {
    'content-type': 'application/octet-stream',
    'content-range': `bytes ${start}-${end - 1}/${total}`,
  }
  for (let tries = 0; ; tries++) {
    const failure = await refusalOf(url, { method: 'PUT', headers, body: range })
    if (failure === null) return
    const { status, retryAfterSeconds } = failure
    if (status === 416) {
      const next = await nextExpected(url)
      if (next === end) return
      if (next !== start) throw interrupted(failure.message, null)
    } else if (status !== null && status < 500 && status !== 429 && status !== 408) {
      // Over, or its own token is: the next try begins another session. Anything else is the mailbox's last word.
      if (status === 401 || status === 404 || status === 410) throw interrupted(failure.message, null)
      throw failure.error
    }
    const pauseMs = retryAfterSeconds === null ? pausesMs[tries] : retryAfterSeconds * 1000
    if (pauseMs === undefined || pauseMs > longestPauseMs || tries >= pausesMs.length)
      throw interrupted(failure.message, retryAfterSeconds)
    await delay(pauseMs)
  }
}

interface Refused {
  /** Null when no answer came. */
  status: number | null
  retryAfterSeconds: number | null
  message: string
  error: unknown
}

async function refusalOf(
  url: string,
  request: Parameters<typeof guardedRequest>[1],
): Promise<Refused | null> {
  let failure: GraphFailure
  try {
    const response = await guardedRequest(url, request)
    const body = await readBody(response)
    const status = response.statusCode ?? 0
    if (status >= 200 && status < 300) return null
    failure = graphFailure(status, response.headers, body)
  } catch (error) {
    return { status: null, retryAfterSeconds: null, message: String(error), error }
  }
  const { status, retryAfterSeconds, message } = failure
  return { status, retryAfterSeconds, message, error: failure }
}

/** Where the session wants to go on; null where it does not say. */
async function nextExpected(url: string): Promise<number | null> {
  const response = await guardedRequest(url, { headers: { accept: 'application/json' } })
  const read = Status.safeParse(readJson(await readBody(response)))
  const first = read.success ? read.data.nextExpectedRanges[0] : undefined
  return first === undefined ? null : Number.parseInt(first, 10)
}

function interrupted(detail: string, retryAfterSeconds: number | null): GraphRefusal {
  return new GraphRefusal({
    error: 'postponed',
    detail: `the upload of a file was interrupted: ${detail}`.slice(0, 1000),
    isTemporary: true,
    retryAfterSeconds: retryAfterSeconds ?? undefined,
  })
}
