import type { Macro, MacroBody, MacroListItem, MacroScope } from '#contract/macros.ts'

export interface MacroValues extends MacroBody {
  /** New files, already on the server. */
  fileIds: number[]
  removedFileIds: number[]
}

export const newMacro: MacroValues = {
  name: '',
  scope: 'personal',
  teamId: null,
  folderId: null,
  texts: {},
  actions: [],
  fileIds: [],
  removedFileIds: [],
}

export function valuesOf({ name, scope, teamId, folderId, texts, actions }: Macro): MacroValues {
  return { name, scope, teamId, folderId, texts, actions, fileIds: [], removedFileIds: [] }
}

export type Shown = 'all' | MacroScope

/** Macros of a kind whose name or words hold what was typed. */
export function shownMacros(macros: readonly MacroListItem[], shown: Shown, query: string): MacroListItem[] {
  const wanted = query.trim().toLocaleLowerCase().replaceAll('ё', 'е')
  return macros.filter(
    (macro) =>
      (shown === 'all' || macro.scope === shown) &&
      `${macro.name} ${macro.snippet}`.toLocaleLowerCase().replaceAll('ё', 'е').includes(wanted),
  )
}
