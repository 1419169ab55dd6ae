import { decoded, placeOf, resolve } from './paths.ts'

/** What an address in a file means: a page or a file of the import, something elsewhere, or nothing at all. */
export type Target =
  | { kind: 'page'; source: string; anchor: string }
  | { kind: 'file'; path: string }
  | { kind: 'elsewhere' }
  | { kind: 'missing' }

/** Finds what addresses mean, among the files and pages of one archive. */
export function createTargets(paths: Iterable<string>, sources: Iterable<string>) {
  const files = new Set(paths)
  const pages = new Set(sources)
  return (from: string, href: string): Target => {
    if (/^\/help\/(?:ru|en)\//.test(href)) return { kind: 'elsewhere' }
    const path = resolve(from, href)
    if (path === null) return { kind: 'elsewhere' }
    if (files.has(path)) return { kind: 'file', path }
    const { source } = placeOf(path.endsWith('/') ? `${path}index.md` : path)
    const page = [source, `${source}/`].find((one) => pages.has(one))
    const anchor = decoded(/#([^#]*)$/.exec(href)?.[1] ?? '')
    return page === undefined ? { kind: 'missing' } : { kind: 'page', source: page, anchor }
  }
}

/** A picture by its first bytes, whatever it is called; null for what no page of ours shows. */
export function pictureMime(bytes: Buffer): string | null {
  const starts = (text: string, at = 0) => bytes.subarray(at, at + text.length).toString('latin1') === text
  if (starts('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (starts('\xff\xd8\xff')) return 'image/jpeg'
  if (starts('GIF87a') || starts('GIF89a')) return 'image/gif'
  if (starts('RIFF') && starts('WEBP', 8)) return 'image/webp'
  return starts('ftypavif', 4) ? 'image/avif' : null
}

/** A picture that is written into its address. */
export function embeddedPicture(source: string): Buffer | null {
  const data = /^data:image\/[a-z]+;base64,([a-z0-9+/=\s]+)$/i.exec(source)?.[1]
  return data === undefined ? null : Buffer.from(data, 'base64')
}

const mimes: Record<string, string> = {
  pdf: 'application/pdf',
  zip: 'application/zip',
  txt: 'text/plain',
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  mp4: 'video/mp4',
}

export function mimeOf(path: string): string {
  return mimes[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream'
}
