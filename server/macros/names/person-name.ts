import { getFirstnameGender, getLastnameGender, getMiddlenameGender } from 'lvovich'
import { nameParts, type NamePart } from '#server/platform/language.ts'

export type Gender = 'male' | 'female'

/** A person's name in its parts; one that is not there is empty. */
export interface PersonName {
  first: string
  patronymic: string
  last: string
  /** Null when it cannot be told: nobody is to be called by a guess. */
  gender: Gender | null
}

const nobody: PersonName = { first: '', patronymic: '', last: '', gender: null }
const patronymicEnd = /(?:[оеё]вич|[оеё]вна|ич|ична|инична|оглы|кызы|улы|қызы)$/iu
const initial = /^\p{Lu}\.?$/u
/** Words that tell a company or a mailbox from a person. */
const noPerson =
  /^(?:ооо|оао|зао|пао|ао|ип|тоо|гк|фгуп|мбоу|llc|ltd|inc|gmbh|corp|отдел|служба|компания|поддержка|бухгалтерия|support|team|sales|info|admin|noreply|service)$/iu

/**
 * Takes a name apart as people write it: «Сидоров Иван Петрович», «Иван Сидоров», «Иван Петрович», «Anna Smith».
 * A company, an address or a row of words that is no name gives empty parts.
 */
export function readName(name: string): PersonName {
  const words = wordsOf(name)
  if (words === null) return nobody
  const cyrillic = words.every((word) => /^[\p{Script=Cyrillic} .-]+$/u.test(word))
  if (!cyrillic) return readForeign(words)
  const given = words.filter((word) => !initial.test(word))
  const patronymic = patronymicOf(given)
  const others = given.filter((word) => word !== patronymic)
  const first = firstNameOf(others, patronymic === '' ? -1 : given.indexOf(patronymic))
  const last = others.filter((word) => word !== first).join(' ')
  if (first === '' && last === '') return nobody
  return {
    first,
    patronymic: first === '' ? '' : patronymic,
    last,
    gender: genderOf({ first, patronymic, last }),
  }
}

/** «Иван Петрович», else «Иван»; empty when the first name is not known. */
export function politeName({ first, patronymic }: PersonName): string {
  return patronymic === '' ? first : `${first} ${patronymic}`
}

/** Three words at most, none of which tells that it is no person; null otherwise. */
function wordsOf(name: string): string[] | null {
  const words = name
    .slice(0, 200)
    .replace(/\([^)]*\)/g, ' ')
    .replace(/(?<=\p{L}\.)(?=\p{L})/gu, ' ')
    .replace(/,/g, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '')
  const isName = (word: string) => /^\p{L}[\p{L}\p{M}'’-]*\.?$/u.test(word) && !noPerson.test(word)
  if (words.length === 0 || words.length > 4 || !words.every(isName)) return null
  // The Turkic patronymic is of two words: «Мамед оглы».
  const at = words.findIndex((word) => /^(?:оглы|кызы)$/iu.test(word))
  const joined = at > 0 ? words.toSpliced(at - 1, 2, `${words[at - 1]} ${words[at]}`) : words
  return joined.length > 3 ? null : joined.map(capitalised)
}

/** `ИВАН` and `иван` are the same man. */
function capitalised(word: string): string {
  const isOneCase = word === word.toUpperCase() || word === word.toLowerCase()
  if (!isOneCase || word.length < 2) return word
  return word.toLowerCase().replace(/(?<=^|[\s-])\p{L}/gu, (letter) => letter.toUpperCase())
}

function kindsOf(word: string): NamePart['kind'][] {
  return nameParts(word).map((part) => part.kind)
}

/** The patronymic never stands first, and never alone. */
function patronymicOf(words: readonly string[]): string {
  const isPatronymic = (word: string) =>
    patronymicEnd.test(word) &&
    (kindsOf(word).includes('patronymic') || getMiddlenameGender(word) !== null || /\s/.test(word))
  const found = words.findLastIndex((word, at) => at > 0 && isPatronymic(word))
  return words[found] ?? ''
}

/** Before the patronymic if there is one; else the word the dictionary has as a first name, the first one in doubt. */
function firstNameOf(words: readonly string[], patronymicAt: number): string {
  if (patronymicAt > 0) return words[patronymicAt - 1] ?? ''
  const [a = '', b = ''] = words
  const isFirst = (word: string) => kindsOf(word).includes('first')
  const isLast = (word: string) =>
    kindsOf(word).includes('last') ||
    /(?:ов|ев|ёв|ова|ева|ёва|ский|ская|цкий|цкая|енко|ин|ина|ых|их)$/iu.test(word)
  if (b === '') return isLast(a) && !isFirst(a) ? '' : a
  if (isFirst(b) && (!isFirst(a) || (isLast(a) && !isLast(b)))) return b
  if (isFirst(a)) return a
  return isLast(a) && !isLast(b) ? b : a
}

/** Told by the patronymic, else by first name and surname where they do not quarrel. */
function genderOf({ first, patronymic, last }: Omit<PersonName, 'gender'>): Gender | null {
  if (/(?:ич|оглы|улы)$/iu.test(patronymic)) return 'male'
  if (/(?:на|кызы|қызы)$/iu.test(patronymic)) return 'female'
  const ofFirst = first === '' ? null : genderOfFirst(first)
  const ofLast = last === '' ? null : certain(getLastnameGender(last))
  if (ofFirst !== null && ofLast !== null && ofFirst !== ofLast) return null
  return ofFirst ?? ofLast
}

/** Саша and Женя are both; the dictionary knows one of them only. */
function genderOfFirst(first: string): Gender | null {
  const guessed = getFirstnameGender(first)
  if (guessed === 'androgynous') return null
  const known = new Set(
    nameParts(first)
      .filter((part) => part.kind === 'first')
      .map((part) => part.gender),
  )
  const [only] = known
  return known.size === 1 && only ? only : null
}

function certain(gender: 'male' | 'female' | 'androgynous' | null): Gender | null {
  return gender === 'male' || gender === 'female' ? gender : null
}

function readForeign(words: readonly string[]): PersonName {
  const [first = '', ...rest] = words.filter((word) => !initial.test(word))
  return { first, patronymic: '', last: rest.join(' '), gender: null }
}
