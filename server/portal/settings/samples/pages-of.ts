import { builtInTemplates } from '../../frame/engine.ts'
import { samplePages } from './sample-pages.ts'

const pages = [...new Set(samplePages('en').map(({ template }) => template))]

/** The pages a template is seen on: a page itself; for what is around pages or within them, those. */
export function pagesOf(name: string): string[] {
  if (pages.includes(name)) return [name]
  const named = new RegExp(String.raw`\{%-?\s*(?:render|include)\s+['"]${name}['"]`)
  const within = pages.filter((page) => named.test(builtInTemplates[page] ?? ''))
  // Around all of them, or named by nobody until somebody does.
  return within.length > 0 ? within : pages
}
