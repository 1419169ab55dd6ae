const extensions: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/jpg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/bmp': 'bmp',
  'image/tiff': 'tif',
  'image/svg+xml': 'svg',
  'image/heic': 'heic',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/msword': 'doc',
  'application/rtf': 'rtf',
  'text/rtf': 'rtf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.ms-excel': 'xls',
  'application/json': 'json',
  'application/xml': 'xml',
  'application/ms-tnef': 'dat',
  'application/pgp-signature': 'asc',
  'application/pgp-encrypted': 'asc',
  'application/pkcs7-signature': 'p7s',
  'application/pkcs7-mime': 'p7m',
  'application/x-pkcs7-signature': 'p7s',
  'application/x-pkcs7-mime': 'p7m',
  'text/plain': 'txt',
  'text/html': 'html',
  'text/csv': 'csv',
  'text/calendar': 'ics',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
  'text/xml': 'xml',
  'text/rfc822-headers': 'txt',
  'message/rfc822': 'eml',
  'message/global': 'eml',
  'message/delivery-status': 'txt',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/mp4': 'm4a',
  'audio/amr': 'amr',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'video/3gpp': '3gp',
  'application/gzip': 'gz',
  'application/x-7z-compressed': '7z',
  'application/x-rar-compressed': 'rar',
  'application/vnd.rar': 'rar',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.ms-powerpoint': 'ppt',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'video/mp4': 'mp4',
}

const maxNameBytes = 255

function cutBytes(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text
  let cut = ''
  let size = 0
  for (const char of text) {
    size += Buffer.byteLength(char)
    if (size > limit) break
    cut += char
  }
  return cut
}

function decodePercents(name: string): string {
  if (!/%[0-9a-f]{2}/i.test(name)) return name
  try {
    const decoded = decodeURIComponent(name)
    // Only non-ASCII text is ever sent this way; "100%25.txt" is somebody's own name.
    return /[^\x20-\x7e]/.test(decoded) ? decoded : name
  } catch {
    return name
  }
}

function unquote(name: string): string {
  return name.length > 2 && name.startsWith("'") && name.endsWith("'") ? name.slice(1, -1) : name
}

/** A name that is safe as a file name and as text; empty when nothing is left of it. */
export function cleanFileName(raw: string): string {
  const last =
    decodePercents(unquote(raw.trim()))
      .split(/[\\/]/)
      .findLast((piece) => piece.trim() !== '') ?? ''
  const clean = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  if (Buffer.byteLength(clean) <= maxNameBytes) return clean
  const extension = /\.[\p{L}\p{N}]{1,10}$/u.exec(clean)?.[0] ?? ''
  return (
    cutBytes(clean.slice(0, clean.length - extension.length), maxNameBytes - Buffer.byteLength(extension)) +
    extension
  )
}

/** The extension a kind of file usually has, without the dot. */
export function extensionFor(mime: string): string {
  return extensions[mime] ?? (/^(?:text)\//.test(mime) ? 'txt' : 'bin')
}

const customary: Record<string, string> = {
  'message/delivery-status': 'delivery-status.txt',
  'message/global-delivery-status': 'delivery-status.txt',
  'message/disposition-notification': 'receipt.txt',
  'message/feedback-report': 'complaint.txt',
  'text/rfc822-headers': 'headers.txt',
  'message/rfc822-headers': 'headers.txt',
  'message/global-headers': 'headers.txt',
  'text/calendar': 'invite.ics',
  'text/vcard': 'contact.vcf',
  'text/x-vcard': 'contact.vcf',
  'application/ms-tnef': 'winmail.dat',
  'application/pkcs7-signature': 'smime.p7s',
  'application/x-pkcs7-signature': 'smime.p7s',
  'application/pkcs7-mime': 'smime.p7m',
  'application/x-pkcs7-mime': 'smime.p7m',
  'application/pgp-signature': 'signature.asc',
  'application/pgp-keys': 'key.asc',
}

/** A sensible name for a part that has none: `image.png`, `letter.eml`, `smime.p7s`, `file.bin`. */
export function inventFileName(mime: string): string {
  const usual = customary[mime]
  if (usual) return usual
  const stem = /^(image|audio|video)\//.exec(mime)?.[1] ?? (mime.startsWith('message/') ? 'letter' : 'file')
  return `${stem}.${extensionFor(mime)}`
}

/** Names of one letter made different: the second `scan.pdf` is `scan (2).pdf`. */
export function uniqueFileName(name: string, taken: Set<string>): string {
  let unique = name
  for (let count = 2; taken.has(unique.toLowerCase()); count += 1) {
    const dot = name.lastIndexOf('.')
    const stem = dot > 0 ? name.slice(0, dot) : name
    const extension = dot > 0 ? name.slice(dot) : ''
    unique = `${cutBytes(stem, maxNameBytes - extension.length - 8)} (${count})${extension}`
  }
  taken.add(unique.toLowerCase())
  return unique
}
