import { Language } from '#contract/common.ts'

/**
 * In which languages a customer is best answered, the best first: the one that is known of them, the one they wrote in
 * last, the desk's, then whatever there is. Words without a letter of either alphabet say nothing.
 */
export function spokenLanguages(
  known: Language | null,
  written: string | null,
  ofDesk: Language,
): Language[] {
  const sample = (written ?? '').slice(0, 2_000)
  const cyrillic = sample.match(/\p{Script=Cyrillic}/gu)?.length ?? 0
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0
  const guessed: Language[] = cyrillic + latin < 4 ? [] : [cyrillic * 3 >= latin ? 'ru' : 'en']
  return [...new Set([...(known === null ? [] : [known]), ...guessed, ofDesk, ...Language.options])]
}
