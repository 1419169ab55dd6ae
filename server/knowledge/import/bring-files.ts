import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Db } from '#server/platform/database/open-database.ts'
import { Failed } from '#server/platform/http/failure.ts'
import { uploadArticleFile } from '../articles/article-files.ts'
import type { GroupText } from './group-items.ts'
import { embeddedPicture, mimeOf, pictureMime } from './links.ts'
import { type Document, rewrite } from './read-document.ts'
import type { ImportProblem } from './scan-archive.ts'
import type { Work } from './steps.ts'

export interface BroughtFiles {
  /** By the document’s path and the address it writes, `guide/a.md\n../pictures/b.png`. */
  pictures: ReadonlyMap<string, number>
}

interface Wish {
  path: string
  name: string
  bytes: Buffer
  isAttachment: boolean
}

/** Gives an article the pictures its texts show and the files they link to; what it has already is not brought again. */
export async function bringFiles(
  work: Work,
  articleId: number,
  documents: ReadonlyMap<GroupText, Document>,
  problems: ImportProblem[],
): Promise<BroughtFiles> {
  const pictures = new Map<string, number>()
  const attached = new Set<string>()
  for (const [{ path }, document] of documents) {
    const shown = new Set<string>()
    const linked = new Set<string>()
    rewrite(document.html, {
      link: (href) => {
        const target = work.targetOf(path, href)
        if (target.kind === 'file') linked.add(target.path)
        return null
      },
      picture: (source) => {
        shown.add(source)
        return null
      },
    })
    for (const source of shown) {
      const given = await readPicture(work, path, source)
      if (given === null) continue
      const id = await bring(work, articleId, { path, ...given, isAttachment: false }, problems)
      if (id !== null) pictures.set(`${path}\n${source}`, id)
    }
    for (const file of linked) {
      if (attached.has(file)) continue
      attached.add(file)
      const bytes = await readFile(work, file)
      const name = file.split('/').at(-1) ?? file
      if (bytes) await bring(work, articleId, { path, name, bytes, isAttachment: true }, problems)
    }
  }
  return { pictures }
}

/** Null for what is no file of the import, which was said when it was tried. */
async function readPicture(
  work: Work,
  path: string,
  source: string,
): Promise<{ name: string; bytes: Buffer } | null> {
  const embedded = embeddedPicture(source)
  if (embedded) return { name: 'picture', bytes: embedded }
  const target = work.targetOf(path, source)
  if (target.kind !== 'file') return null
  const bytes = await readFile(work, target.path)
  return bytes && { name: target.path.split('/').at(-1) ?? 'picture', bytes }
}

async function readFile({ entries, platform }: Work, path: string): Promise<Buffer | null> {
  const entry = entries.get(path)
  if (!entry || entry.problem !== null || entry.sizeBytes > platform.config.uploadMaxBytes) return null
  return entry.read()
}

async function bring(
  { platform, actor }: Work,
  articleId: number,
  { path, name, bytes, isAttachment }: Wish,
  problems: ImportProblem[],
): Promise<number | null> {
  const known = await knownFile(platform.database.db, articleId, bytes, isAttachment)
  if (known !== null) return known
  const mime = isAttachment ? mimeOf(name) : pictureMime(bytes)
  if (mime === null) {
    problems.push({ path, problem: 'picture_unsupported', detail: name })
    return null
  }
  try {
    const wish = { name: name.slice(0, 255), mime, isAttachment }
    return (await uploadArticleFile(platform, actor, articleId, Readable.from([bytes]), wish)).id
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    problems.push({
      path,
      problem: error.failure === 'not_allowed' ? 'attachment_refused' : 'file_refused',
      detail: name,
    })
    return null
  }
}

async function knownFile(
  db: Db,
  articleId: number,
  bytes: Buffer,
  isAttachment: boolean,
): Promise<number | null> {
  const row = await db
    .selectFrom('article_file')
    .select('id')
    .where('article_id', '=', articleId)
    .where('sha256', '=', createHash('sha256').update(bytes).digest())
    .where('is_attachment', '=', isAttachment)
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}
