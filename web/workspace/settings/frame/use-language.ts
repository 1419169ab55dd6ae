import { useTranslation } from 'react-i18next'
import type { Language } from '#contract/common.ts'

/** The language on the screen; names given in both are read in this one. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === 'en' ? 'en' : 'ru'
}
