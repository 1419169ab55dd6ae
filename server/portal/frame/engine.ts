import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Liquid, type Template } from 'liquidjs'
import type { Language } from '#contract/common.ts'
import { escapeHtml } from '#server/platform/html.ts'
import { words } from '#server/platform/words.ts'
import type { Links } from './links.ts'
import { TrustedHtml } from './trusted-html.ts'

const folder = path.join(import.meta.dirname, '../theme')

/** The theme as it comes, by the template's name: `article` is theme/article.liquid. */
export const builtInTemplates: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => file.endsWith('.liquid'))
    .map((file) => [file.replace(/\.liquid$/, ''), readFileSync(path.join(folder, file), 'utf8')]),
)

/** What filters need to know of the page that is rendered; under this name among the template's values. */
export interface Speech {
  language: Language
  links: Links
  /** The reader's zone; null where it is not known. */
  timeZone?: string | null
  /** Moments are in this one then, and it is named. */
  deskZone?: string
}

export interface Engine {
  /** A template with its values; every value is escaped unless it is TrustedHtml. Throws for a broken template. */
  render(template: string, values: object, speech: Speech): string
}

export const maxTemplateChars = 60_000
const bounds = { parseLimit: maxTemplateChars * 2, renderLimit: 500, memoryLimit: 20_000_000 }

/** The theme, some of its templates perhaps changed. Each is parsed once. */
export function createEngine(changed: Readonly<Record<string, string>> = {}): Engine {
  const templates = { ...builtInTemplates, ...changed }
  const liquid = createLiquid(templates)
  const parsed = new Map<string, Template[]>()
  return {
    render: (name, values, speech) => {
      const source = templates[name]
      if (source === undefined) throw new Error(`the theme has no template ${name}`)
      const template = parsed.get(name) ?? liquid.parse(source, name)
      parsed.set(name, template)
      // Globals reach the partials too, which see nothing else of the page.
      return liquid.renderSync(template, values, { globals: { speech } }) as string
    },
  }
}

let builtIn: Engine | undefined

/**
 * The same for customers, who always meet a page: where a changed template is broken, the one it came with is rendered,
 * and `onBroken` hears of it once.
 */
export function createSafeEngine(
  changed: Readonly<Record<string, string>>,
  onBroken: (template: string, error: unknown) => void,
): Engine {
  builtIn ??= createEngine()
  const safe = builtIn
  if (Object.keys(changed).length === 0) return safe
  const theme = createEngine(changed)
  const told = new Set<string>()
  return {
    render: (name, values, speech) => {
      try {
        return theme.render(name, values, speech)
      } catch (error) {
        if (!told.has(name)) onBroken(name, error)
        told.add(name)
        return safe.render(name, values, speech)
      }
    },
  }
}

/** Whether a template can be read at all; what goes wrong only with some values is known when it does. */
export function isReadable(source: string): boolean {
  try {
    createLiquid(builtInTemplates).parse(source)
    return true
  } catch {
    return false
  }
}

function createLiquid(templates: Readonly<Record<string, string>>): Liquid {
  const liquid = new Liquid({
    ...bounds,
    outputEscape: (value: unknown) => (value instanceof TrustedHtml ? value.html : escapeHtml(textOf(value))),
    ownPropertyOnly: true,
    strictFilters: true,
    // There is no file to include: a partial is a template of the theme.
    templates,
    relativeReference: false,
  })
  // Whatever came from outside would go past the escaping.
  delete liquid.filters['raw']
  const speechOf = (context: { globals: object }) => (context.globals as { speech: Speech }).speech
  liquid.registerFilter('t', function (key: unknown, ...args: unknown[]) {
    const { language } = speechOf(this.context)
    const values = Object.fromEntries(args.filter((arg): arg is [string, unknown] => Array.isArray(arg)))
    const t = words(language).t as (key: string, values: object) => string
    return t(textOf(key), values)
  })
  liquid.registerFilter('link', function (to: unknown) {
    return speechOf(this.context).links.page(textOf(to))
  })
  liquid.registerFilter('day', function (at: unknown) {
    return formatDay(at, speechOf(this.context))
  })
  liquid.registerFilter('moment', function (at: unknown) {
    return formatMoment(at, speechOf(this.context))
  })
  return liquid
}

/** What a template may say of a value: an object is nothing anybody would read. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

const locales = { ru: 'ru-RU', en: 'en-GB' } as const
const days = new Map<string, Intl.DateTimeFormat>()
function formatted(at: unknown, language: Language, options: Intl.DateTimeFormatOptions): string {
  if (!(at instanceof Date)) return ''
  const key = `${language} ${JSON.stringify(options)}`
  const format = days.get(key) ?? new Intl.DateTimeFormat(locales[language], options)
  // Zones are named by whoever reads: there are a few hundred, in two languages.
  if (days.size < 5000) days.set(key, format)
  return format.format(at)
}
const formatDay = (at: unknown, { language, timeZone, deskZone }: Speech) =>
  formatted(at, language, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: timeZone ?? deskZone,
  })
const formatMoment = (at: unknown, { language, timeZone, deskZone }: Speech) =>
  formatted(at, language, {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: timeZone ?? deskZone,
    timeZoneName: timeZone ? undefined : 'short',
  })
