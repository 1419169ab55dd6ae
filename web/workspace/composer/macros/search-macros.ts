import type { MacroFolder, MacroListItem } from '#contract/macros.ts'

export interface MacroGroup {
  /** A folder's path, or one of the groups that are always there. */
  readonly key: 'favourites' | 'often' | 'rest' | `folder-${number}`
  readonly path: string
  readonly macros: readonly MacroListItem[]
}

const oftenAtMost = 5

/** `Доставка / Задержки`; empty for no folder. */
export function folderPath(folders: readonly MacroFolder[], id: number | null): string {
  const names: string[] = []
  const seen = new Set<number>()
  let at = folders.find((folder) => folder.id === id)
  while (at && !seen.has(at.id)) {
    seen.add(at.id)
    names.unshift(at.name)
    const { parentId } = at
    at = folders.find((folder) => folder.id === parentId)
  }
  return names.join(' / ')
}

const folded = (text: string) => text.toLocaleLowerCase().replaceAll('ё', 'е')

/**
 * Macros for what was typed so far: every word has to begin a word of the name, the folder or the text; names before
 * folders before texts, what one uses most first. Nothing typed: favourites, the most used, then folder by folder.
 */
export function groupMacros(
  macros: readonly MacroListItem[],
  folders: readonly MacroFolder[],
  query: string,
): MacroGroup[] {
  const words = folded(query).split(/\s+/).filter(Boolean)
  const group = (key: MacroGroup['key'], list: readonly MacroListItem[], path = ''): MacroGroup[] =>
    list.length === 0 ? [] : [{ key, path, macros: list }]
  if (words.length > 0) {
    const ranked = macros
      .map((macro) => ({ macro, rank: rankOf(macro, folders, words) }))
      .filter(({ rank }) => rank > 0)
      .toSorted((a, b) => b.rank - a.rank || compare(a.macro, b.macro))
    return group(
      'rest',
      ranked.map(({ macro }) => macro),
    )
  }
  const favourites = macros.filter((macro) => macro.isFavourite)
  const often = macros
    .filter((macro) => macro.ownUses > 0 && !macro.isFavourite)
    .toSorted(compare)
    .slice(0, oftenAtMost)
  const shown = new Set([...favourites, ...often])
  const left = macros.filter((macro) => !shown.has(macro))
  const byFolder = folders
    .map((folder) => ({ folder, path: folderPath(folders, folder.id) }))
    .toSorted((a, b) => a.path.localeCompare(b.path))
  return [
    ...group('favourites', favourites),
    ...group('often', often),
    ...byFolder.flatMap(({ folder, path }) =>
      group(
        `folder-${folder.id}`,
        left.filter((macro) => macro.folderId === folder.id),
        path,
      ),
    ),
    ...group(
      'rest',
      left.filter((macro) => macro.folderId === null),
    ),
  ]
}

function compare(a: MacroListItem, b: MacroListItem): number {
  return b.ownUses - a.ownUses || b.uses - a.uses || a.name.localeCompare(b.name)
}

/** 0 for no match; a word found in the name weighs most. */
function rankOf(macro: MacroListItem, folders: readonly MacroFolder[], words: readonly string[]): number {
  const places: [text: string, weight: number][] = [
    [macro.name, 100],
    [folderPath(folders, macro.folderId), 10],
    [macro.snippet, 1],
  ]
  let rank = 0
  for (const word of words) {
    const found = places.find(([text]) => begins(folded(text), word))
    if (!found) return 0
    rank += found[1]
  }
  return rank
}

function begins(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return true
  return false
}
