export interface AttachedFile {
  readonly name: string
  readonly mime: string
  readonly sizeBytes: number
  /** Base64. */
  readonly content: string
}

/** Reads chosen files whole; they are small, the server says how small. */
export function readFiles(files: Iterable<File>): Promise<AttachedFile[]> {
  return Promise.all(
    [...files].map(async (file) => ({
      name: file.name,
      mime: file.type || 'application/octet-stream',
      sizeBytes: file.size,
      content: await toBase64(file),
    })),
  )
}

function toBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve((reader.result as string).split(',')[1] ?? ''))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')))
    reader.readAsDataURL(file)
  })
}
