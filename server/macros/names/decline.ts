import { incline } from 'lvovich'
import { readName } from './person-name.ts'

/** Cases by their names in English, by those in Russian, and by the question they answer. */
const cases = {
  genitive: 'genitive',
  dative: 'dative',
  accusative: 'accusative',
  instrumental: 'instrumental',
  prepositional: 'prepositional',
  родительный: 'genitive',
  дательный: 'dative',
  винительный: 'accusative',
  творительный: 'instrumental',
  предложный: 'prepositional',
  кого: 'genitive',
  кому: 'dative',
  кем: 'instrumental',
  'о ком': 'prepositional',
} as const

export type GrammaticalCase = (typeof cases)[keyof typeof cases]

export function caseNamed(name: string): GrammaticalCase | null {
  const key = name.trim().toLowerCase()
  return Object.hasOwn(cases, key) ? cases[key as keyof typeof cases] : null
}

/**
 * A Russian name in a case, its words in the order they were in: «Иван Петрович» → «Ивану Петровичу». What is no
 * Russian name, and a surname whose gender is not known, stays as it is.
 */
export function declineName(name: string, grammaticalCase: GrammaticalCase): string {
  const parts = readName(name)
  const { first, patronymic, last, gender } = parts
  if (!/\p{Script=Cyrillic}/u.test(name) || (first === '' && last === '')) return name
  const inclined = (part: { first?: string; middle?: string; last?: string }, whole: string) => {
    const done = incline({ ...part, ...(gender && { gender }) }, grammaticalCase)
    return done.first ?? done.middle ?? done.last ?? whole
  }
  const forms = new Map<string, string>()
  if (first !== '') forms.set(first, softSign(first, gender, grammaticalCase) ?? inclined({ first }, first))
  if (patronymic !== '') forms.set(patronymic, inclined({ middle: patronymic }, patronymic))
  if (last !== '' && gender !== null) forms.set(last, inclined({ last }, last))
  return [last, first, patronymic]
    .filter((word) => word !== '')
    .toSorted((a, b) => placeOf(name, a) - placeOf(name, b))
    .map((word) => forms.get(word) ?? word)
    .join(' ')
}

function placeOf(name: string, word: string): number {
  return name.toLowerCase().indexOf(word.toLowerCase())
}

/** Любовь, Нинель: the rules of the library leave them as they are. */
function softSign(first: string, gender: string | null, grammaticalCase: GrammaticalCase): string | null {
  if (gender !== 'female' || !/^(?:любовь|нинель|рахиль|адель)$/i.test(first)) return null
  const stem = first.slice(0, -1)
  if (grammaticalCase === 'accusative') return first
  return grammaticalCase === 'instrumental' ? `${stem}ью` : `${stem}и`
}
