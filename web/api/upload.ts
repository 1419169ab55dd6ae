import { uploadFile } from '#contract/files.ts'
import { type ArticleFile as ArticleFileSchema, uploadArticleFile } from '#contract/knowledge.ts'
import { type KnowledgeImport, tryKnowledgeImport } from '#contract/knowledge-import.ts'
import type { FileRef as FileRefSchema } from '#contract/tickets.ts'
import type * as z from 'zod'
import { routeUrl } from './call.ts'
import { RequestFailed, readFailure } from './failure.ts'

export type FileRef = z.output<typeof FileRefSchema>
export type ArticleFile = z.output<typeof ArticleFileSchema>

interface UploadOptions {
  signal?: AbortSignal
  /** Gets a share from 0 to 1. */
  onProgress?: (share: number) => void
}

/** Uploads a file for an answer, as it is. */
export function upload(file: File, options: UploadOptions & { isInline?: boolean } = {}): Promise<FileRef> {
  const query = { ...factsOf(file), isInline: options.isInline || undefined }
  return send(routeUrl(uploadFile.path, { query }), file, options)
}

/** Uploads a picture for the words of an article, or an attachment below them. */
export function uploadToArticle(
  articleId: number,
  file: File,
  options: UploadOptions & { isAttachment?: boolean } = {},
): Promise<ArticleFile> {
  const query = { ...factsOf(file), isAttachment: options.isAttachment || undefined }
  return send(routeUrl(uploadArticleFile.path, { params: { id: articleId }, query }), file, options)
}

/** Uploads an archive of articles, or one file, to be tried. */
export function uploadKnowledge(file: File, options: UploadOptions = {}): Promise<KnowledgeImport> {
  return send(routeUrl(tryKnowledgeImport.path, { query: { name: file.name } }), file, options)
}

const factsOf = (file: File) => ({ name: file.name || 'file', mime: file.type || undefined })

/** XMLHttpRequest, because fetch cannot tell how far an upload has come. */
function send<T>(url: string, file: File, options: UploadOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('accept-language', document.documentElement.lang)
    request.setRequestHeader('idempotency-key', crypto.randomUUID())
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total)
    }
    request.onload = () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as T)
      else reject(readFailure(request.status, request.responseText))
    }
    request.onerror = () => reject(new RequestFailed('network', 'upload'))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    options.signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
