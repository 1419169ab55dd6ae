import type { Language } from '#contract/common.ts'

/** Where a file stands in the tree that is imported, and what its path says about it. */
export interface Place {
  /** `guide/install` whatever the language; of a folder's own page `guide/`. */
  source: string
  /** The folder: `guide/`, or empty. */
  folder: string
  isIndex: boolean
  language: Language | null
  /** What it is called where nothing else says so. */
  name: string
}

export const isDocument = (path: string): boolean => /\.(?:md|markdown|html?)$/i.test(path)
const isLanguage = (word: string | undefined): word is Language => word === 'ru' || word === 'en'

/** `ru/guide/02-install.en.md`: a language is the top folder's, that of the one below it, or the end of the name. */
export function placeOf(path: string): Place {
  const parts = path.replace(/\.(?:md|markdown|html?)$/i, '').split('/')
  let base = parts.pop() ?? ''
  let language: Language | null = null
  const at = parts.slice(0, 2).findIndex((part) => isLanguage(part.toLowerCase()))
  if (at >= 0) language = parts.splice(at, 1)[0]?.toLowerCase() as Language
  const [, stem, end] = /^(.+)[._](ru|en)$/i.exec(base) ?? []
  if (stem !== undefined && isLanguage(end?.toLowerCase())) {
    base = stem
    language = end?.toLowerCase() as Language
  }
  const folder = parts.map((part) => `${part}/`).join('')
  const isIndex = /^(?:_?index|readme)$/i.test(base)
  return {
    source: isIndex ? folder : `${folder}${base}`,
    folder,
    isIndex,
    language,
    name: nameOf(isIndex ? (parts.at(-1) ?? '') : base),
  }
}

/** `02-first_steps` → `First steps`. */
export function nameOf(part: string): string {
  const words = part
    .replace(/^\d{1,4}[-_. ]+(?=\S)/, '')
    .replace(/[-_]+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The folders above something, from the top: `a/b/` → `a/`, `a/b/`. */
export function foldersOf(folder: string): string[] {
  const parts = folder.split('/').slice(0, -1)
  return parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/`)
}

/** The path a link of a file means; null for one that leads elsewhere or above the archive. */
export function resolve(from: string, href: string): string | null {
  if (/^(?:[a-z][a-z0-9+.-]*:|\/\/|#|\?)/i.test(href) || href === '') return null
  const [path = ''] = href.split(/[?#]/, 1)
  const parts = path.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of decoded(path).split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null
    } else if (part !== '.' && part !== '') parts.push(part)
  }
  return `${parts.join('/')}${path.endsWith('/') && parts.length > 0 ? '/' : ''}`.normalize('NFC')
}

export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
