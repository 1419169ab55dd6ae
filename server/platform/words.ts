import { createInstance, type TFunction } from 'i18next'
import type { Language } from '#contract/common.ts'
import en from '#locales/en.json' with { type: 'json' }
import ru from '#locales/ru.json' with { type: 'json' }

const catalogs = createInstance()
await catalogs.init({
  resources: { ru: { translation: ru }, en: { translation: en } },
  fallbackLng: false,
  // What is put into HTML is escaped where the HTML is made; what is put into plain text must not be.
  interpolation: { escapeValue: false },
})

interface Words {
  readonly t: TFunction
}

const spoken: Record<Language, Words> = {
  ru: { t: catalogs.getFixedT('ru') },
  en: { t: catalogs.getFixedT('en') },
}

/** The server's sentences in one language, from the same catalogs as the interface: `words('ru').t('errors.not_found')`. */
export function words(language: Language): Words {
  return spoken[language]
}
