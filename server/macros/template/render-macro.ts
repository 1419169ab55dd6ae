import { cleanComposedHtml, composedHtmlToText } from '#server/platform/composed-html.ts'
import { fail } from '#server/platform/http/failure.ts'
import { parseTemplate, renderParsed } from './engine.ts'
import { type FoundProblem, findProblem, problemOfError } from './find-problem.ts'
import { Moment } from './moment.ts'
import { templateSource, withoutMadeLines } from './source.ts'
import { Several } from './several.ts'
import type { Speech } from './speech.ts'
import type { RenderedMacro } from '#contract/macros.ts'

/**
 * A template with a ticket's values: cleaned HTML, the same in plain text, and what was to be said and is not known.
 * Ends with `bad_template`, and never with half an answer: what Liquid refuses, what takes too long or too much, and
 * words in which braces of a template would stand.
 */
export function renderMacro(template: string, values: object, speech: Speech): RenderedMacro {
  const source = templateSource(template)
  const problem = findProblem(source)
  if (problem !== null) refuse(problem, speech)
  const { html, missing } = rendered(source, values, speech)
  const clean = cleanComposedHtml(withoutMadeLines(html)).trim()
  const text = composedHtmlToText(clean)
  // Two braces may also meet where a mark between them falls away.
  const made = /\{\{|\{%/.exec(`${clean}\n${text}`)
  if (made) refuse({ problem: 'stray_braces', word: made[0], line: 1, column: 1, snippet: '' }, speech)
  return { html: withBraces(clean), text: withBraces(text), missing }
}

function rendered(source: string, values: object, speech: Speech) {
  try {
    return renderParsed(parseTemplate(source), withoutBraces(values) as object, speech)
  } catch (error) {
    return refuse(problemOfError(source, error), speech)
  }
}

function refuse(problem: FoundProblem, { language }: Speech): never {
  fail('bad_template', { detail: { ...problem, language } })
}

const standIns = { '{': '\uE000', '}': '\uE001' } as const

/**
 * Values whose braces are letters of their own until the end: a customer who writes `{{ name }}` is quoted, and what
 * else looks like a template afterwards came from the template.
 */
function withoutBraces(value: unknown): unknown {
  // In Liquid an empty text is there; whoever asks "if there is a phone" means something else.
  if (value === '' || (Array.isArray(value) && value.length === 0)) return null
  if (typeof value === 'string')
    return value
      .replace(/[\uE000-\uE003]/g, '')
      .replaceAll('{', standIns['{'])
      .replaceAll('}', standIns['}'])
  if (Array.isArray(value)) return value.map(withoutBraces)
  if (value instanceof Several) return new Several(value.items.map((item) => String(withoutBraces(item))))
  if (typeof value !== 'object' || value === null || value instanceof Moment) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutBraces(inner)]))
}

function withBraces(html: string): string {
  return html.replaceAll(standIns['{'], '{').replaceAll(standIns['}'], '}')
}
