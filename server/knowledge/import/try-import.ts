import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { KnowledgeImport } from '#contract/knowledge-import.ts'
import type { Actor } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import { archiveBounds, type Entry, openArchive } from './archive.ts'
import { isDocument } from './paths.ts'
import { presentImport } from './present.ts'
import { scanArchive } from './scan-archive.ts'

/**
 * Keeps an archive and says what is in it; nothing of the knowledge base changes. `nothing_to_import` where no file
 * could become an article.
 */
export async function tryImport(
  platform: Platform,
  actor: Actor,
  name: string,
  body: Readable,
): Promise<KnowledgeImport> {
  const { database, storage, config, clock } = platform
  const stored = await storage.put(body, { maxBytes: archiveBounds.bytes })
  const bytes = await storage.read(stored.sha256, archiveBounds.bytes)
  const { items, problems } = await scanArchive(entriesOf(name, bytes), config.uploadMaxBytes)
  if (!items.some((item) => item.kind === 'article') && problems.length === 0) fail('nothing_to_import')
  return inTransaction(database.db, async (tx) => {
    await keepBlob(tx, stored)
    const row = await tx
      .insertInto('knowledge_import')
      .values({
        name,
        sha256: stored.sha256,
        size_bytes: stored.sizeBytes,
        created_by_id: actor.agentId,
        created_at: clock.now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await sql`insert into knowledge_import_item (import_id, position, path, kind, source, language, title, slug)
      select ${row.id}, place, path, kind, source, language, title, slug
      from unnest(${items.map((one) => one.path)}::text[], ${items.map((one) => one.kind)}::text[],
        ${items.map((one) => one.source)}::text[], ${items.map((one) => one.language)}::text[],
        ${items.map((one) => one.title)}::text[], ${items.map((one) => one.slug)}::text[])
        with ordinality as item (path, kind, source, language, title, slug, place)`.execute(tx)
    await sql`insert into knowledge_import_problem (import_id, path, problem, detail, is_late)
      select ${row.id}, path, problem, detail, false
      from unnest(${problems.map((one) => one.path)}::text[], ${problems.map((one) => one.problem)}::text[],
        ${problems.map((one) => one.detail)}::text[]) with ordinality as said (path, problem, detail, place)
      order by place`.execute(tx)
    return presentImport(row)
  })
}

/** The files of an archive; a single document is an archive of one. */
export function entriesOf(name: string, bytes: Buffer): Entry[] {
  if (!isDocument(name)) return openArchive(bytes)
  const path = (name.split(/[\\/]/).at(-1) ?? name).replace(/[\p{Cc}\p{Cf}]/gu, '')
  return [{ path, sizeBytes: bytes.length, problem: null, read: async () => bytes }]
}
