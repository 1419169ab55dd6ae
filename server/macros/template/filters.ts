import { type MacroFilter, macroFilters } from '#contract/macros.ts'
import { caseNamed, declineName } from '../names/decline.ts'
import { politeName, readName } from '../names/person-name.ts'
import { Moment } from './moment.ts'
import { Several } from './several.ts'
import { sayDate, type Speech } from './speech.ts'

export type OwnFilter = (value: unknown, args: readonly unknown[], speech: Speech) => unknown

const text = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'number'
      ? String(value)
      : value instanceof Moment || value instanceof Several
        ? value.valueOf()
        : ''

const dated =
  (style: 'words' | 'short' | 'time' | 'weekday'): OwnFilter =>
  (value, _args, speech) => {
    if (value instanceof Moment) return sayDate(value.date, style, speech, value.isDay)
    const day = /^\d{4}-\d{2}-\d{2}$/.test(text(value))
    const date = new Date(text(value))
    return Number.isNaN(date.getTime()) ? '' : sayDate(date, style, speech, day)
  }

/** Our own. */
export const ownFilters = {
  /** `customer.gender | gendered: "обратился", "обратилась", "обратились"`: the third is for whom nobody knows. */
  gendered: (value, [male, female, unknown]) => {
    const gender = value === 'male' || value === 'female' ? value : readName(text(value)).gender
    return text(gender === 'male' ? male : gender === 'female' ? female : unknown)
  },
  decline: (value, [name]) => {
    const grammaticalCase = caseNamed(text(name))
    return grammaticalCase === null ? text(value) : declineName(text(value), grammaticalCase)
  },
  polite_name: (value) => politeName(readName(text(value))),
  first_name: (value) => readName(text(value)).first,
  /** `ticket.days_open | plural: "день", "дня", "дней"`: the word without the number; in English two forms. */
  plural: (value, forms, { language }) => {
    const number = Number(text(value))
    const [one, few, many] = forms.map(text)
    const category = new Intl.PluralRules(language).select(Number.isFinite(number) ? number : 0)
    if (category === 'one') return one
    if (language === 'en') return few
    return category === 'few' ? few : (many ?? few)
  },
  date_words: dated('words'),
  date_short: dated('short'),
  time: dated('time'),
  weekday: dated('weekday'),
} satisfies Partial<Record<MacroFilter, OwnFilter>>

/** Filters of Liquid's own that are kept. What the contract does not name does not exist in a macro. */
export const keptFilters = macroFilters.filter((name) => !Object.hasOwn(ownFilters, name))

/** How many words a filter takes at least: with fewer it would put nothing where somebody is spoken to. */
export const fewestArguments: Partial<Record<string, number>> = {
  default: 1,
  gendered: 3,
  decline: 1,
  plural: 2,
}

/** After these there is a word for a value that is not there. */
export const fallbacks: ReadonlySet<string> = new Set(['default', 'gendered'])
