import { foldWord, inflections, lemmas } from './lemmas.ts'

/**
 * The dictionary counts «второй» among the forms of «два», and a rule about the second letter is not one about two:
 * phrases take them for two words. The index keeps the dictionary's lemmas.
 */
const ORDINALS = `
первый второй третий четвёртый пятый шестой седьмой восьмой девятый десятый одиннадцатый двенадцатый тринадцатый
четырнадцатый пятнадцатый шестнадцатый семнадцатый восемнадцатый девятнадцатый двадцатый тридцатый сороковой
пятидесятый шестидесятый семидесятый восьмидесятый девяностый сотый двухсотый трёхсотый четырёхсотый пятисотый
тысячный миллионный
`

let numbers: Map<string, Map<string, string>> | undefined

/** The lemmas of a form with a number told from what it counts: «вторым» has the number's lemma and is «второй». */
export function tellOrdinals(word: string, found: readonly string[]): readonly string[] {
  numbers ??= readNumbers()
  if (!found.some((lemma) => numbers?.has(lemma))) return found
  const folded = foldWord(word)
  return found.map((lemma) => numbers?.get(lemma)?.get(folded) ?? lemma)
}

/** By the number's lemma: every form of its ordinal → the ordinal. */
function readNumbers(): Map<string, Map<string, string>> {
  const read = new Map<string, Map<string, string>>()
  for (const written of ORDINALS.trim().split(/\s+/)) {
    const ordinal = foldWord(written)
    const [number] = lemmas(written)
    const forms = inflections(written).flatMap((each) =>
      each.forms.filter(({ tag }) => tag.includes('Anum')).map(({ text }) => foldWord(text)),
    )
    if (number !== undefined) read.set(number, new Map(forms.map((form) => [form, ordinal])))
  }
  return read
}
