type Language = 'ru' | 'en'

/** As people type it: `1 000,5` in Russian, `1,000.5` in English; a comma that may mean either is no number. */
const patterns = {
  ru: /^-?\d+(?:[.,]\d+)?$/,
  en: /^-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/,
} as const

/** The number that was typed; null when it is none, or too large for one. */
export function numberOf(text: string, language: Language): number | null {
  const plain = text.replaceAll(/\s/g, '').replace('−', '-')
  if (!patterns[language].test(plain)) return null
  const number = Number(language === 'en' ? plain.replaceAll(',', '') : plain.replace(',', '.'))
  return Number.isFinite(number) ? number : null
}

/** A number as it is read, with all its digits. */
export function numberText(number: number, language: Language): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 20 }).format(number)
}

/** A number as it is put into a field to be changed. */
export function numberToType(number: number, language: Language): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 20, useGrouping: false }).format(number)
}
