import type { FastifyRequest } from 'fastify'
import { Failed, fail } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { type ReceivedFile, safeFileName } from '#server/tickets/index.ts'
import { formField, formFieldAll, keepable } from '../frame/form-fields.ts'

/** Files of one message. */
export const mostFiles = 10
const mostFieldBytes = 1_000_000

export interface TakenForm {
  field(name: string): string
  /** Everything that was said under a name: several boxes may have one. */
  all(name: string): string[]
  files: ReceivedFile[]
  /** Why the files were left: the words of the form are there all the same. */
  filesProblem: 'too_large' | 'too_many' | null
  /** Why no more files were taken. */
  filesRefusal: Failed | null
}

/**
 * A form with files as browsers send it without a script. What is too large is read to its end and kept nowhere, so
 * that the page with what was typed can be shown again; what is larger by far is not read at all.
 */
export async function readForm(
  { config, storage }: Pick<Platform, 'config' | 'storage'>,
  request: FastifyRequest,
  /**
   * Asked before any byte of a file is kept, with the fields that came before it: false leaves it out, a failure ends the
   * taking of files.
   */
  admitFile: (fieldName: string, cameBefore: ReadonlyMap<string, string[]>) => Promise<boolean> = async () =>
    true,
): Promise<TakenForm> {
  if (!request.isMultipart()) {
    return {
      field: (name) => formField(request, name, mostFieldBytes),
      all: (name) => formFieldAll(request, name, mostFieldBytes),
      files: [],
      filesProblem: null,
      filesRefusal: null,
    }
  }
  const sizeBytes = Number(request.headers['content-length'] ?? Number.NaN)
  if (!(sizeBytes <= config.uploadMaxBytes * 4)) fail('too_large')
  const fields = new Map<string, string[]>()
  const files: ReceivedFile[] = []
  const hasRoom = sizeBytes <= config.uploadMaxBytes + mostFieldBytes
  let filesProblem: TakenForm['filesProblem'] = hasRoom ? null : 'too_large'
  let filesRefusal: Failed | null = null
  const isAdmitted = async (fieldName: string): Promise<boolean> => {
    try {
      return filesRefusal === null && (await admitFile(fieldName, fields))
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      filesRefusal = error
      return false
    }
  }
  const limits = {
    files: 50,
    fields: 100,
    parts: 150,
    fieldSize: mostFieldBytes,
    fileSize: config.uploadMaxBytes * 4,
  }
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') {
      const value = typeof part.value === 'string' ? keepable(part.value) : ''
      fields.set(part.fieldname, [...(fields.get(part.fieldname) ?? []), value])
      continue
    }
    // A field for files that was left empty comes as a file without a name.
    const isFile = part.filename !== undefined && part.filename !== ''
    if (isFile && files.length === mostFiles) filesProblem ??= 'too_many'
    if (!isFile || filesProblem !== null || !(await isAdmitted(part.fieldname))) {
      part.file.resume()
      continue
    }
    files.push({
      stored: await storage.put(part.file, { maxBytes: config.uploadMaxBytes }),
      name: safeFileName(keepable(part.filename)).slice(0, 200),
      mime: keepable(part.mimetype).slice(0, 200),
      isInline: false,
      contentId: null,
    })
  }
  return {
    field: (name) => fields.get(name)?.at(-1) ?? '',
    all: (name) => fields.get(name) ?? [],
    files: filesProblem === null ? files : [],
    filesProblem,
    filesRefusal,
  }
}
