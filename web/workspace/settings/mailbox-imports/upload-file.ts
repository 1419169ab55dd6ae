import { uploadMailboxPart } from '#contract/mailbox-imports.ts'
import { routeUrl } from '../../../api/call.ts'
import { RequestFailed, readFailure } from '../../../api/failure.ts'

const partBytes = 8 * 2 ** 20
const waitsMs = [1_000, 3_000, 10_000, 30_000]

/**
 * Sends a file piece by piece from where the server has it. A piece that does not arrive is sent again, a few times
 * and with waits between; then it rejects, and can be called again with the same file. `onProgress` gets bytes.
 */
export async function uploadMailbox(
  importId: number,
  file: File,
  from: number,
  options: { signal: AbortSignal; onProgress: (bytes: number) => void },
): Promise<void> {
  let offset = from
  for (let failures = 0; offset < file.size;) {
    try {
      offset = await sendPart(importId, file, offset, options.signal)
      failures = 0
      options.onProgress(offset)
    } catch (error) {
      const isPassing = error instanceof RequestFailed && ['network', 'unavailable'].includes(error.failure)
      const wait = waitsMs[failures]
      if (!isPassing || wait === undefined || options.signal.aborted) throw error
      failures += 1
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}

/** Answers where the file ends on the server after this piece. */
async function sendPart(importId: number, file: File, offset: number, signal: AbortSignal): Promise<number> {
  const url = routeUrl(uploadMailboxPart.path, { params: { id: importId }, query: { offset } })
  const answer = await fetch(url, {
    method: 'PUT',
    body: file.slice(offset, offset + partBytes),
    headers: { 'content-type': 'application/octet-stream', 'accept-language': document.documentElement.lang },
    signal,
  }).catch((error: unknown) => {
    throw signal.aborted ? error : new RequestFailed('network', 'upload')
  })
  const body = await answer.text()
  if (answer.ok) return (JSON.parse(body) as { uploadedBytes: number }).uploadedBytes
  const failed = readFailure(answer.status, body)
  // Another piece of this file has arrived meanwhile: go on from there.
  const known = failed.detail['uploadedBytes']
  if (failed.failure === 'version_conflict' && typeof known === 'number') return known
  throw failed
}
