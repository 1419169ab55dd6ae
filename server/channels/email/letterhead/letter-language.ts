import type { Language } from '#contract/common.ts'

/**
 * The language of a letter's frame: the customer's where it is known, else the one they wrote in, else the desk's.
 * Words without a letter of either alphabet say nothing.
 */
export function letterLanguage(known: Language | null, written: string | null, ofDesk: Language): Language {
  if (known !== null) return known
  const sample = (written ?? '').slice(0, 2_000)
  const cyrillic = sample.match(/\p{Script=Cyrillic}/gu)?.length ?? 0
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0
  if (cyrillic + latin < 4) return ofDesk
  return cyrillic * 3 >= latin ? 'ru' : 'en'
}
