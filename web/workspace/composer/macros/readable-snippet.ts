import type { VariableWord } from './use-variable-words.ts'

/** The beginning of a macro's words for a list: variables by what they mean, commands left out. */
export function readableSnippet(snippet: string, variables: readonly VariableWord[]): string {
  return snippet
    .replace(/\{%[^}]*(?:%\}|$)/g, '')
    .replace(/\{\{\s*([\w.]+)[^}]*(?:\}\}|$)/g, (_all, name: string) => {
      const label = variables.find((each) => each.name === name)?.label ?? name
      return `[${label.charAt(0).toLocaleLowerCase()}${label.slice(1)}]`
    })
    .replace(/\{\{?$/, '')
    .trim()
}
