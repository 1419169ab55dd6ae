import { Liquid, type Template } from 'liquidjs'
import type { TemplateProblem } from '#contract/signatures.ts'
import { fail } from '#server/platform/http/failure.ts'

const maxChars = 20_000

/**
 * Templates that people write into settings. Values are escaped, there are no files to include, no loops that could
 * run away, and every rendering is bounded in steps and memory.
 */
const liquid = new Liquid({
  outputEscape: 'escape',
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  parseLimit: maxChars,
  renderLimit: 200,
  memoryLimit: 200_000,
})
for (const tag of [
  'include',
  'render',
  'layout',
  'block',
  'for',
  'tablerow',
  'cycle',
  'increment',
  'decrement',
]) {
  delete liquid.tags[tag]
}

// What it would let through is what others have written: a name, a subject.
delete liquid.filters['raw']

const signs: readonly [TemplateProblem['problem'], RegExp][] = [
  ['unclosed_output', /^output "(.*?)" not closed/s],
  ['unclosed_tag', /^tag "(.*?)" not closed/s],
  ['unclosed_tag', /^tag (.*?) not closed/s],
  ['unknown_tag', /^tag "(.*?)" not found/s],
  ['unknown_filter', /undefined filter: ([^\s,]+)/],
  ['too_much', /limit exceeded()/],
]

/** What is wrong with a template, for the person who wrote it; null for a sound one. */
export function templateProblem(source: string, allowed: readonly string[]): TemplateProblem | null {
  let parsed: Template[]
  try {
    parsed = liquid.parse(source)
    // Filters are looked up while rendering.
    liquid.renderSync(parsed, {})
  } catch (error) {
    return problemOf(error)
  }
  for (const variable of liquid.globalVariableSegmentsSync(parsed)) {
    const name = variable.join('.')
    if (!allowed.includes(name))
      return { problem: 'unknown_variable', word: name, line: lineOf(source, name) }
  }
  return null
}

function problemOf(error: unknown): TemplateProblem {
  const said = error instanceof Error ? error.message : String(error)
  const line = Number(/, line:(\d+)/.exec(said)?.[1] ?? 1)
  for (const [problem, sign] of signs) {
    const match = sign.exec(said)
    if (match) return { problem, word: (match[1] ?? '').replace(/, line:.*$/s, '').slice(0, 60), line }
  }
  return { problem: 'syntax', word: '', line }
}

function lineOf(source: string, name: string): number {
  const at = source.indexOf(name)
  return at < 0 ? 1 : source.slice(0, at).split('\n').length
}

/** Ends the operation with `bad_template` when the template cannot be used. */
export function mustBeTemplate(source: string, allowed: readonly string[]): void {
  const problem = templateProblem(source, allowed)
  if (problem !== null) fail('bad_template', { detail: { ...problem } })
}

/** The template with its values, escaped. Throws for a template `templateProblem` would refuse. */
export function renderTemplate(source: string, values: object): string {
  return liquid.renderSync(liquid.parse(source), values) as string
}
