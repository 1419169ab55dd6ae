import type { MacroTexts } from '#contract/macros.ts'
import type { Actor } from '#server/identity/index.ts'
import { renamePictures } from '#server/platform/composed-html.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { isHarmlessPicture } from '#server/platform/http/send-file.ts'
import { sql } from 'kysely'
import { visibleMacros } from '../policy.ts'
import type { MacroFileRow } from '../tables.ts'
import { macroPictureName, picturesNamed } from './picture-names.ts'

const mostPictures = 20
const mostBytes = 5 * 1024 * 1024

type Bytes = Pick<MacroFileRow, 'sha256' | 'size_bytes' | 'name' | 'mime'>

/**
 * Makes what a macro's cleaned words show its own: uploads of the actor, and pictures of other macros they see. What
 * the words show no more is let go of. Answers the words with the names of the macro's pictures. `unknown_file` for
 * what is not there or not theirs; `picture_unsupported`, `picture_too_large`, `too_many_pictures`.
 */
export async function settlePictures(
  tx: Tx,
  actor: Actor,
  macroId: number,
  texts: MacroTexts,
): Promise<MacroTexts> {
  const named = picturesNamed(Object.values(texts))
  const had = await picturesOf(tx, macroId)
  const hadIds = new Set(had.map(({ id }) => id))
  const left = had.filter(({ id }) => !named.own.includes(id))
  if (left.length > 0)
    await tx
      .deleteFrom('macro_file')
      .where(
        'id',
        'in',
        left.map(({ id }) => id),
      )
      .execute()
  if (named.uploads.length + named.own.length > mostPictures)
    fail('too_many_pictures', { detail: { most: mostPictures } })
  const newNames = new Map<string, string>()
  for (const id of named.own.filter((own) => hadIds.has(own)))
    newNames.set(macroPictureName(id), macroPictureName(id))
  const taken = [
    ...(await uploads(tx, actor, named.uploads)),
    ...(await others(
      tx,
      actor,
      named.own.filter((own) => !hadIds.has(own)),
    )),
  ]
  for (const { oldName, ...bytes } of taken) {
    const { id } = await tx
      .insertInto('macro_file')
      .values({ ...bytes, macro_id: macroId, is_inline: true })
      .returning('id')
      .executeTakeFirstOrThrow()
    newNames.set(oldName, macroPictureName(id))
  }
  const renamed: MacroTexts = {}
  for (const language of ['ru', 'en'] as const) {
    const html = texts[language]
    if (html) renamed[language] = renamePictures(html, (name) => newNames.get(name) ?? null)
  }
  return renamed
}

function picturesOf(tx: Tx, macroId: number) {
  return tx
    .selectFrom('macro_file')
    .select('id')
    .where('macro_id', '=', macroId)
    .where('is_inline', '=', true)
    .execute()
}

/** Loose pictures the actor has uploaded. Bytes are kept by their sum: the blob also carries the macro's picture. */
async function uploads(tx: Tx, actor: Actor, ids: number[]): Promise<(Bytes & { oldName: string })[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('file')
    .select(['id', 'sha256', 'size_bytes', 'name', 'mime'])
    .where('id', 'in', ids)
    .where('uploaded_by_id', '=', actor.agentId)
    .where('is_inline', '=', true)
    .where(sql<boolean>`num_nonnulls(customer_message_id, reply_id, note_id) = 0`)
    .orderBy('id')
    .execute()
  if (rows.length !== ids.length) fail('unknown_file')
  for (const { name, mime, size_bytes } of rows) {
    if (!isHarmlessPicture(mime)) fail('picture_unsupported', { detail: { name } })
    if (size_bytes > mostBytes) fail('picture_too_large', { detail: { name, mostBytes } })
  }
  return rows.map(({ id, ...bytes }) => ({ ...bytes, oldName: `file-${id}` }))
}

async function others(tx: Tx, actor: Actor, ids: number[]): Promise<(Bytes & { oldName: string })[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('macro_file')
    .innerJoin('macro', 'macro.id', 'macro_file.macro_id')
    .select(['macro_file.id', 'sha256', 'size_bytes', 'macro_file.name', 'mime'])
    .where('macro_file.id', 'in', ids)
    .where('is_inline', '=', true)
    .where(visibleMacros(actor))
    .orderBy('macro_file.id')
    .execute()
  if (rows.length !== ids.length) fail('unknown_file')
  return rows.map(({ id, ...bytes }) => ({ ...bytes, oldName: macroPictureName(id) }))
}
