import { type FilterImplOptions, Liquid, Output, type Template, toValueSync } from 'liquidjs'
import { fallbacks, keptFilters, type OwnFilter, ownFilters } from './filters.ts'
import { Moment } from './moment.ts'
import { Several } from './several.ts'
import type { Speech } from './speech.ts'

export const maxTemplateChars = 20_000

/** What goes on while a template is rendered. */
interface Rendering {
  speech: Speech
  /** Variables that were to be said, and are empty. */
  missing: Set<string>
  /** Without values, to see whether it can be rendered at all: what comes of sums is not known yet. */
  isTrial: boolean
}

/** By the values that are rendered: what filters and outputs belong to. */
const renderings = new WeakMap<object, Rendering>()

/**
 * A language of its own, of which templates that agents write may use what is listed in filters.ts and the tags below.
 * Values are escaped, there are no files to include and no loops, and every rendering is bounded in time and memory.
 */
const liquid = new Liquid({
  outputEscape: 'escape',
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  parseLimit: maxTemplateChars * 2,
  renderLimit: 200,
  memoryLimit: 400_000,
})
const keptTags = new Set(['if', 'unless', 'case', 'assign', 'comment'])
for (const tag of Object.keys(liquid.tags)) if (!keptTags.has(tag)) delete liquid.tags[tag]
const kept = new Set<string>(keptFilters)
for (const filter of Object.keys(liquid.filters)) if (!kept.has(filter)) delete liquid.filters[filter]
for (const [name, filter] of Object.entries<OwnFilter>(ownFilters)) {
  liquid.registerFilter(name, function (value: unknown, ...args: unknown[]) {
    const { speech } = renderings.get(this.context.environments) ?? {}
    return speech === undefined ? '' : filter(value, args, speech)
  })
}

for (const name of ['first', 'last', 'join', 'size'])
  around(name, (filter, value, args) => filter(value instanceof Several ? [...value.items] : value, args))
for (const name of ['plus', 'minus', 'times', 'divided_by', 'round'])
  around(name, (filter, value, args, rendering) => {
    const result = filter(value, args)
    if (!Number.isFinite(result) && rendering?.isTrial === false) throw new Error(`no number: ${name}`)
    return result
  })

/** Puts something around a filter of Liquid's own. */
function around(
  name: string,
  work: (
    filter: (value: unknown, args: unknown[]) => unknown,
    value: unknown,
    args: unknown[],
    rendering: Rendering | undefined,
  ) => unknown,
): void {
  const own: FilterImplOptions | undefined = liquid.filters[name]
  if (typeof own !== 'function') throw new Error(`Liquid has no filter ${name}`)
  liquid.registerFilter(name, function (value: unknown, ...args: unknown[]) {
    const filter = (inner: unknown, words: unknown[]): unknown => own.call(this, inner, ...words)
    return work(filter, value, args, renderings.get(this.context.environments))
  })
}

/** Every filter there is, for the guide and its test. */
export function filterNames(): string[] {
  return Object.keys(liquid.filters)
}

/** Throws what Liquid finds wrong. */
export function parseTemplate(source: string): Template[] {
  const templates = liquid.parse(source)
  for (const template of everyTemplate(templates)) if (template instanceof Output) watch(template)
  return templates
}

/** Variables the template names, with their places; those it makes itself are left out. */
export function namedVariables(templates: Template[]): { name: string; row: number; col: number }[] {
  return Object.values(liquid.analyzeSync(templates, { partials: false }).globals)
    .flat()
    .map(({ segments, location }) => ({ name: segments.map(String).join('.'), ...location }))
}

/** Renders with values that name no braces (see `withoutBraces`); answers what was to be said and is not there. */
export function renderParsed(
  templates: Template[],
  values: object,
  speech: Speech,
  isTrial = false,
): { html: string; missing: string[] } {
  const missing = new Set<string>()
  renderings.set(values, { speech, missing, isTrial })
  const html = liquid.renderSync(templates, values) as string
  return { html, missing: [...missing] }
}

/** All of a template, the inner ones too. */
export function everyTemplate(templates: readonly Template[]): Template[] {
  return templates.flatMap((template) => {
    const inner = template.children ? toValueSync<Template[]>(template.children(false, true)) : []
    return [template, ...everyTemplate(inner)]
  })
}

/** Makes an output without a word for emptiness tell when its value is empty. */
function watch(output: Output): void {
  if (output.value.filters.some(({ name }) => fallbacks.has(name))) return
  const [token] = output.value.initial.postfix
  const name = token?.getText() ?? ''
  if (!/^[a-z_][\w.]*$/.test(name)) return
  const render = output.render.bind(output)
  output.render = function* (context, emitter) {
    const value: unknown = yield output.value.value(context, false)
    if (isEmpty(value)) renderings.get(context.environments)?.missing.add(name)
    return yield* render(context, emitter)
  }
}

function isEmpty(value: unknown): boolean {
  if (value instanceof Moment) return false
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
