import type { FormatterModule } from 'i18next'

const numbers = { ru: new Intl.NumberFormat('ru'), en: new Intl.NumberFormat('en') }

/**
 * Writes `{{count}}` in the words of a catalog as people write numbers: 40 000 in Russian, 40,000 in English. Other
 * numbers stay as they are: most are names (a port, the code of an answer).
 */
export const counts: FormatterModule = {
  type: 'formatter',
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, _format, language, options) =>
    typeof value === 'number' && options?.['interpolationkey'] === 'count'
      ? numbers[language === 'en' ? 'en' : 'ru'].format(value)
      : (value as string),
}
