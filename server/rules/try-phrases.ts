import type { PhraseTrial } from '#contract/rule-files.ts'
import type { WordsHow } from '#contract/rule-conditions.ts'
import { compilePhrase, type PhraseMode, previewPhrase, readText } from '#server/platform/language.ts'
import { checkWords } from './arrange/check-content.ts'

interface Trial {
  how: WordsHow
  values: string[]
  sample: string
}

/** Which words a condition meets, for the hint below it. */
export function tryPhrases({ how, values, sample }: Trial): PhraseTrial {
  const test = { field: 'text', isNot: false, how, values } as const
  checkWords({ conditions: { match: 'all', isNot: false, conditions: [test] } })
  if (how === 'equals') return { forms: [], found: [] }
  const mode = how === 'any_form' ? 'forms' : how
  const forms =
    how === 'pattern'
      ? []
      : values.map((value) => {
          const { finds, misses } = previewPhrase(value, mode)
          return { value, forms: [...finds], misses: [...misses] }
        })
  return { forms, found: found(mode, values, sample) }
}

/** Letters of the sample looked through for one answer: a hard pattern needs some 3 µs for each of them. */
const mostLooked = 200_000

/** The places, each found behind the one before it; those that cost too much to find are left out. */
function found(mode: PhraseMode, values: string[], sample: string): PhraseTrial['found'] {
  const places: PhraseTrial['found'] = []
  let looked = 0
  for (const value of values) {
    const phrase = compilePhrase(value, mode)
    for (let from = 0; from < sample.length && places.length < 100;) {
      looked += sample.length - from
      if (looked > mostLooked) break
      const hit = phrase.find(readText(sample.slice(from)))
      if (!hit || hit.end === hit.start) break
      places.push({ start: from + hit.start, end: from + hit.end })
      from += hit.end
    }
  }
  return places.toSorted((a, b) => a.start - b.start)
}
