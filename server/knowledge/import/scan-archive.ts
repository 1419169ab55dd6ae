import { setImmediate as breathe } from 'node:timers/promises'
import { composedHtmlToText } from '#server/platform/composed-html.ts'
import type { Entry } from './archive.ts'
import { createTargets, embeddedPicture } from './links.ts'
import { isDocument, placeOf } from './paths.ts'
import { type Document, mostDocumentBytes, readDocument, rewrite, Unreadable } from './read-document.ts'
import type { ImportItem } from './tables.ts'

export interface ImportProblem {
  path: string
  /** A key of `knowledge.import.problem` in locales/. */
  problem: string
  detail: string | null
}

interface Scanned {
  items: ImportItem[]
  problems: ImportProblem[]
}

const mostProblems = 2_000
const isPicture = (path: string): boolean => /\.(?:png|jpe?g|gif|webp|avif)$/i.test(path)

/** Reads every document of an archive once: what each would become, and what is wrong with which file. */
export async function scanArchive(entries: readonly Entry[], mostFileBytes: number): Promise<Scanned> {
  const problems: ImportProblem[] = []
  const say = (path: string, problem: string, detail: string | null = null): void => {
    if (problems.length < mostProblems)
      problems.push({ path, problem, detail: detail === null ? null : tidy(detail) })
  }
  const good = entries.filter((entry) => {
    if (entry.problem !== null) say(entry.path, entry.problem)
    return entry.problem === null
  })
  const documents: { path: string; document: Document }[] = []
  for (const entry of good.filter(({ path }) => isDocument(path)).toSorted(inOrder)) {
    try {
      if (entry.sizeBytes > mostDocumentBytes) throw new Unreadable('too_long')
      const document = readDocument(entry.path, await entry.read())
      if (!placeOf(entry.path).isIndex && isEmpty(document.html)) say(entry.path, 'empty')
      else documents.push({ path: entry.path, document })
    } catch (error) {
      say(entry.path, error instanceof Unreadable ? error.message : 'unreadable')
    }
  }
  const files = new Map(
    good.filter(({ path }) => !isDocument(path)).map((entry) => [entry.path, entry] as const),
  )
  const uses = new Map<string, 'picture' | 'attachment'>()
  const targetOf = createTargets(
    files.keys(),
    documents.map(({ path }) => placeOf(path).source),
  )
  const mustFit = (from: string, path: string): boolean => {
    const fits = (files.get(path)?.sizeBytes ?? 0) <= mostFileBytes
    if (!fits) say(from, 'file_too_large', path)
    return fits
  }
  for (const { path, document } of documents) {
    // Thousands in one go would keep everybody else waiting.
    await breathe()
    if (placeOf(path).isIndex) continue
    rewrite(document.html, {
      link: (href) => {
        const target = targetOf(path, href)
        if (target.kind === 'missing') say(path, 'link_missing', href)
        if (target.kind === 'file' && mustFit(path, target.path) && !uses.has(target.path))
          uses.set(target.path, 'attachment')
        return href
      },
      picture: (source) => {
        if (embeddedPicture(source)) return null
        const target = targetOf(path, source)
        if (target.kind === 'elsewhere') say(path, 'picture_remote', source)
        else if (target.kind !== 'file') say(path, 'picture_missing', source)
        else if (!isPicture(target.path)) say(path, 'picture_unsupported', target.path)
        else if (mustFit(path, target.path)) uses.set(target.path, 'picture')
        return null
      },
    })
  }
  const items: ImportItem[] = documents.map(({ path, document }) => itemOf(path, document))
  for (const path of files.keys())
    items.push({
      path,
      kind: uses.get(path) ?? 'unused',
      source: path,
      language: null,
      title: '',
      slug: null,
    })
  return { items, problems }
}

function itemOf(path: string, { title, slug, language }: Document): ImportItem {
  const { source, isIndex } = placeOf(path)
  return { path, kind: isIndex ? 'index' : 'article', source, language, title, slug }
}

function isEmpty(html: string): boolean {
  return !/<(?:img|figure|table)\b/i.test(html) && composedHtmlToText(html) === ''
}

/** As people count: `2-a` stands before `10-b`. */
const collator = new Intl.Collator('ru', { numeric: true })
const inOrder = (a: Entry, b: Entry): number => collator.compare(a.path, b.path)

function tidy(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .slice(0, 300)
    .toWellFormed()
}
