import { Output, type Template, TokenKind } from 'liquidjs'
import type { MacroTemplateProblem } from '#contract/macros.ts'
import { macroVariables } from '#contract/macros.ts'
import { caseNamed } from '../names/decline.ts'
import { everyTemplate, maxTemplateChars, namedVariables, parseTemplate, renderParsed } from './engine.ts'
import { fewestArguments } from './filters.ts'
import { placeInText } from './source.ts'

type Kind = MacroTemplateProblem['problem']
export type FoundProblem = Omit<MacroTemplateProblem, 'language'>

const variables: ReadonlySet<string> = new Set(macroVariables)
const fieldVariable = /^(?:ticket|customer|organization)\.fields\.[a-z][a-z0-9_]{0,39}$/

const signs: readonly [Kind, RegExp][] = [
  ['unclosed_output', /^output "(.*?)" not closed/s],
  ['unclosed_tag', /^tag "(.*?)" not closed/s],
  ['unclosed_tag', /^tag (.*?) not closed/s],
  ['unknown_tag', /^tag "(.*?)" not found/s],
  ['unknown_filter', /undefined filter: ([^\s,]+)/],
  ['too_much', /limit exceeded()/],
  ['no_number', /no number: (\w+)/],
]
/** A variable somebody put into one brace, or a brace that has lost its pair. */
const strayBraces =
  /\{\{|\}\}|\{%|%\}|\{\s*(?:ticket|customer|agent|organization|team|desk|inbox)\.[a-z_.]+\s*\}/

/** What is wrong with a template's source, for whoever wrote it; null for a sound one. Nothing it says is kept. */
export function findProblem(source: string): FoundProblem | null {
  const at = placer(source)
  if (source.length > maxTemplateChars * 2) return at('too_much', '', 1, 1)
  let parsed: Template[]
  try {
    parsed = parseTemplate(source)
    renderParsed(parsed, {}, { language: 'ru', timeZone: 'UTC', now: new Date(0) }, true)
  } catch (error) {
    return at(...describe(error))
  }
  for (const { name, row, col } of namedVariables(parsed))
    if (!variables.has(name) && !fieldVariable.test(name)) return at('unknown_variable', name, row, col)
  for (const template of everyTemplate(parsed)) {
    const found = problemOf(template)
    if (found) return at(found.kind, found.word, found.line, found.column)
  }
  return null
}

/** What stopped a rendering, told by its place in the source. */
export function problemOfError(source: string, error: unknown): FoundProblem {
  return placer(source)(...describe(error))
}

function placer(source: string) {
  return (problem: Kind, word: string, line: number, column: number): FoundProblem => ({
    problem,
    // Liquid writes a line's end in letters.
    word: word
      .replaceAll(/<[^>]*>|\\n/g, '')
      .trim()
      .slice(0, 60),
    ...placeInText(source, line, column),
  })
}

function describe(error: unknown): [Kind, string, number, number] {
  const said = error instanceof Error ? error.message : String(error)
  const [, line = '1', column = '1'] = /, line:(\d+), col:(\d+)/.exec(said) ?? []
  for (const [problem, sign] of signs) {
    const match = sign.exec(said)
    if (match) return [problem, (match[1] ?? '').replace(/, line:.*$/s, ''), Number(line), Number(column)]
  }
  return ['syntax', '', Number(line), Number(column)]
}

/** What Liquid lets pass and a reader would see: braces that stand alone, filters without their words. */
function problemOf(template: Template): { kind: Kind; word: string; line: number; column: number } | null {
  const { token } = template
  const [line = 1, column = 1] = token.getPosition()
  if (token.kind === TokenKind.HTML) {
    const said = token.getText()
    const match = strayBraces.exec(said)
    if (!match) return null
    const before = said.slice(0, match.index).split('\n')
    const columnOf = (before.at(-1) ?? '').length + 1
    return {
      kind: 'stray_braces',
      word: match[0],
      line: line + before.length - 1,
      column: before.length === 1 ? column + columnOf - 1 : columnOf,
    }
  }
  // A word in quotes that looks like a template would stand in the answer as one.
  if (/\{\{|\{%/.test(token.getText().slice(2))) return { kind: 'stray_braces', word: '{{', line, column }
  if (!(template instanceof Output)) return null
  for (const { name, args } of template.value.filters) {
    if (args.length < (fewestArguments[name] ?? 0)) return { kind: 'few_arguments', word: name, line, column }
    const [first] = args
    if (name === 'divided_by' && first && 'content' in first && Number(first.content) === 0)
      return { kind: 'no_number', word: name, line, column }
    const literal = name === 'decline' && first && 'content' in first ? String(first.content) : null
    if (literal !== null && caseNamed(literal) === null)
      return { kind: 'few_arguments', word: `${name}: ${literal}`, line, column }
  }
  return null
}
