import { kinLike } from './families.ts'
import { inflections, irregularFormsLike } from './lemmas.ts'
import type { Inflection } from './russian.ts'

/** The forms that say most about what is found, by part of speech, as parts of OpenCorpora's tags. */
const TELLING: Record<string, string[][]> = {
  NOUN: [
    ['sing', 'gent'],
    ['plur', 'nomn'],
    ['sing', 'ablt'],
    ['plur', 'gent'],
  ],
  VERB: [
    ['VERB', 'plur', 'past'],
    ['VERB', 'plur', 'impr', 'excl'],
    ['VERB', 'sing', '1per'],
    ['VERB', 'plur', '3per'],
  ],
  ADJF: [
    ['ADJF', 'femn', 'nomn'],
    ['ADJF', 'masc', 'gent'],
    ['ADJF', 'plur', 'nomn'],
  ],
}
const PLURAL = [
  ['plur', 'gent'],
  ['plur', 'ablt'],
]
const MOST_OF_KIN = 2
/** English words of letters to a desk that are put into the plural: there is no English dictionary here to ask. */
const COUNTED = new Set(
  `
account address answer application appointment attachment bank bill booking box bug call
cancellation card change charge claim code company complaint computer contract coupon courier crash
customer date day delay delivery deposit device discount document domain email error exchange
failure fee file form gift hour idea invoice issue item key letter license link login loss mail
manager message minute month number offer option order package page parcel part password payment
phone photo picture plan price printer problem product purchase question receipt refund registration
reminder renewal repair replacement report request reservation return review sale server service
shipment shop site size store subscription team ticket transaction transfer update user voucher
warranty website week year
`
    .trim()
    .split(/\s/),
)

/** Other forms of a word or a phrase, as people write them, the most telling first. May hold some that do not exist. */
export function exampleForms(words: readonly string[]): string[] {
  const [only, ...more] = words
  if (only === undefined) return []
  if (more.length > 0) return phraseForms(words)
  if (/^[a-z]/i.test(only)) return englishForms(only)
  const found = distinctWords(inflections(only))
  if (found.length === 0) return strangeForms(only)
  const own = found.flatMap((inflection) => formsOf(inflection).slice(0, found.length > 1 ? 2 : 3))
  const kin = kinLike(only).flatMap((word) => formsOf(inflections(word)[0]).slice(0, 1))
  return [...own.slice(0, 4), ...kin.slice(0, MOST_OF_KIN)]
}

/** A noun may have two ways to be declined, and a form two places in each: the first, and a dictionary's form, are meant. */
function distinctWords(found: readonly Inflection[]): Inflection[] {
  const meant = found.toSorted((a, b) => Number(b.tag.includes('nomn')) - Number(a.tag.includes('nomn')))
  return [...Map.groupBy(meant, ({ lemma }) => lemma).values()].flatMap(([first]) => first ?? [])
}

function formsOf(inflection: Inflection | undefined): string[] {
  if (!inflection) return []
  const speech = speechOf(inflection)
  // «Деньги» are looked for, hardly one «деньга».
  const telling = speech === 'NOUN' && /plur/.test(inflection.tag) ? PLURAL : (TELLING[speech] ?? [])
  return telling.flatMap((parts) => formWith(inflection, parts) ?? [])
}

/** INFN, VERB, participles: one paradigm, the verb's. */
function speechOf({ forms }: Inflection): string {
  const speech = /^[A-Z]+/.exec(forms[0]?.tag ?? '')?.[0] ?? ''
  return speech === 'INFN' ? 'VERB' : speech
}

function formWith({ forms }: Inflection, parts: readonly string[]): string | undefined {
  return forms.find(({ tag }) => {
    const has = tag.split(/[ ,]/)
    return parts.every((part) => has.includes(part)) && !/V-be|V-oy|V-ey|Arch|Infr|Erro/.test(tag)
  })?.text
}

/** The verb changes and what it governs stays; a noun changes together with the adjectives before it. */
function phraseForms(words: readonly string[]): string[] {
  const read = words.map((word) => distinctWords(inflections(word))[0])
  const put = (at: number, form: string): string => words.map((word, n) => (n === at ? form : word)).join(' ')
  const verb = read.findIndex((each) => each && speechOf(each) === 'VERB')
  if (verb >= 0) return formsOf(read[verb]).map((form) => put(verb, form))
  const noun = read.findIndex((each) => each && speechOf(each) === 'NOUN')
  const head = read[noun]
  if (!head) return englishPhrases(words)
  const gender = /masc|femn|neut/.exec(head.forms[0]?.tag ?? '')?.[0] ?? 'masc'
  return [
    ['sing', 'gent'],
    ['plur', 'nomn'],
    ['sing', 'ablt'],
  ].flatMap((parts) => {
    const form = formWith(head, parts)
    if (form === undefined) return []
    const agreeing = words.map((word, at) => {
      const each = read[at]
      if (at === noun) return form
      if (at > noun || !each || speechOf(each) !== 'ADJF') return word
      return formWith(each, parts.includes('plur') ? ['ADJF', ...parts] : ['ADJF', gender, ...parts]) ?? word
    })
    return [agreeing.join(' ')]
  })
}

/** A name or a new word, as it would be declined. */
function strangeForms(word: string): string[] {
  return /[бвгджзклмнпрстфхцчшщ]$/.test(word.toLowerCase()) ? [`${word}а`, `${word}ом`] : []
}

function englishForms(word: string): string[] {
  const lower = word.toLowerCase()
  const irregular = irregularFormsLike(lower)
  const regular = irregular.length === 0 && COUNTED.has(lower) ? [plural(lower)] : []
  return [...irregular.slice(0, 2), ...regular, ...kinLike(lower)]
}

/** Only verbs whose forms are listed are known for verbs. */
function englishPhrases([first = '', ...rest]: readonly string[]): string[] {
  const forms = /^[a-z]/i.test(first) ? irregularFormsLike(first) : []
  return forms.map((form) => [form, ...rest].join(' '))
}

function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`
}
