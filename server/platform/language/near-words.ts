import { inflections, lemmas } from './lemmas.ts'

/** Prefixes that make another word of a word, the most usual first. */
const PREFIXES = ['при', 'по', 'до', 'за', 'от', 'пере', 'вы', 'под', 'у', '']
const OTHER_PREFIXES = ['о', 'с', 'на', 'про']
/** A prefix of one letter is rarely one where little is left behind it. */
const LONG_STEM = 5

/** Words that look like these and are others: a reflexive verb, another prefix, another order. */
export function nearWords(words: readonly string[]): string[] {
  return [
    ...words.flatMap(reflexive),
    ...(words.length > 1 && words.every((word) => lemmas(word).length > 0 && !/\d/.test(word))
      ? [words.toReversed().join(' ')]
      : []),
    ...(words.length === 1 ? words.flatMap(prefixed) : []),
  ]
}

/** «вернуть» and «вернусь»; the other way round too. */
function reflexive(word: string): string[] {
  const infinitive = lemmas(word).find((lemma) => /(?:ть|ти|чь)(?:ся)?$/.test(lemma))
  if (infinitive === undefined) return []
  const other = infinitive.endsWith('ся') ? infinitive.slice(0, -2) : `${infinitive}ся`
  const forms = inflections(other)[0]?.forms ?? []
  return forms
    .filter(({ tag }) => /sing,1per/.test(tag))
    .slice(0, 1)
    .map(({ text }) => text)
}

function prefixed(word: string): string[] {
  const [lemma] = lemmas(word)
  if (lemma === undefined || !/^[а-я]+$/.test(lemma)) return []
  const speech = speechOf(lemma)
  if (speech !== 'NOUN' && speech !== 'INFN') return []
  const stems = [...PREFIXES, ...OTHER_PREFIXES]
    .filter((prefix) => prefix !== '' && lemma.startsWith(prefix))
    .map((prefix) => lemma.slice(prefix.length))
    .filter((stem) => stem.length >= (lemma.length - stem.length > 1 ? 3 : LONG_STEM))
  return stems
    .flatMap((stem) => PREFIXES.map((prefix) => prefix + stem))
    .filter((other) => other !== lemma && speechOf(other) === speech)
}

function speechOf(lemma: string): string {
  const found = inflections(lemma).find((each) => each.lemma.replaceAll('ё', 'е') === lemma)
  return /^[A-Z]+/.exec(found?.tag ?? '')?.[0] ?? ''
}
