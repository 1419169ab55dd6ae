import { readFile } from 'node:fs/promises'
import type { Plugin } from 'vite'

/** Words that only some pages need, by namespace; those pages fetch them, nobody else does. */
const later: Record<string, readonly string[]> = {
  entry: ['signIn', 'setup', 'password', 'fieldProblem'],
  settings: ['settings', 'inboxCheck', 'connectionProblem', 'alert', 'blockCause', 'health'],
  ledger: ['letterReason'],
  ticket: [
    'composer',
    'recipients',
    'protection',
    'feed',
    'event',
    'noteReason',
    'merge',
    'later',
    'checklist',
    'customer',
    'templateProblem',
    'source',
    'survey',
    'dkimProblem',
  ],
  scores: ['scores'],
  knowledge: ['knowledge'],
  clocks: ['clocks'],
  rules: ['rules', 'ruleSkip', 'ruleCut'],
  macros: ['macro', 'ruleSkip'],
  playground: ['playground'],
  // Of a page of Settings that shows a chat; the chat itself is told its words by the server.
  widget: ['widget'],
}
/** The server says these itself. */
const neverShown = ['chatDefaults', 'formDefaults', 'letter', 'portal', 'ruleWords']

function isIn(part: string, namespace: string): boolean {
  if (part !== 'first') return later[part]?.includes(namespace) ?? false
  return !neverShown.includes(namespace) && !Object.values(later).flat().includes(namespace)
}

/** `#locales/ru.json?words=settings` is that part of the catalog: half of it is for administrators and for strangers. */
export function catalogParts(): Plugin {
  return {
    name: 'otklik:catalog-parts',
    enforce: 'pre',
    async load(id) {
      const [file, query] = id.split('?')
      // While developing, Vite adds words of its own to the query.
      const part = new URLSearchParams(query).get('words')
      if (!file || !part) return null
      this.addWatchFile(file)
      const catalog = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>
      const words = Object.fromEntries(Object.entries(catalog).filter(([namespace]) => isIn(part, namespace)))
      return { code: `export default ${JSON.stringify(words)}`, map: null, moduleType: 'js' }
    },
  }
}
