import type { Language } from '#contract/common.ts'
import type { Macro, MacroFile, MacroListItem } from '#contract/macros.ts'
import type { Actor } from '#server/identity/index.ts'
import { composedHtmlToText } from '#server/platform/composed-html.ts'
import type { ListedMacro } from './library/read-macros.ts'
import { mayEdit } from './policy.ts'
import type { MacroFileRow, MacroRow } from './tables.ts'

/** Rows → wire. */
export function presentMacroItem(row: ListedMacro, actor: Actor): MacroListItem {
  return {
    id: row.id,
    name: row.name,
    scope: row.scope,
    teamId: row.team_id,
    folderId: row.folder_id,
    languages: languagesOf(row),
    snippet: snippetOf(row, actor.language),
    actions: row.actions,
    fileCount: row.file_count ?? 0,
    isFavourite: Boolean(row.is_favourite),
    isOffered: row.is_offered,
    mayEdit: mayEdit(actor, row),
    ownUses: row.own_uses ?? 0,
    uses: row.uses ?? 0,
    updatedAt: row.updated_at.toISOString(),
  }
}

export function presentMacro(row: ListedMacro, files: readonly MacroFileRow[], actor: Actor): Macro {
  return {
    ...presentMacroItem(row, actor),
    texts: row.texts,
    files: files.map(presentMacroFile),
    version: row.version,
  }
}

export function presentMacroFile({ id, name, mime, size_bytes }: MacroFileRow): MacroFile {
  return { id, name, mime, sizeBytes: size_bytes }
}

/** In which a macro has words. */
export function languagesOf({ texts }: Pick<MacroRow, 'texts'>): Language[] {
  return (['ru', 'en'] as const).filter((language) => texts[language])
}

function snippetOf({ texts }: MacroRow, language: Language): string {
  const html = texts[language] ?? texts.ru ?? texts.en ?? ''
  return composedHtmlToText(html.slice(0, 2_000)).replaceAll(/\s+/g, ' ').slice(0, 300)
}
