import type { FileRef } from '../../api/upload.ts'
import letterCss from './letter.css?url'

export interface LetterOptions {
  readonly html: string
  readonly files: readonly FileRef[]
  readonly showsRemoteImages: boolean
}

/**
 * Letters that choose colours were drawn on white, and must stay on white to be legible in a dark room, unless they
 * say themselves that they can be read in the dark.
 */
export function hasOwnColours(html: string): boolean {
  if (/<meta[^>]+color-scheme[^>]+dark/i.test(html)) return false
  return /\b(bgcolor|background(-color)?)\s*[=:]|<font[^>]+color|[^-]color\s*:/i.test(html)
}

function pointImages(document: Document, { files, showsRemoteImages }: LetterOptions): void {
  for (const image of document.querySelectorAll('img')) {
    const cid = image.getAttribute('data-otk-cid') ?? /^cid:(.+)$/i.exec(image.getAttribute('src') ?? '')?.[1]
    if (cid !== undefined) {
      const file = files.find((each) => each.contentId?.replace(/^<|>$/g, '') === cid)
      if (file) image.setAttribute('src', `${file.url}?inline=true`)
      else image.removeAttribute('src')
    }
    // A letter shown over TLS may not load over a bare connection; most servers answer both.
    const remote = image.getAttribute('data-otk-src')?.replace(/^http:/i, 'https:')
    if (remote && showsRemoteImages && /^https:\/\//i.test(remote)) {
      image.setAttribute('src', remote)
      image.setAttribute('referrerpolicy', 'no-referrer')
    }
  }
}

/**
 * The document a letter is shown in: cleaned on the server, and here once more held by a policy of its own, without
 * script, frame or form, and without a picture from elsewhere until the reader asks.
 */
export function letterDocument(options: LetterOptions): string {
  const parsed = new DOMParser().parseFromString(options.html, 'text/html')
  for (const element of parsed.querySelectorAll('script,iframe,object,embed,form,link,meta,base'))
    element.remove()
  pointImages(parsed, options)
  const images = options.showsRemoteImages ? `'self' data: https:` : `'self' data:`
  const policy = `default-src 'none'; img-src ${images}; style-src 'self' 'unsafe-inline'; font-src 'self'`
  const look = hasOwnColours(options.html) ? 'paper' : 'plain'
  const theme = document.documentElement.dataset.theme ?? 'system'
  return [
    '<!doctype html><html class="',
    `${look} ${theme}`,
    '"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="',
    policy,
    `"><meta name="referrer" content="no-referrer"><link rel="stylesheet" href="${letterCss}"></head><body><div id="letter">`,
    parsed.body.innerHTML,
    '</div></body></html>',
  ].join('')
}
