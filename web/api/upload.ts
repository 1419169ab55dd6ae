import { uploadFile } from '#contract/files.ts'
import type { FileRef as FileRefSchema } from '#contract/tickets.ts'
import type * as z from 'zod'
import { routeUrl } from './call.ts'
import { RequestFailed, readFailure } from './failure.ts'

export type FileRef = z.output<typeof FileRefSchema>

/**
 * Uploads a file as it is. XMLHttpRequest, because fetch cannot tell how far an upload has come.
 * `onProgress` gets a share from 0 to 1.
 */
export function upload(
  file: File,
  options: { isInline?: boolean; signal?: AbortSignal; onProgress?: (share: number) => void } = {},
): Promise<FileRef> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const query = {
      name: file.name || 'file',
      mime: file.type || undefined,
      isInline: options.isInline || undefined,
    }
    request.open('POST', routeUrl(uploadFile.path, { query }))
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('accept-language', document.documentElement.lang)
    request.setRequestHeader('idempotency-key', crypto.randomUUID())
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total)
    }
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as FileRef)
      else reject(readFailure(request.status, request.responseText))
    }
    request.onerror = () => reject(new RequestFailed('network', 'upload'))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    options.signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
